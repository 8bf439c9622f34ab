using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Control;

/// <summary>What somebody changes on the venue's site, behind the back of whoever trades with the account's key. Null: left as it is.</summary>
/// <param name="Symbol">Of leverage and margin mode; the position mode is the account's.</param>
public sealed record SettingsChange(Symbol? Symbol, int? Leverage, MarginMode? MarginMode, PositionMode? PositionMode)
{
    /// <summary>By the venue's own rules, one after the other until one is refused.</summary>
    /// <returns>The refusal; null when all is set.</returns>
    public Refusal? Apply(SimulatedVenue venue, string account, DateTimeOffset now)
    {
        if (PositionMode is { } position && venue.SetPositionMode(account, position, now) is { } refused)
        {
            return refused;
        }

        if (MarginMode is { } margin && venue.SetMarginMode(account, Symbol!.Value, margin, now) is { IsAccepted: false, Refusal: { } otherMargin })
        {
            return otherMargin;
        }

        return Leverage is { } leverage && venue.SetLeverage(account, Symbol!.Value, leverage, now) is { IsAccepted: false, Refusal: { } otherLeverage } ? otherLeverage : null;
    }
}
