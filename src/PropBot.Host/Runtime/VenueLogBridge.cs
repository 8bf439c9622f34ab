using Microsoft.Extensions.Logging;
using PropBot.Core.Values;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>The adapters' lines in the process log.</summary>
public sealed partial class VenueLogBridge(ILogger<VenueLogBridge> log) : IVenueLog
{
    public void Information(VenueId venue, string message) => Say(log, venue, message);

    public void Warning(VenueId venue, string message) => Warn(log, venue, message);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Venue}: {Text}")]
    private static partial void Say(ILogger log, VenueId venue, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Venue}: {Text}")]
    private static partial void Warn(ILogger log, VenueId venue, string text);
}
