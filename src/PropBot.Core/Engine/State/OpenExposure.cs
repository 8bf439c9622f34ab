using PropBot.Core.Execution;

namespace PropBot.Core.Engine.State;

/// <summary>What is on, at the marks: one leg counted.</summary>
internal static class OpenExposure
{
    /// <summary>Quote units.</summary>
    public static decimal Of(EngineState state, PairRecord pair)
    {
        decimal mark = state.Instruments.GetValueOrDefault(pair.Long.Instrument)?.Valuation ?? EntryPrice(pair.Long);
        return pair.Held * mark;
    }

    /// <summary>Average price of the fills that built the leg; zero before the first.</summary>
    public static decimal EntryPrice(LegRecord leg) =>
        leg.BoughtQuantity > 0m ? leg.BoughtNotional / leg.BoughtQuantity
        : leg.SoldQuantity > 0m ? leg.SoldNotional / leg.SoldQuantity : 0m;
}
