using PropBot.Venues.Streams;

namespace PropBot.Venues.Chaos;

/// <summary>
/// Drops market-data messages before the venue's stream sees them, each with the same probability: a book then has a gap that its
/// continuity rule must notice. What answers us, logs us in or keeps the connection alive goes through, and so does every
/// private message: no venue numbers these, so that nobody could notice.
/// </summary>
internal sealed class DroppingStream(VenueChaos chaos, string name, IStreamHandler inner) : IStreamHandler
{
    private readonly double _probability = (double)chaos.Options.DropProbability;
    private readonly ChaosDraws _draws = chaos.DrawsFor($"stream {name}");

    public bool IsMarketData(ReadOnlySpan<byte> message) => inner.IsMarketData(message);

    public ValueTask<Uri> AddressAsync(CancellationToken cancellationToken) => inner.AddressAsync(cancellationToken);

    public Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded) => inner.OnConnectedAsync(sender, connectionEnded);

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded)
    {
        if (!MayBeDropped(message.Span) || _draws.Next() >= _probability)
        {
            return inner.OnMessageAsync(message, receivedElapsed, connectionEnded);
        }

        chaos.Count(ChaosKind.WsDrop);
        return default;
    }

    public ValueTask OnLostAsync(string reason, CancellationToken cancellationToken) => inner.OnLostAsync(reason, cancellationToken);

    private bool MayBeDropped(ReadOnlySpan<byte> message)
    {
        try
        {
            return inner.IsMarketData(message);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            // The stream shall see it: what it does with such a message is its own business.
            return false;
        }
    }
}
