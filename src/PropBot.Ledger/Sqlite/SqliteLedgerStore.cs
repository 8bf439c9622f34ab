using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sqlite.Tables;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite;

/// <summary>The ledger in one SQLite file, the embedded default.</summary>
public sealed class SqliteLedgerStore : ILedgerStore
{
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(5);

    private readonly LedgerFile _file;
    private readonly TimeProvider _time;
    private readonly SqliteReads _reads;
    private readonly JournalPayload _payload = new();
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly JournalTable _journal;
    private readonly OrderTable _orders;
    private readonly FillTable _fills;
    private readonly ForcedFillTable _forcedFills;
    private readonly RulesTable _rules;
    private readonly EntryTable _entries;
    private readonly PairTable _pairs;
    private readonly ControlTable _control;
    private readonly Statement _equity;
    private long _run;

    private SqliteLedgerStore(LedgerFile file, TimeProvider time, (string Id, DateTimeOffset CreatedAt) desk)
    {
        _file = file;
        _time = time;
        DeskId = desk.Id;
        CreatedAt = desk.CreatedAt;
        _reads = new SqliteReads(file);
        SqliteConnection writer = file.Writer;
        _begin = new Statement(writer, "BEGIN IMMEDIATE");
        _commit = new Statement(writer, "COMMIT");
        _rollback = new Statement(writer, "ROLLBACK");
        _journal = new JournalTable(writer);
        _orders = new OrderTable(writer);
        _fills = new FillTable(writer);
        _forcedFills = new ForcedFillTable(writer);
        _rules = new RulesTable(writer);
        _entries = new EntryTable(writer);
        _pairs = new PairTable(writer);
        _control = new ControlTable(writer);
        _equity = Statement.Upsert(writer, "equity_samples", "at", "equity");
    }

    public string DeskId { get; }

    /// <summary>When these books were opened, market time: what the accounts did before is in their opening balances.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Opens the ledger at a path, or makes one; its directory is created.</summary>
    /// <param name="path">The database file, <c>data/ledger.db</c>; <c>-wal</c>, <c>-shm</c> and <c>.lock</c> lie beside it.</param>
    /// <param name="time">For the times of starts; nothing else here asks for the time.</param>
    /// <param name="busyTimeout">How long to wait for another program's write lock, whole seconds, 1 or more, default 5 s.</param>
    /// <exception cref="LedgerUnavailableException">Not writable, damaged, of a newer schema, or open in another process.</exception>
    public static SqliteLedgerStore Open(string path, TimeProvider time, TimeSpan? busyTimeout = null)
    {
        LedgerFile file = LedgerFile.Open(path, time.GetUtcNow(), busyTimeout ?? DefaultBusyTimeout);
        try
        {
            return new SqliteLedgerStore(file, time, DeskOf(file.Writer, time.GetUtcNow()));
        }
        catch (SqliteException failure)
        {
            file.Dispose();
            throw LedgerFailures.Explain(file.Path, failure);
        }
    }

    public RecoveredState Load() => Guarded(() =>
    {
        using var start = new Statement(
            _file.Writer,
            "INSERT INTO runs (started_at, process_id) VALUES ($started_at, $process_id) RETURNING run",
            "started_at", "process_id");
        _run = (long)start.Scalar(LedgerTime.Format(_time.GetUtcNow()), Environment.ProcessId)!;
        return SqliteRecovery.Load(_file.Writer, DeskId);
    });

    public void Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        // Nearly every event leads to nothing: that allocates nothing.
        if (LedgerEffects.AnyIn(effects))
        {
            CommitAll(at, sequence, effects);
        }
    }

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

    /// <summary>The time of the last equity sample, market time; null before the first.</summary>
    /// <remarks>One is kept only when every venue has told its account, so venues had then told what happened before it.</remarks>
    public DateTimeOffset? LastEquityAt() => _reads.LastEquityAt();

    public LedgerVerification VerifyBalances() => _reads.VerifyBalances();

    public void Dispose()
    {
        IDisposable[] statements =
            [_begin, _commit, _rollback, _journal, _orders, _fills, _forcedFills, _rules, _entries, _pairs, _control, _equity, _payload];
        foreach (IDisposable statement in statements)
        {
            statement.Dispose();
        }

        _file.Dispose();
    }

    private static (string Id, DateTimeOffset CreatedAt) DeskOf(SqliteConnection writer, DateTimeOffset now)
    {
        using var made = new Statement(
            writer,
            "INSERT INTO desk (only_row, desk_id, created_at) VALUES (1, $desk_id, $created_at) ON CONFLICT DO NOTHING",
            "desk_id", "created_at");
        made.Run(DeskIds.New(), LedgerTime.Format(now));
        using var id = new Statement(writer, "SELECT desk_id FROM desk");
        using var createdAt = new Statement(writer, "SELECT created_at FROM desk");
        return ((string)id.Scalar()!, LedgerTime.Parse((string)createdAt.Scalar()!));
    }

    private void CommitAll(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        if (_run == 0)
        {
            throw new InvalidOperationException("a ledger is loaded before anything is committed to it");
        }

        Guarded(() =>
        {
            _begin.Run();
            try
            {
                Write(at, sequence, effects);
                _commit.Run();
                _entries.Committed();
                return true;
            }
            catch
            {
                _entries.RolledBack();
                RollBack();
                throw;
            }
        });
    }

    private void Write(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        for (int place = 0; place < effects.Count; place++)
        {
            if (effects[place] is EquitySampled sample)
            {
                _equity.Run(LedgerTime.Format(sample.At), WireNumber.Format(sample.Equity));
            }
            else if (effects[place] is LedgerEffect effect)
            {
                WriteOnce(at, JournalUuid.Of(DeskId, _run, sequence, place), effect);
            }
        }
    }

    private void WriteOnce(DateTimeOffset at, string uuid, LedgerEffect effect)
    {
        if (_journal.Find(uuid) is { } known)
        {
            string again = _payload.OfEffect(effect, known.Type);
            if (again != known.Payload)
            {
                throw new LedgerConflictException($"journal line {uuid} is already there as {known.Payload}, not as {again}");
            }
        }
        else if (Store(effect) is { } type)
        {
            _journal.Append(uuid, at, type, _payload.OfEffect(effect, type));
        }
    }

    /// <summary>Writes the effect's table; the type of its journal line, or null when it was kept before.</summary>
    private string? Store(LedgerEffect effect)
    {
        switch (effect)
        {
            case OrderChanged changed:
                return _orders.Write(changed.Order) ? JournalTypes.OrderIntent : JournalTypes.OrderStatus;
            case FillBooked booked:
                return _fills.Write(booked.Fill) ? JournalTypes.Fill : null;
            case ForcedFillBooked booked:
                return _forcedFills.Write(booked.Record) ? JournalTypes.ForcedFill : null;
            case RulesAccepted accepted:
                _rules.Write(accepted.Accepted);
                return JournalTypes.Rules;
            case EntryPosted posted:
                return _entries.Write(posted.Entry) ? JournalTypes.Entry : null;
            case PairChanged changed:
                _pairs.Write(changed.Pair);
                return JournalTypes.Pair;
            case ControlChanged changed:
                _control.Write(changed.Control);
                return JournalTypes.Control;
            case Journaled journaled:
                return journaled.Type;
            default:
                throw new UnreachableException($"no table for {effect.GetType().Name}");
        }
    }

    private void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full; what went wrong first is what is told.
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException violated) when (violated.SqliteErrorCode == SqliteCodes.Constraint)
        {
            throw new LedgerConflictException(violated.Message);
        }
        catch (SqliteException failure)
        {
            throw LedgerFailures.Explain(_file.Path, failure);
        }
    }
}
