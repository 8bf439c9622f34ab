using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PropBot.Simulator.Framing;

/// <summary>One venue on its port: every request reaches the protocol, every failure leaves as the venue's own error.</summary>
internal sealed class VenueListener : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly SessionRegistry _sessions;

    private VenueListener(LoopbackListener listener, SessionRegistry sessions, ISimulatedProtocol protocol)
    {
        _listener = listener;
        _sessions = sessions;
        Protocol = protocol;
        Addresses = protocol.AddressesAt(listener.Address);
    }

    public ISimulatedProtocol Protocol { get; }

    public VenueAddresses Addresses { get; }

    public RequestCounts Counts => _sessions.Counters.Read();

    public static async Task<VenueListener> StartAsync(
        ISimulatedProtocol protocol, SessionRegistry sessions, int port, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger($"PropBot.Simulator.{protocol.Venue}");
        LoopbackListener listener = await LoopbackListener.StartAsync(
            port, context => AnswerAsync(context, protocol, sessions.Counters, logger), loggers, cancellationToken);
        return new VenueListener(listener, sessions, protocol);
    }

    public async ValueTask DisposeAsync()
    {
        _sessions.Stop();
        await _listener.DisposeAsync();
        _sessions.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, ISimulatedProtocol protocol, RequestCounters counters, ILogger logger)
    {
        try
        {
            await protocol.HandleAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            RequestFault fault = exception switch
            {
                BadHttpRequestException => RequestFault.Malformed,
                SimulatorStoppedException => RequestFault.Stopping,
                _ => RequestFault.Internal,
            };
            if (fault == RequestFault.Internal)
            {
                logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            }

            await protocol.AnswerFaultAsync(context, fault);
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            counters.CountAnswer(context.Response.StatusCode);
            logger.LogDebug("{Method} {Path} {Status}", context.Request.Method, context.Request.Path, context.Response.StatusCode);
        }
    }
}
