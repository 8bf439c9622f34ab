using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using PropBot.Simulator.Faults;

namespace PropBot.Simulator.Framing;

/// <summary>
/// One client's WebSocket. Whoever has something for it puts it in the queue and goes on; a client that does not read is cut
/// off when the queue is full, as a venue does.
/// </summary>
public sealed class WebSocketSession : IDisposable
{
    public const int DefaultQueueLimit = 8_192;
    public const int MaxMessageBytes = 64 * 1024;
    private const int ReceiveBufferBytes = 4 * 1024;

    private static readonly TimeSpan CloseGrace = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly Channel<ReadOnlyMemory<byte>> _queue;
    private readonly RequestCounters _counters;
    private readonly CancellationTokenSource _cut = new();
    private volatile bool _isClosing;
    private long _queued;
    private WebSocketCloseStatus _closeStatus = WebSocketCloseStatus.NormalClosure;
    private string _closeReason = "";

    internal WebSocketSession(WebSocket socket, string path, RequestCounters counters, int queueLimit)
    {
        _socket = socket;
        _counters = counters;
        Path = path;
        QueueLimit = queueLimit;
        _queue = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(queueLimit)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>The path the client connected to, with its query.</summary>
    public string Path { get; }

    public int QueueLimit { get; }

    public int Backlog => _queue.Reader.Count;

    /// <summary>Messages that were said so far; what a fault keeps back is not among them.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    public bool IsOpen => !_isClosing && _socket.State == WebSocketState.Open;

    /// <summary>What a protocol wants to remember of this client; touched on the loop only.</summary>
    public object? State { get; set; }

    /// <summary>Null before the session is served.</summary>
    internal SessionFaults? Faults { get; set; }

    /// <summary>Says one text message; on the loop only.</summary>
    public void Send(ReadOnlyMemory<byte> utf8)
    {
        if (Faults is { IsIdle: false } faults)
        {
            faults.Send(this, utf8);
        }
        else
        {
            Enqueue(utf8);
        }
    }

    /// <summary>Queues one text message; cuts the session off when the queue is full.</summary>
    internal void Enqueue(ReadOnlyMemory<byte> utf8)
    {
        if (_isClosing)
        {
            return;
        }

        if (_queue.Writer.TryWrite(utf8))
        {
            Interlocked.Increment(ref _queued);
            return;
        }

        _counters.CountSlowConsumer();
        Abort();
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        _closeStatus = status;
        _closeReason = reason;
        _isClosing = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Drops the connection at once.</summary>
    public void Abort()
    {
        _isClosing = true;
        _queue.Writer.TryComplete();
        _socket.Abort();
        try
        {
            _cut.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    public void Dispose() => _cut.Dispose();

    /// <summary>Reads and writes until either side ends it.</summary>
    /// <param name="onMessage">Called for every text message, one at a time.</param>
    /// <param name="cancellationToken">Ends the session when the listener stops.</param>
    internal async Task RunAsync(Func<ReadOnlyMemory<byte>, Task> onMessage, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cut.Token);
        Task sending = SendQueuedAsync(ended.Token);
        try
        {
            await ReceiveAsync(onMessage, ended.Token);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // The client is gone or we stop: nothing is left to say.
        }

        Close(_closeStatus, _closeReason);
        _cut.CancelAfter(CloseGrace);
        await sending;
    }

    private async Task ReceiveAsync(Func<ReadOnlyMemory<byte>, Task> onMessage, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(ReceiveBufferBytes);
        while (true)
        {
            ValueWebSocketReceiveResult part = await _socket.ReceiveAsync(message.GetMemory(ReceiveBufferBytes), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.Advance(part.Count);
            if (message.WrittenCount > MaxMessageBytes)
            {
                Close(WebSocketCloseStatus.MessageTooBig, "message too big");
                message.ResetWrittenCount();
            }

            if (part.EndOfMessage)
            {
                if (!_isClosing)
                {
                    await onMessage(message.WrittenMemory);
                }

                message.ResetWrittenCount();
            }
        }
    }

    private async Task SendQueuedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> message in _queue.Reader.ReadAllAsync(cancellationToken))
            {
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
                _counters.CountMessageSent();
            }

            await _socket.CloseOutputAsync(_closeStatus, _closeReason, cancellationToken);
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // As above.
        }

        // The client answers the close with its own; one that does not is not waited for.
        _cut.CancelAfter(CloseGrace);
    }

    private static bool IsEndOfConnection(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;
}
