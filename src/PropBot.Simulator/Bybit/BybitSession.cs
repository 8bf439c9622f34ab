namespace PropBot.Simulator.Bybit;

/// <summary>What the venue remembers of one client's stream; touched on the loop only.</summary>
internal sealed class BybitSession(string connectionId, bool isPrivate)
{
    public string ConnectionId { get; } = connectionId;

    public bool IsPrivate { get; } = isPrivate;

    /// <summary>The account that authenticated; null before.</summary>
    public string? Account { get; set; }

    /// <summary>Private topics, as subscribed.</summary>
    public List<string> PrivateTopics { get; } = [];
}
