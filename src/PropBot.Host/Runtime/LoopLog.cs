using Microsoft.Extensions.Logging;

namespace PropBot.Host.Runtime;

internal static partial class LoopLog
{
    [LoggerMessage(Level = LogLevel.Critical, Message = "The engine halted and decides nothing any more. Reason: {Reason}. Restart the process; it recovers from the ledger.")]
    public static partial void EngineHalted(this ILogger log, Exception failure, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "[{Code}] {Text}")]
    public static partial void AlertInfo(this ILogger log, string code, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[{Code}] {Text}")]
    public static partial void AlertWarning(this ILogger log, string code, string text);

    [LoggerMessage(Level = LogLevel.Critical, Message = "[{Code}] {Text}")]
    public static partial void AlertCritical(this ILogger log, string code, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Request} to {Venue} failed in a way that no rule knows; its outcome counts as unknown.")]
    public static partial void RequestFailed(this ILogger log, Exception failure, string request, string venue);
}
