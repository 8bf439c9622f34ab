using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Sql.Tables;

namespace PropBot.Ledger.Sql;

/// <summary>
/// Whether what the engine is about to be told is what was once written: a file without checksums gives garbled bytes back as other numbers.
/// The money is added up again; pairs, orders, fills, brakes and documents are compared with the journal, which has each as it was written.
/// </summary>
internal sealed class BooksCheck : IDisposable
{
    /// <summary>Lines of the journal that are read, newest first; what was written before them is not compared.</summary>
    public const int ComparedLines = 100_000;

    private const int ComparedPairs = 2_000;
    private const int LinesPerQuestion = 2_000;

    private readonly JournalPayload _payload = new();
    private readonly Dictionary<(string Subject, string Identity), KeptRecord> _wanted = [];
    private int _missing;

    /// <returns>What is wrong; null when nothing was found.</returns>
    public static string? FaultIn(Session session, RecoveredState state)
    {
        using var check = new BooksCheck();
        return WrongMoney(session, state) ?? WrongDesk(state) ?? check.WrongRecord(session, state);
    }

    public void Dispose() => _payload.Dispose();

    private static string? WrongMoney(Session session, RecoveredState state)
    {
        var check = new BalanceCheck();
        foreach (Posting posting in session.Ask("SELECT account, asset, amount FROM postings").List(EntryTable.ReadPosting))
        {
            check.Add(posting);
        }

        PairPnl closed = session.Ask($"{PairTable.Select} WHERE status = $1").Member(PairStatus.Closed).List(PairTable.Read)
            .Aggregate(default(PairPnl), (sum, pair) => sum + pair.RealizedPnl());
        return check.Against(0, state.Balances).Problems is [var problem, ..] ? problem
            : closed != state.ClosedPnl ? "the results of closed pairs are not those of their legs"
            : null;
    }

    /// <summary>Orders carry the desk in their ids, and are known as ours by it.</summary>
    private static string? WrongDesk(RecoveredState state) => state.Orders
        .Select(order => order.Intent.ClientOrderId.Value)
        .FirstOrDefault(id => ClientOrderIds.IsOfSomeDesk(id) && !ClientOrderIds.IsOfDesk(state.DeskId, id)) is { } foreign
            ? $"order {foreign} is not of desk {state.DeskId}"
            : null;

    private string? WrongRecord(Session session, RecoveredState state)
    {
        Want(session, state);
        (DateTimeOffset oldest, bool all) = Compare(session);
        return _wanted.Values.FirstOrDefault(record => record.IsOther || (!record.IsFound && (all || record.Since > oldest))) is { } wrong
            ? $"{wrong.What} is not as the journal has it"
            : null;
    }

    private void Want(Session session, RecoveredState state)
    {
        // Not only those that the engine is told of: one may have fallen out of them by a time of its end that it never had.
        List<PairRecord> newest = session.Ask($"{PairTable.Select} ORDER BY id DESC LIMIT $1").Whole(ComparedPairs).List(PairTable.Read);
        foreach (PairRecord pair in newest.Concat(state.Pairs).Concat(state.DonePairs).DistinctBy(pair => pair.Id))
        {
            Want(new PairChanged(pair), $"pair {pair.Id}", pair.OpenedAt, JournalTypes.Pair);
        }

        foreach (OrderRecord order in state.Orders)
        {
            Want(new OrderChanged(order), $"order {order.Intent.ClientOrderId}", order.UpdatedAt, JournalTypes.OrderStatus, JournalTypes.OrderIntent);
        }

        foreach (FillRecord fill in state.Fills)
        {
            Want(new FillBooked(fill), $"fill {fill.Fill.TradeId}", fill.Fill.VenueTime, JournalTypes.Fill);
        }

        foreach (ForcedFillRecord forced in state.ForcedFills)
        {
            Want(new ForcedFillBooked(forced), $"forced fill {forced.Fill.TradeId}", forced.Fill.VenueTime, JournalTypes.ForcedFill);
        }

        foreach (AcceptedRules rules in state.AcceptedRules)
        {
            Want(new RulesAccepted(rules), $"the rules of {rules.Instrument}", null, JournalTypes.Rules);
        }

        if (state.Control != ControlState.Initial)
        {
            Want(new ControlChanged(state.Control), "the state of the brakes", null, JournalTypes.Control);
        }

        foreach (DocumentKind kind in DocumentKinds.All)
        {
            foreach (LedgerEffect document in DocumentTable.ReadRemembered(session, kind))
            {
                DocumentHead head = kind.HeadOf(document);
                Want(document, $"{kind.JournalType} {head.Id}", head.ClosedAt ?? head.OpenedAt, kind.JournalType);
            }
        }
    }

    /// <param name="since">Its newest line is not older; null where that is not known.</param>
    /// <param name="types">Its newest line is of one of them. Of an order's intent the first line tells, of its state the newest.</param>
    private void Want(LedgerEffect effect, string what, DateTimeOffset? since, params IReadOnlyList<string> types)
    {
        var record = new KeptRecord(what, since, types.ToDictionary(type => type, type => _payload.OfEffect(effect, type)));
        string identity = KeptRecord.IdentityOf(types[0], record.Payloads[types[0]]);
        _wanted.Add((types[0], identity), record);
        _missing++;
        if (types.Count > 1)
        {
            _wanted.Add((types[1], identity), new KeptRecord($"the intent of {what}", since, new Dictionary<string, string> { [types[1]] = KeptRecord.IntentOf(record.Payloads[types[1]]) }));
            _missing++;
        }
    }

    private (DateTimeOffset Oldest, bool All) Compare(Session session)
    {
        long next = session.Ask("SELECT coalesce(max(id), 0) FROM order_journal").List((ref Row row) => row.Whole())[0];
        long last = next - ComparedLines;
        DateTimeOffset oldest = DateTimeOffset.MaxValue;
        while (next > Math.Max(0, last) && _missing > 0)
        {
            List<JournalLine> lines = session.Ask($"{JournalTable.Select} WHERE id <= $1 ORDER BY id DESC LIMIT $2")
                .Whole(next).Whole(LinesPerQuestion).List(JournalTable.Read);
            foreach (JournalLine line in lines)
            {
                Compare(line);
                oldest = line.At;
            }

            next = lines.Count == 0 ? 0 : lines[^1].Id - 1;
        }

        return (oldest, next <= 0);
    }

    private void Compare(JournalLine line)
    {
        string identity = KeptRecord.IdentityOf(line.Type, line.Payload);
        if (line.Type == JournalTypes.OrderIntent)
        {
            Compare(_wanted.GetValueOrDefault((JournalTypes.OrderStatus, identity)), line.Type, line.Payload);
            Compare(_wanted.GetValueOrDefault((line.Type, identity)), line.Type, KeptRecord.IntentOf(line.Payload));
        }
        else
        {
            Compare(_wanted.GetValueOrDefault((line.Type, identity)), line.Type, line.Payload);
        }
    }

    private void Compare(KeptRecord? record, string type, string payload)
    {
        if (record is { IsFound: false, IsOther: false })
        {
            record.Meet(type, payload);
            _missing--;
        }
    }
}
