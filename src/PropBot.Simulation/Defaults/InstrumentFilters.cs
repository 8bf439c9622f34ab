using PropBot.Core.Values;

namespace PropBot.Simulation.Defaults;

/// <summary>Filters of a perpetual in base units.</summary>
/// <remarks>
/// Sources: Binance: recorded exchangeInfo (gocryptotrader mock; SOL's tick and lot from Lean's symbol properties). Bybit: recorded
/// instruments-info of 2026-08-09 (cryptofeed capture). OKX: contract values from the recorded instruments of 2022-05-13, lots of
/// 0.01 contracts as OKX has had them since 2024 (BTC 0.0001, ETH 0.001, SOL 0.01 coins).
/// Price bands: Binance PERCENT_PRICE 1.05/0.95; Bybit priceLimitRatioY; OKX as Bybit's, its own formula moves with the index.
/// </remarks>
internal sealed record InstrumentFilters(
    decimal Tick,
    decimal Lot,
    decimal MinQuantity,
    decimal MaxQuantity,
    decimal MinNotional,
    decimal ContractMultiplier,
    decimal PriceBand)
{
    private const decimal BinanceBand = 0.05m;

    /// <param name="price">Usual price of a symbol without known filters; 0 when not known.</param>
    public static InstrumentFilters Of(VenueId venue, Symbol symbol, decimal price) =>
        Known(venue.Name, symbol.Base.Code) ?? Known("binance-um", symbol.Base.Code) ?? Typical(price);

    private static InstrumentFilters? Known(string venue, string coin) => (venue, coin) switch
    {
        ("binance-um", "BTC") => new(0.1m, 0.001m, 0.001m, 1_000m, 100m, 1m, BinanceBand),
        ("binance-um", "ETH") => new(0.01m, 0.001m, 0.001m, 10_000m, 20m, 1m, BinanceBand),
        ("binance-um", "SOL") => new(0.01m, 0.01m, 0.01m, 1_000_000m, 5m, 1m, BinanceBand),
        ("binance-um", "DOGE") => new(0.00001m, 1m, 1m, 50_000_000m, 5m, 1m, BinanceBand),
        ("okx-perp", "BTC") => new(0.1m, 0.0001m, 0.0001m, 1_000_000m, 0m, 0.01m, 0.02m),
        ("okx-perp", "ETH") => new(0.01m, 0.001m, 0.001m, 10_000_000m, 0m, 0.1m, 0.04m),
        ("okx-perp", "SOL") => new(0.01m, 0.01m, 0.01m, 100_000_000m, 0m, 1m, 0.1m),
        ("okx-perp", "DOGE") => new(0.00001m, 10m, 10m, 1_000_000_000m, 0m, 1_000m, 0.1m),
        ("bybit-linear", "BTC") => new(0.1m, 0.001m, 0.001m, 1_500m, 5m, 1m, 0.02m),
        ("bybit-linear", "ETH") => new(0.01m, 0.01m, 0.01m, 10_000m, 5m, 1m, 0.04m),
        ("bybit-linear", "SOL") => new(0.01m, 0.1m, 0.1m, 96_000m, 5m, 1m, 0.1m),
        ("bybit-linear", "DOGE") => new(0.00001m, 1m, 1m, 50_000_000m, 5m, 1m, 0.1m),
        _ => null,
    };

    /// <summary>Tick of at most half a basis point and lot of at most five quote units, in powers of ten, as the majors have them.</summary>
    private static InstrumentFilters Typical(decimal price)
    {
        const decimal TickShare = 0.00005m;
        const decimal LotNotional = 5m;
        bool known = price > 0m;
        decimal tick = known ? PowerOfTenBelow(price * TickShare) : 0.0001m;
        decimal lot = known ? PowerOfTenBelow(LotNotional / price) : 1m;
        return new InstrumentFilters(tick, lot, lot, lot * 10_000_000m, 5m, 1m, 0.1m);
    }

    private static decimal PowerOfTenBelow(decimal value)
    {
        decimal power = 1m;
        while (power > value)
        {
            power /= 10m;
        }

        while (power * 10m <= value)
        {
            power *= 10m;
        }

        return power;
    }
}
