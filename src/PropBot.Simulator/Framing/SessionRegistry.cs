using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Faults;

namespace PropBot.Simulator.Framing;

/// <summary>The open WebSocket sessions of one listener.</summary>
internal sealed class SessionRegistry(RequestCounters counters, int queueLimit, StreamFaults faults) : IDisposable
{
    private readonly ConcurrentDictionary<WebSocketSession, bool> _open = new();
    private readonly CancellationTokenSource _stopping = new();

    public RequestCounters Counters { get; } = counters;

    /// <summary>Whether some client reads so slowly that a fast market should wait for it.</summary>
    public bool IsAnyBehind()
    {
        foreach ((WebSocketSession session, _) in _open)
        {
            if (IsBehind(session))
            {
                return true;
            }
        }

        return false;
    }

    public void AbortThoseBehind()
    {
        foreach ((WebSocketSession session, _) in _open)
        {
            if (IsBehind(session))
            {
                Counters.CountSlowConsumer();
                session.Abort();
            }
        }
    }

    public async Task AcceptAsync(
        SimulatorLoop loop,
        HttpContext http,
        TimeSpan keepAlive,
        Action<WebSocketSession> onOpened,
        Func<WebSocketSession, ReadOnlyMemory<byte>, Task> onMessage,
        Action<WebSocketSession> onClosed)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = keepAlive, KeepAliveTimeout = keepAlive });
        using var session = new WebSocketSession(socket, http.Request.Path + http.Request.QueryString, Counters, queueLimit)
        {
            Faults = new SessionFaults(faults, ConnectionGate.Of(http.Features.Get<IConnectionItemsFeature>()?.Items)),
        };
        _open[session] = true;
        Counters.CountSessionOpened();
        try
        {
            await loop.RunAsync(null, _ => Done(() => onOpened(session)));
            await session.RunAsync(message => onMessage(session, message), _stopping.Token);
        }
        catch (SimulatorStoppedException)
        {
            session.Abort();
        }
        finally
        {
            _open.TryRemove(session, out _);
            Counters.CountSessionClosed();
            await loop.TryRunAsync(() => onClosed(session));
        }
    }

    /// <summary>Drops those who are there; new ones may come.</summary>
    public void AbortAll()
    {
        foreach ((WebSocketSession session, _) in _open)
        {
            session.Abort();
        }
    }

    /// <summary>Drops every client at once.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();

    private bool IsBehind(WebSocketSession session) => session.Backlog > queueLimit / 4;

    private static bool Done(Action action)
    {
        action();
        return true;
    }
}
