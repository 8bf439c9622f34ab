namespace PropBot.Venues.Bybit.Wire;

/// <summary>Entry of <c>GET /v5/market/instruments-info</c>, category linear. Sizes are coins.</summary>
internal sealed record BybitInstrument
{
    public string? Symbol { get; init; }

    /// <summary><c>LinearPerpetual</c> or <c>LinearFutures</c>.</summary>
    public string? ContractType { get; init; }

    /// <summary><c>PreLaunch</c>, <c>Trading</c>, <c>Delivering</c>, <c>Closed</c>; <c>Settling</c> in older documents.</summary>
    public string? Status { get; init; }

    public string? BaseCoin { get; init; }

    public string? QuoteCoin { get; init; }

    public string? SettleCoin { get; init; }

    /// <summary>Since when the contract is listed, ms.</summary>
    public string? LaunchTime { get; init; }

    /// <summary>0 for a perpetual that is not to be delisted, ms.</summary>
    public string? DeliveryTime { get; init; }

    public BybitPriceFilter? PriceFilter { get; init; }

    public BybitLotSizeFilter? LotSizeFilter { get; init; }

    /// <summary>Minutes.</summary>
    public int FundingInterval { get; init; }

    /// <summary>Largest funding rate of one settlement, fraction.</summary>
    public string? UpperFundingRate { get; init; }

    public string? LowerFundingRate { get; init; }

    public BybitRiskParameters? RiskParameters { get; init; }
}

/// <summary>How far from the mark limit prices may be, fractions.</summary>
/// <param name="PriceLimitRatioX">Always allowed.</param>
/// <param name="PriceLimitRatioY">Never beyond; between the two the index and the premium decide.</param>
internal sealed record BybitRiskParameters(string? PriceLimitRatioX, string? PriceLimitRatioY);

internal sealed record BybitPriceFilter(string? TickSize);

internal sealed record BybitLotSizeFilter(
    string? QtyStep, string? MinOrderQty, string? MaxOrderQty, string? MaxMktOrderQty, string? MinNotionalValue);
