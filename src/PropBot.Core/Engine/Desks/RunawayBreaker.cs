using PropBot.Core.Engine.State;
using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Holds the desk when it sends opening orders, or takes them back, at a pace that no market explains. Counts what opens alone, and stops
/// nothing else: a rescue is as fast as it must be.
/// </summary>
internal sealed class RunawayBreaker(EngineState state, Brakes brakes)
{
    public const string Source = "runaway_breaker";

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int OrdersOfAPair = 2;

    /// <summary>Before a pair is opened: the refusal, with the desk held, when its two orders would be too many.</summary>
    public RiskRefusal? Forbids()
    {
        int limit = state.Options.Risk.MaxOrdersPerMinute;
        int orders = state.OpenPace.Now(state.Elapsed) + OrdersOfAPair;
        if (limit > 0 && orders > limit)
        {
            return Hold(new RiskRefusal(RiskRule.RunawayOrders, limit, orders));
        }

        return CancelsForbid();
    }

    /// <summary>Cancels are not held back, so they are counted after the fact.</summary>
    public void OnClock() => CancelsForbid();

    private RiskRefusal? CancelsForbid()
    {
        int limit = state.Options.Risk.MaxCancelsPerMinute;
        int cancels = state.CancelPace.Now(state.Elapsed);
        return limit > 0 && cancels > limit ? Hold(new RiskRefusal(RiskRule.RunawayCancels, limit, cancels)) : null;
    }

    private RiskRefusal Hold(RiskRefusal refusal)
    {
        if (state.Control.MayOpen)
        {
            brakes.Engage(new HoldCause(HoldKind.Guard, refusal.Rule.Code(), Source, state.At));
        }

        return refusal;
    }
}
