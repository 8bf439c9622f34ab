using Microsoft.Extensions.Logging;

namespace PropBot.Host.Tracing;

internal static partial class TracingLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Traces have failed in a way that no rule knows; none are made until the next start, trading goes on.")]
    public static partial void TracingFailed(this ILogger log, Exception failure);
}
