using PropBot.Core.Instruments;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>A contract's status and end as <c>exchangeInfo</c> and <c>contractInfo</c> show them.</summary>
internal static class BinanceContractStatus
{
    private const long PerpetualDelivery = 4_133_404_800_000;

    /// <summary>2019-09-25 08:00 UTC: that of the contracts whose setup names no time.</summary>
    private const long UsualOnboarding = 1_569_398_400_000;

    /// <summary>
    /// Contract status: developers.binance.com, USDⓈ-M Futures, Common Definition, read 2026-11-22. It lists the names; that a suspended
    /// contract is PENDING_TRADING is not said there.
    /// </summary>
    public static string TextOf(InstrumentStatus status) => status switch
    {
        InstrumentStatus.Trading => "TRADING",
        InstrumentStatus.Suspended => "PENDING_TRADING",
        InstrumentStatus.Delisting => "SETTLING",
        _ => "CLOSE",
    };

    /// <summary>Unix milliseconds.</summary>
    public static long OnboardingOf(InstrumentSetup setup) => setup.Instrument.ListedAt?.ToUnixTimeMilliseconds() ?? UsualOnboarding;

    /// <summary>Unix milliseconds.</summary>
    public static long DeliveryOf(InstrumentSetup setup) => setup.DeliveryTime?.ToUnixTimeMilliseconds() ?? PerpetualDelivery;
}
