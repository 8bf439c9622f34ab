using System.Data.Common;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql;

/// <summary>A ledger in a database: what is the same for every one of them.</summary>
public abstract class SqlLedgerStore : ILedgerStore
{
    private readonly LedgerReads _reads;
    private long _run;

    private protected SqlLedgerStore(Dialect dialect, string place, Func<Session> openReader, Desk desk)
    {
        Dialect = dialect;
        Place = place;
        _reads = new LedgerReads(openReader, Explain);
        DeskId = desk.Id;
        CreatedAt = desk.CreatedAt;
    }

    public string DeskId { get; }

    public Action<LedgerEffect>? Stored { get; set; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The file, or the server and the database.</summary>
    public string Place { get; }

    /// <summary>Whether this process may write.</summary>
    public abstract Leadership Leadership { get; }

    /// <summary>Ends, with the name of the new leader, when another process has taken over: nothing may be sent any more.</summary>
    public abstract Task<string> LeadershipLost { get; }

    private protected Dialect Dialect { get; }

    /// <summary>The number of this start; 0 before the first <see cref="Load"/>.</summary>
    private protected long Run => _run;

    public RecoveredState Load() => Guarded(() =>
    {
        Session session = Writer().Session;
        try
        {
            _run = BeginRun(session);
            RecoveredState state = Recovery.Load(session, DeskId, _run);
            return FaultIn(session, state) is { } fault ? throw new InvalidDataException(fault) : state;
        }
        catch (Exception unreadable) when (unreadable is not (LedgerUnavailableException or LeadershipLostException))
        {
            // What cannot be read back as it was written is damage, not a mistake of the program's.
            throw ExplainStart(unreadable);
        }
    });

    /// <summary>A ledger of one market must not go on with another: its positions would belong to accounts that are not there.</summary>
    /// <exception cref="LedgerUnavailableException">It belongs to another market.</exception>
    public void Claim(string market) => Guarded(() =>
    {
        Session session = Writer().Session;
        using Statement claim = session.Prepare("UPDATE desk SET market = $1 WHERE market IS NULL");
        claim.Text(market).Run();
        string known = session.Ask("SELECT market FROM desk").List((ref Row row) => row.Text())[0];
        return known == market
            ? true
            : throw new LedgerUnavailableException(
                LedgerFault.CannotOpen, Place, $"it belongs to the market '{known}', this run is of '{market}'", "Name another file or database for this one");
    });

    public void Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        // Nearly every event leads to nothing: that allocates nothing.
        if (LedgerEffects.AnyIn(effects))
        {
            CommitAll(at, sequence, effects);
        }
    }

    public void Prove() => Transact(writer => writer.Prove());

    public PairRecord? Pair(PairId id) => _reads.Pair(id);

    public IReadOnlyList<PairRecord> Pairs(PairQuery query) => _reads.Pairs(query);

    public IReadOnlyList<PairRecord> AllPairs() => _reads.AllPairs();

    public IReadOnlyList<OrderRecord> OrdersOf(PairId pair) => _reads.OrdersOf(pair);

    public IReadOnlyList<FillRecord> FillsOf(PairId pair) => _reads.FillsOf(pair);

    public IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair) => _reads.ForcedFillsOf(pair);

    public IReadOnlyList<Posting> Balances() => _reads.Balances();

    public IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints) =>
        _reads.EquityCurve(from, to, maxPoints);

    public IReadOnlyList<JournalLine> JournalTail(int count) => _reads.JournalTail(count);

    public IReadOnlyList<JournalLine> JournalAfter(long id, int count) => _reads.JournalAfter(id, count);

    public IReadOnlyList<T> Documents<T>(DocumentQuery query)
        where T : LedgerEffect => _reads.Documents<T>(query);

    public DateTimeOffset? LastEquityAt() => _reads.LastEquityAt();

    public LedgerVerification VerifyBalances() => _reads.VerifyBalances();

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>The desk of this ledger, made with it.</summary>
    private protected static Desk DeskOf(Session session, DateTimeOffset now)
    {
        using Statement made = session.Prepare(
            "INSERT INTO desk (only_row, desk_id, created_at) VALUES (1, $1, $2) ON CONFLICT DO NOTHING");
        made.Text(DeskIds.New()).Time(now).Run();
        return session.Ask("SELECT desk_id, created_at FROM desk").List((ref Row row) => new Desk(row.Text(), row.Time()))[0];
    }

    /// <summary>What writes, on a connection that is open.</summary>
    private protected abstract LedgerWriter Writer();

    /// <summary>Notes this start.</summary>
    /// <returns>Its number, above that of every start before it.</returns>
    private protected abstract long BeginRun(Session session);

    /// <summary>Begins the transaction in which an event is written; refuses when it is not this process's turn to write.</summary>
    private protected abstract void Begin(Session session);

    /// <summary>Makes it durable.</summary>
    private protected abstract void End(Session session);

    /// <summary>Undoes it, after a failure of which the caller will tell.</summary>
    private protected abstract void Undo(LedgerWriter writer);

    private protected abstract void Close();

    /// <summary>What is wrong with what was read, where the store cannot be trusted to give back what was written; null when nothing was found.</summary>
    private protected virtual string? FaultIn(Session session, RecoveredState state) => null;

    /// <summary>Why a start cannot read what is there.</summary>
    private protected virtual LedgerUnavailableException ExplainStart(Exception failure) => failure is DbException told ? ExplainWrite(told) : new(
        LedgerFault.Damaged, Place, $"it is damaged ({failure.Message})", "Restore the latest backup; positions and orders are then compared with the venues at the start", failure);

    /// <summary>Why a write failed.</summary>
    private protected virtual LedgerUnavailableException ExplainWrite(DbException failure) => Explain(failure);

    private LedgerUnavailableException Explain(DbException failure) => Dialect.Explain(Place, failure);

    private void CommitAll(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects) =>
        Transact(writer => writer.Write(new LineSource(DeskId, _run, sequence), at, effects, Stored));

    private void Transact(Action<LedgerWriter> write)
    {
        if (_run == 0)
        {
            throw new InvalidOperationException("a ledger is loaded before anything is committed to it");
        }

        Guarded(() =>
        {
            LedgerWriter writer = Writer();
            try
            {
                Begin(writer.Session);
                write(writer);
                End(writer.Session);
                writer.Committed();
                return true;
            }
            catch
            {
                writer.RolledBack();
                Undo(writer);
                throw;
            }
        });
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException violated) when (Dialect.IsConstraint(violated))
        {
            throw new LedgerConflictException(violated.Message);
        }
        catch (DbException failure)
        {
            throw ExplainWrite(failure);
        }
    }

    /// <summary>Who keeps this ledger, and since when.</summary>
    private protected readonly record struct Desk(string Id, DateTimeOffset CreatedAt);
}
