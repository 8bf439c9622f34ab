using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Okx;

/// <summary>What the venue remembers of one client's stream; touched on the loop only.</summary>
internal sealed class OkxSession(string connectionId, bool isPrivatePath, RollingWindow requests, long openedTimestamp)
{
    public string ConnectionId { get; } = connectionId;

    public bool IsPrivatePath { get; } = isPrivatePath;

    /// <summary>Logins, subscriptions and their ends.</summary>
    public RollingWindow Requests { get; } = requests;

    /// <summary>The account that logged in; null before.</summary>
    public string? Account { get; set; }

    /// <summary>Private channels, as subscribed.</summary>
    public List<OkxArgument> PrivateChannels { get; } = [];

    /// <summary>Real time of the last message either way.</summary>
    public long LastTrafficTimestamp { get; set; } = openedTimestamp;

    /// <summary>Messages to the client that were counted as traffic.</summary>
    public long Pushed { get; set; }
}
