using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>
/// Legs that are out of the books without a fill, by their cases, which the ledger keeps over a restart. A forced fill of before such a
/// loss and in its direction is what took the leg: the books have it.
/// </summary>
internal static class LostLegs
{
    /// <summary>Open or explained cases of legs that this fill may have taken, oldest first.</summary>
    public static IReadOnlyList<ReconciliationCase> LostTo(this EngineState state, ForcedFill fill) => state.Cases.MattersOf(CaseKind.LostLeg).Length == 0
        ? []
        :
        [
            .. state.Cases.Open.Concat(state.Cases.Explained)
                .Where(c => c.Matter.Kind == CaseKind.LostLeg && c.Matter.Instrument == fill.Instrument && c.OpenedAt >= fill.VenueTime)
                .Where(c => Math.Sign(c.Difference ?? 0m) == fill.Side.Sign())
                .OrderBy(c => c.Id),
        ];

    /// <summary>How much of a forced fill is out of the books as such legs, base units; what other forced fills have told of them is not.</summary>
    public static decimal LostAlready(this EngineState state, ForcedFill fill)
    {
        IReadOnlyList<ReconciliationCase> lost = state.LostTo(fill);
        if (lost.Count == 0)
        {
            return 0m;
        }

        DateTimeOffset until = lost.Max(c => c.OpenedAt);
        decimal told = state.ForcedFills.Values
            .Where(r => r.Fill.Instrument == fill.Instrument && r.Fill.Side == fill.Side && r.Fill.TradeId != fill.TradeId && r.Fill.VenueTime <= until)
            .Sum(r => r.Unassigned.Value);
        return Math.Clamp(lost.Sum(c => Math.Abs(c.Difference ?? 0m)) - told, 0m, fill.Quantity.Value);
    }
}
