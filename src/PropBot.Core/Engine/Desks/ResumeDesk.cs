using System.Globalization;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Recovery as people can follow it: what the ledger left to be resolved, and, once every order has its end and every venue has
/// been read, what became of each. Until then nothing opens. The lines are <c>restart.begin</c> and <c>restart.resume</c>.
/// </summary>
internal sealed class ResumeDesk(EngineState state)
{
    private const string Resumed = "RESUMED";
    private const string Incomplete = "INCOMPLETE";

    private readonly List<(PairState Pair, TrackedOrder Order, OrderStatus Before)> _orders = [];
    private readonly List<(PairState Pair, PairStatus Before)> _pairs = [];
    private bool _wasTold;

    public ResumeSnapshot Snapshot() => new(state.IsResumed, state.IsResumed ? Resumed : _wasTold ? Incomplete : "RESUMING", state.IsResumed ? [] : OpenItems());

    /// <summary>After the ledger's state was taken over and before anything has happened.</summary>
    public void OnStarted()
    {
        foreach (PairState pair in state.Pairs)
        {
            _pairs.Add((pair, pair.Record.Status));
            foreach (TrackedOrder order in pair.Orders)
            {
                if (!order.IsSettled)
                {
                    _orders.Add((pair, order, order.Record.Status));
                }
            }
        }

        state.Effects.Add(new Journaled("restart.begin",
        [
            new("epoch", state.Epoch.ToString(CultureInfo.InvariantCulture)),
            new("orders", Join(_orders.Select(o => $"{o.Order.Intent.ClientOrderId}: {o.Before} on {o.Order.Intent.Instrument}"))),
            new("pairs", Join(_pairs.Select(p => $"{p.Pair.Record.Id}: {p.Before}"))),
            new("cases", Join(state.Cases.Open.Select(c => $"{c.Id}: {c}"))),
            new("venues", Join(state.Venues.Keys.Select(v => v.Name))),
            .. WhichProgram(),
        ]));
    }

    private IReadOnlyList<KeyValuePair<string, string>> WhichProgram() => state.Options.Configuration is not { } name ? [] :
    [
        new("build", name.Build), new("profile", name.Profile),
        new("config_number", name.Number.ToString(CultureInfo.InvariantCulture)), new("config_hash", name.Hash),
    ];

    /// <summary>With every heartbeat: done, or late.</summary>
    public void OnClock()
    {
        if (state.IsResumed)
        {
            return;
        }

        IReadOnlyList<string> open = OpenItems();
        if (open.Count == 0)
        {
            state.IsResumed = true;
            Report(Resumed, open);
            state.Alert(AlertSeverity.Info, "resumed",
                $"The start is complete: {_orders.Count} orders resolved, {_pairs.Count} pairs taken up, {state.Cases.Open.Count} cases open.",
                $"Запуск завершён: выяснено заявок {_orders.Count}, принято пар {_pairs.Count}, открытых случаев {state.Cases.Open.Count}.");
        }
        else if (!_wasTold && state.Elapsed >= state.Options.ResumeDeadline)
        {
            _wasTold = true;
            Report(Incomplete, open);
            string seconds = WireNumber.Format((decimal)state.Options.ResumeDeadline.TotalSeconds);
            state.Alert(AlertSeverity.Critical, "resume_incomplete",
                $"The start is not complete after {seconds} s: {Join(open)}. Nothing opens until it is; hedges, rescues and closes go on. Check the venues named.",
                $"Запуск не завершён за {seconds} с: {Join(open)}. Новые пары не открываются; хеджи, спасения и закрытия продолжаются. Проверьте названные биржи.");
        }
    }

    private List<string> OpenItems() =>
    [
        .. _orders.Where(o => !o.Order.IsSettled).Select(o => $"order {o.Order.Intent.ClientOrderId} is {o.Order.Record.Status}"),
        .. state.Venues.Values.Select(Unread).OfType<string>(),
    ];

    /// <summary>What of a venue has not been read since the start; null when all has.</summary>
    private string? Unread(VenueState venue)
    {
        if (venue.Account is null)
        {
            return $"{venue.Venue}: the account has not been read ({venue.LinkReason})";
        }

        if (venue.OpenOrdersReadElapsed is null)
        {
            return $"{venue.Venue}: the open orders have not been read";
        }

        foreach (PairState pair in state.Pairs)
        {
            foreach (LegRole role in pair.Record.Roles)
            {
                InstrumentId held = pair.Record.Leg(role).Instrument;
                if (held.Venue == venue.Venue && !state.Instruments.ContainsKey(held))
                {
                    return $"{venue.Venue}: the instrument {held.Symbol} of {pair.Record.Id} has not been loaded";
                }
            }
        }

        foreach (InstrumentId id in state.Instruments.Keys)
        {
            if (id.Venue == venue.Venue && !state.FillsOf(id).WasCompared)
            {
                return $"{venue.Venue}: the fills of {id.Symbol} have not been compared";
            }
        }

        return null;
    }

    private void Report(string status, IReadOnlyList<string> open) => state.Effects.Add(new Journaled("restart.resume",
    [
        new("status", status),
        new("epoch", state.Epoch.ToString(CultureInfo.InvariantCulture)),
        new("orders", Join(_orders.Select(o => Outcome(o.Order, o.Before)))),
        new("pairs", Join(_pairs.Select(p => $"{p.Pair.Record.Id}: {p.Before} -> {Outcome(p.Pair.Record)}"))),
        new("orphans", Join(Orphans().Select(c => $"{c.Matter.Subject}: {(c.IsOpen ? "being cancelled" : "cancelled")}, case {c.Id}"))),
        new("venues", Join(state.Venues.Values.Select(v => Unread(v) ?? $"{v.Venue}: account, open orders and fills read, {state.Cases.Open.Count(c => c.Matter.Venue == v.Venue)} cases"))),
        new("cases", Join(state.Cases.Open.Select(c => $"{c.Id}: {c}"))),
        new("open_items", Join(open)),
    ]));

    private IEnumerable<ReconciliationCase> Orphans() => state.Cases.Open
        .Concat(state.Cases.Resolved.Where(c => c.OpenedAt >= state.StartedAt))
        .Where(c => c.Matter.Kind == CaseKind.OrphanOrder);

    private static string Outcome(TrackedOrder order, OrderStatus before)
    {
        OrderRecord record = order.Record;
        string end = $"{record.Status}, {record.FilledQuantity} of {record.Intent.Quantity} filled, {order.Proof ?? "no proof yet"}";
        return $"{record.Intent.ClientOrderId}: {before} -> {(order.IsSettled ? Resumed : Incomplete)} as {end}";
    }

    private static string Outcome(PairRecord pair) => pair.Status switch
    {
        PairStatus.Open => "kept",
        PairStatus.Partial => $"being rescued, unequal by {WireNumber.Format(pair.Imbalance)}",
        PairStatus.Closing => "closing",
        PairStatus.Closed => $"closed, {pair.CloseReason}",
        PairStatus.Aborted => "nothing was filled",
        _ => pair.Status.ToString(),
    };

    private static string Join(IEnumerable<string> items) => string.Join("; ", items);
}
