using System.Net.WebSockets;
using System.Text.Json;

namespace PropBot.Venues.Streams;

/// <summary>
/// Keeps one WebSocket alive until cancelled: connects, receives into one reused buffer, notices silence, and connects again
/// with growing pauses. What the messages mean is the handler's business.
/// </summary>
public sealed class StreamConnection(
    VenueOptions venue, StreamOptions options, VenueClock clock, VenueCounters counters, IVenueLog log, IStreamHandler stream)
{
    private const int FirstBufferBytes = 64 * 1024;

    private readonly IStreamHandler _handler = venue.Chaos?.Around(options.Name, stream) ?? stream;
    private readonly Backoff _backoff = new(options.ShortestPause, options.LongestPause, options.JitterSeed);
    private byte[] _buffer = new byte[FirstBufferBytes];

    /// <summary>Returns only when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long started = clock.Time.GetTimestamp();
            string reason = await LiveOnceAsync(cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            counters.CountReconnect();
            log.Warning(venue.Venue, $"{options.Name} stream lost: {reason}");
            await _handler.OnLostAsync(reason, cancellationToken);
            if (clock.Time.GetElapsedTime(started) >= options.StableAfter)
            {
                _backoff.Reset();
            }

            await PauseAsync(_backoff.Next(), cancellationToken);
        }
    }

    /// <summary>One connection from its beginning to its end.</summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> LiveOnceAsync(CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        using var life = new StreamLife(socket, clock, cancellationToken);
        Task handling = Task.CompletedTask;
        Task watching = Task.CompletedTask;
        try
        {
            await ConnectAsync(socket, life.Ended);
            log.Information(venue.Venue, $"{options.Name} stream connected");
            watching = WatchAsync(life);
            handling = HandleConnectedAsync(life);
            await ReceiveAsync(socket, life);
            life.Abort("closed by the venue");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            life.Abort(Describe(e));
        }

        await Task.WhenAll(handling, watching);
        return life.Reason ?? "stopped";
    }

    private async Task ConnectAsync(ClientWebSocket socket, CancellationToken ended)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, limit.Token);
        try
        {
            Uri address = await _handler.AddressAsync(either.Token);
            socket.Options.KeepAliveInterval = options.PingInterval;
            socket.Options.KeepAliveTimeout = options.PingInterval;
            if (address.IsLoopback)
            {
                socket.Options.Proxy = null;
            }

            await socket.ConnectAsync(address, either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !ended.IsCancellationRequested)
        {
            throw new TimeoutException($"no connection within {options.ConnectTimeout.TotalSeconds} s", e);
        }
    }

    private async Task HandleConnectedAsync(StreamLife life)
    {
        try
        {
            await _handler.OnConnectedAsync(life, life.Ended);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            life.Abort(Describe(e));
        }
    }

    private async Task ReceiveAsync(ClientWebSocket socket, StreamLife life)
    {
        int length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                GrowBuffer();
            }

            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(_buffer.AsMemory(length), life.Ended);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                TimeSpan received = clock.Elapsed;
                life.LastReceived = received;
                counters.CountMessage();
                await HandleMessageAsync(_buffer.AsMemory(0, length), received, life.Ended);
                length = 0;
            }
        }
    }

    private ValueTask HandleMessageAsync(ReadOnlyMemory<byte> message, TimeSpan received, CancellationToken ended)
    {
        try
        {
            ValueTask handled = _handler.OnMessageAsync(message, received, ended);
            return handled.IsCompletedSuccessfully ? handled : SurviveMalformedAsync(handled, message);
        }
        catch (Exception e) when (WireText.IsMalformed(e))
        {
            counters.Malformed.Record(message.Span, e.Message);
            return default;
        }
    }

    private async ValueTask SurviveMalformedAsync(ValueTask handled, ReadOnlyMemory<byte> message)
    {
        try
        {
            await handled;
        }
        catch (Exception e) when (WireText.IsMalformed(e))
        {
            counters.Malformed.Record(message.Span, e.Message);
        }
    }

    private void GrowBuffer()
    {
        if (_buffer.Length >= options.MaxMessageBytes)
        {
            throw new InvalidDataException($"a message is longer than {options.MaxMessageBytes} bytes");
        }

        Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, options.MaxMessageBytes));
    }

    /// <summary>Sends heartbeats and ends a connection that has been silent for too long.</summary>
    private async Task WatchAsync(StreamLife life)
    {
        const int LooksPerLimit = 4;
        if (options.SilenceLimit is null && options.Heartbeat is null)
        {
            return;
        }

        TimeSpan step = options.SilenceLimit / LooksPerLimit ?? options.HeartbeatInterval;
        if (options.Heartbeat is not null && options.HeartbeatInterval < step)
        {
            step = options.HeartbeatInterval;
        }

        TimeSpan lastHeartbeat = clock.Elapsed;
        life.LastReceived = lastHeartbeat;
        try
        {
            while (true)
            {
                await Task.Delay(step, clock.Time, life.Ended);
                TimeSpan now = clock.Elapsed;
                if (options.SilenceLimit is { } limit && now - life.LastReceived > limit)
                {
                    life.Abort($"silent for {(now - life.LastReceived).TotalSeconds:0.0} s, limit {limit.TotalSeconds:0.0} s");
                    return;
                }

                TimeSpan lastLife = options.HeartbeatOnSilenceOnly && life.LastReceived > lastHeartbeat ? life.LastReceived : lastHeartbeat;
                if (options.Heartbeat is { } heartbeat && now - lastLife >= options.HeartbeatInterval)
                {
                    lastHeartbeat = now;
                    await life.SendAsync(heartbeat, life.Ended);
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            life.Abort(Describe(e));
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, clock.Time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }

    private static string Describe(Exception e) => e is OperationCanceledException ? "ended" : $"{e.GetType().Name}: {e.Message}";
}
