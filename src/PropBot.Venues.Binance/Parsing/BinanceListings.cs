using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>Turns the venue's listing into instruments. The venue counts in coins, so the multiplier is 1.</summary>
internal static class BinanceListings
{
    private const string Perpetual = "PERPETUAL";
    private const string PerpetualThatEnds = "PERPETUAL_DELIVERING";
    private const string Trading = "TRADING";
    private const int DefaultFundingHours = 8;

    /// <summary>2100-12-25 08:00 UTC: what <c>deliveryDate</c> says while no end is announced (rule I5).</summary>
    private const long NoEnd = 4_133_404_800_000;

    /// <summary>The perpetual of this symbol; null when the venue does not list it.</summary>
    public static BinanceSymbol? Find(BinanceExchangeInfo info, Symbol symbol) => info.Symbols.FirstOrDefault(s =>
        s.ContractType is Perpetual or PerpetualThatEnds && s.BaseAsset == symbol.Base.Code && s.QuoteAsset == symbol.Quote.Code);

    /// <exception cref="FormatException">A filter that an order needs is missing.</exception>
    public static Instrument ToInstrument(
        VenueId venue, Symbol symbol, BinanceSymbol listed, FeeSchedule fees, IReadOnlyList<BinanceFundingInfo> funding)
    {
        BinanceFilter price = Filter(listed, "PRICE_FILTER");
        BinanceFilter lot = Filter(listed, "LOT_SIZE");
        BinanceFilter? market = listed.Filters.FirstOrDefault(f => f.FilterType == "MARKET_LOT_SIZE");
        BinanceFilter? notional = listed.Filters.FirstOrDefault(f => f.FilterType == "MIN_NOTIONAL");
        decimal? largest = Smaller(lot.MaxQty, market?.MaxQty);
        BinanceFilter? band = listed.Filters.FirstOrDefault(f => f.FilterType == "PERCENT_PRICE");
        BinanceFundingInfo? adjusted = funding.FirstOrDefault(f => f.Symbol == listed.Symbol);
        decimal smallest = Math.Max(Needed(lot.MinQty, listed, "minQty"), market?.MinQty ?? 0m);
        return new Instrument
        {
            Id = new InstrumentId(venue, symbol),
            NativeSymbol = listed.Symbol,
            SettleAsset = new Asset(listed.MarginAsset),
            Tick = new TickSize(Needed(price.TickSize, listed, "tickSize")),
            Lot = new LotSize(Needed(lot.StepSize, listed, "stepSize")),
            MinQuantity = new Quantity(smallest),
            MaxQuantity = largest is { } quantity ? new Quantity(quantity) : null,
            MinNotional = new Notional(notional?.Notional ?? 0m),
            Fees = fees,
            FundingInterval = TimeSpan.FromHours(adjusted?.FundingIntervalHours is > 0 and var hours ? hours : DefaultFundingHours),
            PriceBand = ToBand(band),
            FundingLimits = adjusted is { AdjustedFundingRateCap: { } cap, AdjustedFundingRateFloor: { } floor }
                ? new FundingLimits(new Rate(floor), new Rate(cap))
                : null,
            Status = listed.ContractType == PerpetualThatEnds ? InstrumentStatus.Delisting
                : MayOnlyReduce(listed) ? InstrumentStatus.Suspended
                : ToStatus(listed.Status),
            ListedAt = listed.OnboardDate is > 0 and var since ? BinanceReports.ToTime(since) : null,
            DelistingAt = listed.DeliveryDate is > 0 and < NoEnd and var end ? BinanceReports.ToTime(end) : null,
        };
    }

    /// <summary>Rule I8: nothing opens on a symbol under position risk control, not even on its free side; what reduces still goes.</summary>
    private static bool MayOnlyReduce(BinanceSymbol listed) => listed.Status == Trading
        && listed.Filters.Any(f => f is { FilterType: "POSITION_RISK_CONTROL", PositionControlSide: not (null or "" or "NONE") });

    /// <summary>Multipliers of the mark price (rule I6): 1.15 up and 0.85 down are 15 % either way.</summary>
    private static PriceBand? ToBand(BinanceFilter? filter) => filter is { MultiplierUp: > 1m and var up, MultiplierDown: < 1m and >= 0m and var down }
        ? new PriceBand(new Rate(up - 1m), new Rate(1m - down))
        : null;

    private static InstrumentStatus ToStatus(string status) => status switch
    {
        Trading => InstrumentStatus.Trading,
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
