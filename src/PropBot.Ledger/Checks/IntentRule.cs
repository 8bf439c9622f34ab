using System.Globalization;
using PropBot.Core.Execution;

namespace PropBot.Ledger.Checks;

/// <summary>
/// Every order has one intent, written before anything else of it, under an id that no other one has, and by the start that led: an id carries the number
/// of its start.
/// </summary>
internal sealed class IntentRule(IReadOnlyCollection<OrderRecord> known) : LedgerRule("orders_have_one_intent", "Every order has exactly one intent, written first, under an id of its own, by the start that leads.")
{
    private readonly HashSet<string> _intents = new(known.Select(order => order.Intent.ClientOrderId.Value), StringComparer.Ordinal);
    private long? _leader;

    public override void Read(IReadOnlyList<ReadLine> moment)
    {
        foreach (ReadLine line in moment)
        {
            switch (line.Type)
            {
                case "restart.begin":
                    _leader = long.TryParse(line.Text("epoch"), NumberStyles.None, CultureInfo.InvariantCulture, out long epoch) ? epoch : null;
                    break;
                case JournalTypes.OrderIntent:
                    Count();
                    CheckIntent(line);
                    break;
                case JournalTypes.OrderStatus or JournalTypes.Fill when !_intents.Contains(line.Text("client_order_id") ?? ""):
                    Break(line.Line, $"{line.Text("client_order_id")} has no intent before it");
                    break;
            }
        }
    }

    /// <summary>Every intent is an order of the ledger.</summary>
    public void EachIsKept(IReadOnlyList<string> orders)
    {
        foreach (string lost in _intents.Except(orders, StringComparer.Ordinal))
        {
            Break(null, $"{lost} was intended and is not among the orders");
        }
    }

    /// <summary>Every order of the ledger was intended.</summary>
    public void EachWasIntended(IReadOnlyList<string> orders)
    {
        foreach (string invented in orders.Where(order => !_intents.Contains(order)))
        {
            Break(null, $"{invented} is among the orders and has no intent in the journal");
        }
    }

    private void CheckIntent(ReadLine line)
    {
        string id = line.Text("client_order_id") ?? "";
        if (id.Length == 0 || !_intents.Add(id))
        {
            Break(line.Line, $"'{id}' was intended before");
        }

        if (_leader is { } leader && StartOf(id) is { } start && start != leader)
        {
            Break(line.Line, $"{id} is of start {start} while start {leader} leads");
        }
    }

    /// <summary>The number after the last <c>e</c>; null for ids of the first form, which have none.</summary>
    private static long? StartOf(string id)
    {
        int at = id.LastIndexOf('e');
        return at > 0 && long.TryParse(id.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long start) ? start : null;
    }
}
