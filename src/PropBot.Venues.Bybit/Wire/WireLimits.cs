namespace PropBot.Venues.Bybit.Wire;

internal static class WireLimits
{
    /// <summary>9999-12-31, the last millisecond that a time here can be.</summary>
    public const long MaxMilliseconds = 253_402_300_799_999;
}
