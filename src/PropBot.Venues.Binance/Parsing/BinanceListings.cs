using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>Turns the venue's listing into instruments. The venue counts in coins, so the multiplier is 1.</summary>
internal static class BinanceListings
{
    private const string Perpetual = "PERPETUAL";
    private const int DefaultFundingHours = 8;

    /// <summary>The perpetual of this symbol; null when the venue does not list it.</summary>
    public static BinanceSymbol? Find(BinanceExchangeInfo info, Symbol symbol) => info.Symbols.FirstOrDefault(s =>
        s.ContractType == Perpetual && s.BaseAsset == symbol.Base.Code && s.QuoteAsset == symbol.Quote.Code);

    /// <exception cref="FormatException">A filter that an order needs is missing.</exception>
    public static Instrument ToInstrument(
        VenueId venue, Symbol symbol, BinanceSymbol listed, FeeSchedule fees, IReadOnlyList<BinanceFundingInfo> funding)
    {
        BinanceFilter price = Filter(listed, "PRICE_FILTER");
        BinanceFilter lot = Filter(listed, "LOT_SIZE");
        BinanceFilter? market = listed.Filters.FirstOrDefault(f => f.FilterType == "MARKET_LOT_SIZE");
        BinanceFilter? notional = listed.Filters.FirstOrDefault(f => f.FilterType == "MIN_NOTIONAL");
        decimal? largest = Smaller(lot.MaxQty, market?.MaxQty);
        int hours = funding.FirstOrDefault(f => f.Symbol == listed.Symbol)?.FundingIntervalHours ?? DefaultFundingHours;
        return new Instrument
        {
            Id = new InstrumentId(venue, symbol),
            NativeSymbol = listed.Symbol,
            SettleAsset = new Asset(listed.MarginAsset),
            Tick = new TickSize(Needed(price.TickSize, listed, "tickSize")),
            Lot = new LotSize(Needed(lot.StepSize, listed, "stepSize")),
            MinQuantity = new Quantity(Needed(lot.MinQty, listed, "minQty")),
            MaxQuantity = largest is { } quantity ? new Quantity(quantity) : null,
            MinNotional = new Notional(notional?.Notional ?? 0m),
            Fees = fees,
            FundingInterval = TimeSpan.FromHours(hours),
            Status = ToStatus(listed.Status),
        };
    }

    private static InstrumentStatus ToStatus(string status) => status switch
    {
        "TRADING" => InstrumentStatus.Trading,
        "PRE_DELIVERING" or "DELIVERING" or "DELIVERED" or "PRE_SETTLE" or "SETTLING" or "CLOSE" => InstrumentStatus.Delisting,
        _ => InstrumentStatus.Suspended,
    };

    private static decimal? Smaller(decimal? left, decimal? right) =>
        left is null || right is null ? left ?? right : Math.Min(left.Value, right.Value);

    private static BinanceFilter Filter(BinanceSymbol listed, string type) =>
        listed.Filters.FirstOrDefault(f => f.FilterType == type) ?? throw Missing(listed, type);

    private static decimal Needed(decimal? value, BinanceSymbol listed, string name) =>
        value is > 0m ? value.Value : throw Missing(listed, name);

    private static FormatException Missing(BinanceSymbol listed, string name) => new($"{listed.Symbol} is listed without {name}");
}
