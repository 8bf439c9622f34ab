using PropBot.Core.MarketData;

namespace PropBot.Simulation.Feeds;

/// <summary>What a feed says of one instrument on one venue at one instant. The venue makes its book around it.</summary>
public readonly record struct MarketState
{
    /// <summary>Middle of best bid and best ask, quote units; need not lie on the tick.</summary>
    public required decimal Mid { get; init; }

    /// <summary>Half of the quoted spread, quote units, zero or above; the book widens it to its tick.</summary>
    public required decimal HalfSpread { get; init; }

    /// <summary>Depth against the instrument's measured profile: 1 is as measured, 0.3 a third of it.</summary>
    public required double DepthScale { get; init; }

    /// <summary>The venue's mark price, quote units: values positions, funding and margin.</summary>
    public required decimal MarkPrice { get; init; }

    /// <summary>The venue's index price, quote units.</summary>
    public required decimal IndexPrice { get; init; }

    /// <summary>The funding announced for the next settlement.</summary>
    public FundingQuote Funding { get; init; }

    /// <summary>Base units that others traded since the previous state.</summary>
    public decimal TradedQuantity { get; init; }

    /// <summary>Share of <see cref="TradedQuantity"/> whose takers bought, 0 to 1.</summary>
    public double BuyShare { get; init; }
}
