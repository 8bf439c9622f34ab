namespace PropBot.Venues.Binance.Wire;

/// <summary><c>GET /fapi/v1/exchangeInfo</c>, the parts that are used.</summary>
internal sealed record BinanceExchangeInfo(IReadOnlyList<BinanceSymbol> Symbols);

internal sealed record BinanceSymbol(
    string Symbol,
    string ContractType,
    string Status,
    string BaseAsset,
    string QuoteAsset,
    string MarginAsset,
    IReadOnlyList<BinanceFilter> Filters);

/// <summary>One filter; which fields it has depends on its type.</summary>
internal sealed record BinanceFilter(
    string FilterType,
    decimal? TickSize = null,
    decimal? StepSize = null,
    decimal? MinQty = null,
    decimal? MaxQty = null,
    decimal? Notional = null);

/// <summary><c>GET /fapi/v1/fundingInfo</c>: only symbols whose funding differs from the default.</summary>
internal sealed record BinanceFundingInfo(string Symbol, int FundingIntervalHours);

/// <summary><c>GET /fapi/v1/time</c>.</summary>
internal sealed record BinanceServerTime(long ServerTime);
