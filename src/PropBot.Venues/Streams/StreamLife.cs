using System.Net.WebSockets;

namespace PropBot.Venues.Streams;

/// <summary>One connection while it lives: its end, the first reason for it, and its sending side.</summary>
internal sealed class StreamLife : IStreamSender, IDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly CancellationTokenSource _ended;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private long _lastReceivedTicks;
    private string? _reason;

    public StreamLife(ClientWebSocket socket, VenueClock clock, CancellationToken stopped)
    {
        _socket = socket;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        Ended = _ended.Token;
        LastReceived = clock.Elapsed;
    }

    public CancellationToken Ended { get; }

    /// <summary>The first reason given.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    public TimeSpan LastReceived
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _lastReceivedTicks));
        set => Interlocked.Exchange(ref _lastReceivedTicks, value.Ticks);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Abort(string reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
        _ended.Cancel();
    }

    public void Dispose()
    {
        _ended.Dispose();
        _sending.Dispose();
    }
}
