using PropBot.Core.Values;

namespace PropBot.Simulation.Feeds;

/// <summary>A source of prices in market time: a model or a recording. The same construction yields the same steps.</summary>
public interface IMarketFeed
{
    /// <summary>All instruments that it ever speaks of, in the order in which it speaks of them within a step.</summary>
    IReadOnlyList<InstrumentId> Instruments { get; }

    /// <summary>Market time of the first step.</summary>
    DateTimeOffset Start { get; }

    /// <summary>Market time of the last step; null when it never ends.</summary>
    DateTimeOffset? End { get; }

    /// <summary>Usual time between two steps.</summary>
    TimeSpan StepInterval { get; }

    /// <summary>Market time of the step to come; null when the feed has ended.</summary>
    DateTimeOffset? NextTime { get; }

    /// <summary>Tells everything of the instant <see cref="NextTime"/> and moves on. Settlements come before prices.</summary>
    void Step(IMarketConsumer consumer);
}

/// <summary>Who listens to a feed.</summary>
public interface IMarketConsumer
{
    void OnMarket(InstrumentId instrument, DateTimeOffset time, in MarketState state);

    /// <summary>Funding is settled at exactly this instant on the positions held.</summary>
    /// <param name="rate">Fraction of notional for this settlement; positive: longs pay shorts.</param>
    void OnFundingSettlement(InstrumentId instrument, DateTimeOffset time, Rate rate);
}
