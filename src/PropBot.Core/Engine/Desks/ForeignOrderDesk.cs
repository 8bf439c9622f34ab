using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Orders on a venue's account that this desk did not make, by the venue's policy: told once, held for, or taken over and
/// cancelled. What such an order fills is a difference of the position, which is a case of its own.
/// </summary>
internal sealed class ForeignOrderDesk(EngineState state, CaseDesk cases, Brakes brakes)
{
    /// <summary>Who holds the desk for a foreign order.</summary>
    private const string Actor = "reconciliation";

    /// <summary>How many ignored orders are remembered, so that each is told once.</summary>
    private const int MostIgnored = 10_000;

    private readonly HashSet<(VenueId Venue, string Order)> _ignored = [];

    /// <summary>From a private stream, or one of a venue's open orders.</summary>
    public void OnSeen(OrderReport report)
    {
        // What a venue orders by itself is told by the fills that it makes.
        if (report.Origin != OrderOrigin.Client)
        {
            return;
        }

        VenueState venue = state.Venues[report.Instrument.Venue];
        string id = report.VenueOrderId.Value ?? "";
        CaseMatter matter = CaseMatter.Of(report.Instrument, CaseKind.ForeignOrder, id);
        if (report.Status.IsTerminal())
        {
            OnEnded(venue, matter, report);
            return;
        }

        venue.OpenStrangers[matter] = state.Elapsed;
        switch (state.Options.PolicyOf(venue.Venue))
        {
            case ForeignOrderPolicy.Ignore:
                TellOnce(report);
                break;
            case ForeignOrderPolicy.Hold:
                Hold(matter, report);
                break;
            case ForeignOrderPolicy.Adopt:
                Adopt(matter, report);
                break;
        }
    }

    /// <summary>
    /// It rests no longer. Its case ends with a statement that agrees: until then nobody knows what it has filled.
    /// </summary>
    public void OnEnded(VenueState venue, CaseMatter matter, OrderReport? last)
    {
        venue.OpenStrangers.Remove(matter);
        if (state.Cases.OpenOn(matter) is { } open)
        {
            cases.Differs(matter, open.Ours, last is null ? "not open any more" : $"{last.Status}, {last.CumulativeQuantity} filled");
        }
        else if (state.Cases.ExplainedOn(matter) is not null)
        {
            cases.Agrees(matter, "the order is not open any more");
        }
    }

    private void TellOnce(OrderReport report)
    {
        if (_ignored.Count >= MostIgnored || !_ignored.Add((report.Instrument.Venue, report.VenueOrderId.Value ?? "")))
        {
            return;
        }

        state.Effects.Add(new Journaled("foreign_order.ignored", Payload(report)));
        state.Alert(AlertSeverity.Warning, "foreign_order",
            $"An order that is not ours on {report.Instrument}: {Words(report)}. It is left alone, as configured; what it fills will differ from our books.",
            $"Чужая заявка на {report.Instrument}: {Words(report)}. По настройке она не трогается; её исполнения разойдутся с нашим учётом.");
    }

    private void Hold(CaseMatter matter, OrderReport report)
    {
        if (cases.Differs(matter, "not an order of this desk", Words(report)) is not { } opened)
        {
            return;
        }

        state.Effects.Add(new Journaled("foreign_order.held", Payload(report)));
        state.Alert(AlertSeverity.Critical, "foreign_order",
            $"Case {opened.Id}: an order that is not ours on {report.Instrument}: {Words(report)}. The desk holds. Find out who uses the account, then resolve the case and resume.",
            $"Случай {opened.Id}: чужая заявка на {report.Instrument}: {Words(report)}. Включён HOLD. Выясните, кто пользуется счётом, закройте случай и возобновите торговлю.");
        string reason = $"foreign_order:{report.Instrument.Venue}";
        brakes.Engage(new HoldCause(HoldKind.Guard, reason, $"{Actor}:{report.Instrument.Venue}", state.At));
    }

    private void Adopt(CaseMatter matter, OrderReport report)
    {
        if (cases.Differs(matter, "not an order of this desk, taken over to be cancelled", Words(report)) is { } opened)
        {
            state.Effects.Add(new Journaled("foreign_order.adopted", Payload(report)));
            state.Alert(AlertSeverity.Critical, "foreign_order",
                $"Case {opened.Id}: an order that is not ours on {report.Instrument}: {Words(report)}. It is taken over and cancelled, as configured; what it has filled is to be flattened.",
                $"Случай {opened.Id}: чужая заявка на {report.Instrument}: {Words(report)}. По настройке она принята и отменяется; исполненное по ней нужно закрыть.");
        }

        if (state.Cases.OpenOn(matter) is not null && !state.Options.ReadOnly)
        {
            state.Effects.Add(new Journaled(OrderDesk.CancelIntent,
            [
                new("venue_order_id", report.VenueOrderId.Value ?? ""), new("reason", "foreign_order"), new("instrument", report.Instrument.ToString()),
            ]));
            state.Effects.Add(new CancelForeignOrder(report.Instrument, report.VenueOrderId));
        }
    }

    private static string Words(OrderReport report)
    {
        string side = report.Side is { } known ? $"{known} " : "";
        string unit = report.IsInContracts ? " contracts" : "";
        string quantity = report.Quantity is { } whole ? $"{report.CumulativeQuantity} of {whole}{unit} filled" : $"{report.CumulativeQuantity}{unit} filled";
        string price = report.LimitPrice is { } limit ? $" at {limit}" : "";
        return $"{side}order {report.VenueOrderId}{price}, {quantity}";
    }

    private static KeyValuePair<string, string>[] Payload(OrderReport report) =>
    [
        new("venue", report.Instrument.Venue.Name), new("symbol", report.Instrument.Symbol.Name),
        new("venue_order_id", report.VenueOrderId.Value ?? ""), new("client_order_id", report.ClientOrderId.Value ?? ""), new("order", Words(report)),
    ];
}
