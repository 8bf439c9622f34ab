using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Ledger.Tests;

/// <summary>Turns numbers into effects such as an engine makes: orders of pairs that exist, balanced entries, retold fills.</summary>
internal sealed class EffectStream
{
    private readonly List<OrderRecord> _orders = [];
    private readonly List<FillRecord> _fills = [];
    private readonly List<JournalEntry> _entries = [];
    private long _pairs;
    private int _trades;

    /// <summary>One event per group of three numbers or so: what happens, to what, how much.</summary>
    public static List<Effect[]> Of(IReadOnlyList<int> numbers)
    {
        var stream = new EffectStream();
        List<Effect[]> events = [];
        List<Effect> current = [];
        foreach (int number in numbers)
        {
            int choice = number & int.MaxValue;
            stream.Add(current, choice % 10, choice / 10);
            if (choice % 3 == 0)
            {
                events.Add([.. current]);
                current.Clear();
            }
        }

        events.Add([.. current]);
        return events;
    }

    private void Add(List<Effect> effects, int kind, int number)
    {
        switch (kind)
        {
            case 0 or 1:
                _pairs++;
                effects.Add(new PairChanged(Samples.Pair(_pairs, PairStatus.Opening)));
                Order(effects, new OrderRecord(Samples.Intent(_pairs, number % 6), OrderStatus.Intended, null, default, default, Samples.Noon, null));
                break;
            case 2 or 3 when _orders.Count > 0:
                OrderStatus[] statuses = Enum.GetValues<OrderStatus>();
                OrderRecord order = _orders[number % _orders.Count];
                Order(effects, order with { Status = statuses[number % statuses.Length], CumulativeQuantity = new Quantity(Part(number)) });
                break;
            case 4 or 5 when _orders.Count > 0:
                FillRecord fill = Samples.Fill(_orders[number % _orders.Count].Intent, $"t{++_trades}");
                fill = fill with { Fill = fill.Fill with { Quantity = new Quantity(Part(number) + 0.001m), Price = new Price(1m + Part(number)) } };
                _fills.Add(fill);
                effects.AddRange([new FillBooked(fill), new EntryPosted(Samples.Trade(fill))]);
                break;
            case 6 when _fills.Count > 0:
                FillRecord retold = _fills[number % _fills.Count];
                effects.AddRange([new FillBooked(retold), new EntryPosted(Samples.Trade(retold))]);
                break;
            case 7:
                JournalEntry funding = Samples.Funding(
                    number % 2 == 0 ? Samples.Binance : Samples.Bybit, $"{_entries.Count / 2}-{number % 2}", Part(_entries.Count / 2) - 50m);
                _entries.Add(funding);
                effects.Add(new EntryPosted(funding));
                break;
            case 8 when _pairs > 0:
                effects.Add(new PairChanged(Samples.Pair(1 + (number % _pairs), (PairStatus)(1 + (number % 6)))));
                break;
            case 9:
                effects.AddRange(
                [
                    new ControlChanged(ControlState.Held(new HoldCause(HoldKind.Operator, $"reason {number % 5}", "anna", default)) with { DayStartEquity = Part(number) }),
                    new ApprovalChanged(Samples.Approval(number % 7) with { Status = (ApprovalStatus)(1 + (number % 6)) }),
                    new EquitySampled(Samples.Noon.AddSeconds(number % 100), Part(number)),
                    new Journaled("alert", [new("number", WireNumber.Format(number))]),
                ]);
                break;
            default:
                effects.Add(new QueryAccount(VenueId.OkxPerp));
                break;
        }
    }

    private static decimal Part(int number) => number % 10_007 * 0.0173m;

    private void Order(List<Effect> effects, OrderRecord order)
    {
        _orders.RemoveAll(known => known.Intent.ClientOrderId == order.Intent.ClientOrderId);
        _orders.Add(order);
        effects.Add(new OrderChanged(order));
    }
}
