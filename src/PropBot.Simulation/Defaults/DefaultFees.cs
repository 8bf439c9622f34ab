using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Simulation.Defaults;

/// <summary>
/// Base-tier fees, fractions of notional. Sources: Binance USD-M VIP0 and Bybit linear non-VIP from the fee models of
/// QuantConnect/Lean, OKX USDT swaps Lv1 from hummingbot (the data's reference/fees_base_tier.csv). Higher tiers are a matter of
/// the desk's contract and are given in the venue's options.
/// </summary>
internal static class DefaultFees
{
    public static FeeSchedule BaseTier(VenueId venue) => new(Maker: new Rate(0.0002m), Taker: new Rate(venue.Name switch
    {
        "binance-um" => 0.0004m,
        "okx-perp" => 0.0005m,

        // An unknown venue is taken to be as dear as the dearest known one.
        _ => 0.00055m,
    }));
}
