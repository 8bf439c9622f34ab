using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PropBot.Simulator.Faults;

namespace PropBot.Simulator.Framing;

/// <summary>One venue on its port: every request reaches the protocol, every failure leaves as the venue's own error.</summary>
internal sealed class VenueListener : IAsyncDisposable
{
    private readonly Func<int, Task<LoopbackListener>> _open;
    private readonly SessionRegistry _sessions;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private LoopbackListener? _listener;
    private Task _door = Task.CompletedTask;

    private VenueListener(
        LoopbackListener listener, Func<int, Task<LoopbackListener>> open, SessionRegistry sessions, ISimulatedProtocol protocol, ILogger logger)
    {
        _listener = listener;
        _open = open;
        _sessions = sessions;
        _logger = logger;
        Port = listener.Address.Port;
        Protocol = protocol;
        Addresses = protocol.AddressesAt(listener.Address);
    }

    public ISimulatedProtocol Protocol { get; }

    public VenueAddresses Addresses { get; }

    public int Port { get; }

    public RequestCounts Counts => _sessions.Counters.Read();

    public static async Task<VenueListener> StartAsync(
        ISimulatedProtocol protocol,
        SessionRegistry sessions,
        RequestFaults faults,
        int port,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger($"PropBot.Simulator.{protocol.Venue}");
        RequestDelegate handle = protocol.HandleAsync;
        Task<LoopbackListener> OpenAsync(int at) => LoopbackListener.StartAsync(
            at, context => AnswerAsync(context, faults, handle, protocol, sessions.Counters, logger), loggers, cancellationToken);
        return new VenueListener(await OpenAsync(port), OpenAsync, sessions, protocol, logger);
    }

    /// <summary>Closes the port, with everybody on it, or listens at it again. Returns when it is so.</summary>
    public Task SetDoorAsync(bool open)
    {
        lock (_gate)
        {
            return _door = MoveDoorAsync(_door, open);
        }
    }

    /// <summary>When the door is as it was last told to be.</summary>
    public Task DoorSettledAsync()
    {
        lock (_gate)
        {
            return _door;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _sessions.Stop();
        await SetDoorAsync(open: false);
        _sessions.Dispose();
    }

    private async Task MoveDoorAsync(Task before, bool open)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (open && _listener is null)
        {
            try
            {
                _listener = await _open(Port);
            }
            catch (IOException taken)
            {
                _logger.LogError(taken, "Port {Port} cannot be listened at again", Port);
            }
        }
        else if (!open && _listener is { } listener)
        {
            _listener = null;
            _sessions.AbortAll();
            await listener.DisposeAsync();
        }
    }

    private static async Task AnswerAsync(
        HttpContext context, RequestFaults faults, RequestDelegate handle, ISimulatedProtocol protocol, RequestCounters counters, ILogger logger)
    {
        try
        {
            await faults.HandleAsync(context, handle);
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
