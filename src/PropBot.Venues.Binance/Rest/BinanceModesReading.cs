using PropBot.Core.Execution;

namespace PropBot.Venues.Binance.Rest;

/// <summary>How the account was found, after everything that lets itself be set was set.</summary>
/// <param name="Wrong">What is not as wanted, one sentence each with what to do; empty when all is well.</param>
internal sealed record BinanceModesReading(AccountSettings Settings, IReadOnlyList<string> Wrong)
{
    public void LogWrong(IVenueLog log)
    {
        foreach (string wrong in Wrong)
        {
            log.Warning(Settings.Venue, $"nothing may open: {wrong}");
        }
    }
}
