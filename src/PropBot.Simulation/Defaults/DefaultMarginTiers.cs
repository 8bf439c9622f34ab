using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Defaults;

/// <summary>Maintenance margin tiers, lower ones in full; above the last the highest rate stays.</summary>
internal static class DefaultMarginTiers
{
    // Binance USD-M leverage brackets (the data's reference/freqtrade_binance_leverage_tiers.json.gz; BTC, ETH and SOL).
    private static readonly MarginTier[] BinanceMajor =
    [
        new(50_000m, 0.004m, 0m),
        new(600_000m, 0.005m, 50m),
        new(3_000_000m, 0.0065m, 950m),
        new(12_000_000m, 0.01m, 11_450m),
        new(50_000_000m, 0.02m, 131_450m),
        new(65_000_000m, 0.025m, 381_450m),
        new(150_000_000m, 0.05m, 2_006_450m),
        new(null, 0.1m, 9_506_450m),
    ];

    private static readonly MarginTier[] BinanceSol =
    [
        new(20_000m, 0.005m, 0m),
        new(100_000m, 0.0065m, 30m),
        new(800_000m, 0.01m, 380m),
        new(4_000_000m, 0.02m, 8_380m),
        new(8_000_000m, 0.025m, 28_380m),
        new(40_000_000m, 0.05m, 228_380m),
        new(null, 0.1m, 2_228_380m),
    ];

    // Bybit BTCPERP risk limits as of 2025-12-29 (the data's reference) up to 9M; one tier stands for all above it.
    private static readonly MarginTier[] BybitMajor =
    [
        new(100_000m, 0.004m, 0m),
        new(1_000_000m, 0.005m, 100m),
        new(2_000_000m, 0.0067m, 1_800m),
        new(3_000_000m, 0.01m, 8_400m),
        new(4_000_000m, 0.0125m, 15_900m),
        new(5_000_000m, 0.0152m, 26_700m),
        new(7_000_000m, 0.02m, 50_700m),
        new(9_000_000m, 0.025m, 85_700m),
        new(null, 0.05m, 310_700m),
    ];

    public static IReadOnlyList<MarginTier> Of(VenueId venue, Symbol symbol) => IsMajor(symbol)
        ? (venue == VenueId.BybitLinear ? BybitMajor : BinanceMajor) // No recorded OKX tiers of BTC or ETH: Binance's stand in.
        : BinanceSol;

    public static int MaxLeverage(VenueId venue, Symbol symbol) =>
        venue == VenueId.BybitLinear ? 100 : IsMajor(symbol) ? 125 : symbol.Base.Code == "SOL" ? 100 : 50;

    private static bool IsMajor(Symbol symbol) => symbol.Base.Code is "BTC" or "ETH";
}
