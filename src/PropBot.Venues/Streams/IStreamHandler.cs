namespace PropBot.Venues.Streams;

/// <summary>What a venue's stream does with its connection. One connection at a time; the calls of one connection come in order.</summary>
public interface IStreamHandler
{
    /// <summary>Where to connect to, asked before every attempt (a listen key may have to be made first). A throw is a failed attempt.</summary>
    ValueTask<Uri> AddressAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The connection stands. Logs in, subscribes, catches up: runs beside the receiving of messages, so it may wait for them.
    /// A throw ends the connection.
    /// </summary>
    /// <param name="connectionEnded">Cancelled as soon as the connection is lost.</param>
    Task OnConnectedAsync(IStreamSender sender, CancellationToken connectionEnded);

    /// <summary>
    /// One whole message. The next is not received before the returned task ends, and the bytes are valid until then. A message
    /// that cannot be read is a <see cref="System.Text.Json.JsonException"/>, <see cref="FormatException"/> or
    /// <see cref="OverflowException"/>: counted, kept and survived. Any other throw ends the connection.
    /// </summary>
    /// <param name="receivedElapsed">When it arrived, on <see cref="VenueClock.Elapsed"/>.</param>
    ValueTask OnMessageAsync(ReadOnlyMemory<byte> message, TimeSpan receivedElapsed, CancellationToken connectionEnded);

    /// <summary>
    /// Whether a message carries market data, which chaos may drop. Not so: answers, log-ins, heartbeats, and whatever is private.
    /// Asked only in a run with chaos.
    /// </summary>
    bool IsMarketData(ReadOnlySpan<byte> message) => false;

    /// <summary>The connection is gone, or an attempt failed: books are not to be believed from here on.</summary>
    ValueTask OnLostAsync(string reason, CancellationToken cancellationToken);
}

/// <summary>Sends on one connection; calls may come from any task.</summary>
public interface IStreamSender
{
    /// <summary>Sends one text message.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken);

    /// <summary>Ends the connection, which then is made anew.</summary>
    void Abort(string reason);
}
