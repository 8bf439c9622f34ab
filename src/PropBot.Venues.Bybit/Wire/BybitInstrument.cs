namespace PropBot.Venues.Bybit.Wire;

/// <summary>Entry of <c>GET /v5/market/instruments-info</c>, category linear. Sizes are coins.</summary>
internal sealed record BybitInstrument
{
    public string? Symbol { get; init; }

    /// <summary><c>LinearPerpetual</c> or <c>LinearFutures</c>.</summary>
    public string? ContractType { get; init; }

    /// <summary><c>Trading</c>, <c>PreLaunch</c>, <c>Settling</c>, <c>Delivering</c>, <c>Closed</c>.</summary>
    public string? Status { get; init; }

    public string? BaseCoin { get; init; }

    public string? QuoteCoin { get; init; }

    public string? SettleCoin { get; init; }

    /// <summary>0 for a perpetual that is not to be delisted, ms.</summary>
    public string? DeliveryTime { get; init; }

    public BybitPriceFilter? PriceFilter { get; init; }

    public BybitLotSizeFilter? LotSizeFilter { get; init; }

    /// <summary>Minutes.</summary>
    public int FundingInterval { get; init; }
}

internal sealed record BybitPriceFilter(string? TickSize);

internal sealed record BybitLotSizeFilter(
    string? QtyStep, string? MinOrderQty, string? MaxOrderQty, string? MaxMktOrderQty, string? MinNotionalValue);
