namespace PropBot.Venues.Streams;

/// <summary>How a connection is kept alive. All times are real time.</summary>
public sealed record StreamOptions
{
    /// <summary>For people: <c>public</c>, <c>private</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Without a message for this long the connection is taken for dead; null where silence is normal.</summary>
    public TimeSpan? SilenceLimit { get; init; }

    /// <summary>The venue's text heartbeat (OKX <c>ping</c>, Bybit <c>{"op":"ping"}</c>); null where it has none.</summary>
    public ReadOnlyMemory<byte>? Heartbeat { get; init; }

    /// <summary>How often the heartbeat is sent.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Sends the heartbeat only when nothing was received for <see cref="HeartbeatInterval"/>.</summary>
    public bool HeartbeatOnSilenceOnly { get; init; }

    /// <summary>How often a WebSocket ping frame is sent, and how long its pong may take.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that lived this long starts the pauses anew.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest message in bytes; a longer one ends the connection.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    public int JitterSeed { get; init; } = 1;
}
