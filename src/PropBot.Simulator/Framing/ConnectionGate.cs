using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace PropBot.Simulator.Framing;

/// <summary>A connection's way out: while it is closed the connection stays open and not a byte leaves, whoever writes.</summary>
internal sealed class ConnectionGate(PipeWriter inner) : PipeWriter
{
    private static readonly object Key = new();

    private volatile bool _isClosed;

    public static ConnectionGate? Of(IDictionary<object, object?>? items) =>
        items is not null && items.TryGetValue(Key, out object? gate) ? (ConnectionGate?)gate : null;

    /// <summary>Puts a gate into a new connection.</summary>
    public static void Build(ConnectionContext connection)
    {
        var gate = new ConnectionGate(connection.Transport.Output);
        connection.Items[Key] = gate;
        connection.Transport = new GatedTransport(connection.Transport.Input, gate);
    }

    public void Close() => _isClosed = true;

    /// <summary>What was written meanwhile leaves with the next bytes.</summary>
    public void Open() => _isClosed = false;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _isClosed ? default : inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (!_isClosed)
        {
            return inner.WriteAsync(source, cancellationToken);
        }

        source.Span.CopyTo(inner.GetSpan(source.Length));
        inner.Advance(source.Length);
        return default;
    }

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private sealed class GatedTransport(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
