namespace PropBot.Venues.Binance.Wire;

/// <summary><c>GET /fapi/v1/exchangeInfo</c>, the parts that are used.</summary>
internal sealed record BinanceExchangeInfo(IReadOnlyList<BinanceSymbol> Symbols);

/// <param name="DeliveryDate">Unix milliseconds: when the contract ends; far in the future while nothing is announced.</param>
/// <param name="OnboardDate">Unix milliseconds: since when the contract is listed.</param>
internal sealed record BinanceSymbol(
    string Symbol,
    string ContractType,
    string Status,
    string BaseAsset,
    string QuoteAsset,
    string MarginAsset,
    IReadOnlyList<BinanceFilter> Filters,
    long? DeliveryDate = null,
    long? OnboardDate = null);

/// <summary>One filter; which fields it has depends on its type.</summary>
/// <param name="PositionControlSide">Which side may only be reduced; <c>NONE</c> as a rule.</param>
internal sealed record BinanceFilter(
    string FilterType,
    decimal? TickSize = null,
    decimal? StepSize = null,
    decimal? MinQty = null,
    decimal? MaxQty = null,
    decimal? Notional = null,
    decimal? MultiplierUp = null,
    decimal? MultiplierDown = null,
    string? PositionControlSide = null);

/// <summary><c>GET /fapi/v1/fundingInfo</c>: only symbols whose interval, cap or floor was adjusted.</summary>
internal sealed record BinanceFundingInfo(
    string Symbol, int FundingIntervalHours, decimal? AdjustedFundingRateCap = null, decimal? AdjustedFundingRateFloor = null);

/// <summary><c>GET /fapi/v1/time</c>.</summary>
internal sealed record BinanceServerTime(long ServerTime);
