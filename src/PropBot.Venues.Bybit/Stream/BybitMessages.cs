using System.Text;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>What we send on the streams. Source: Bybit API v5, WebSocket Connect, read 2026-11-22.</summary>
internal static class BybitMessages
{
    /// <summary>The venue asks for a ping every 20 s; it answers each.</summary>
    public static readonly byte[] Ping = """{"op":"ping"}"""u8.ToArray();

    public static StreamOptions StreamOptionsFor(string name, VenueOptions options) => new()
    {
        Name = name,
        Heartbeat = Ping,
        HeartbeatInterval = TimeSpan.FromSeconds(20),
        SilenceLimit = TimeSpan.FromSeconds(30),
        JitterSeed = options.JitterSeed,
    };

    public static byte[] Authenticate(string key, long expiresMilliseconds, string signature) => Encoding.UTF8.GetBytes(BybitOrderBody.Write(json =>
    {
        json.WriteString("op", "auth");
        json.WriteStartArray("args");
        json.WriteStringValue(key);
        json.WriteNumberValue(expiresMilliseconds);
        json.WriteStringValue(signature);
        json.WriteEndArray();
    }));

    public static byte[] Subscribe(params IReadOnlyList<string> topics) => Message("subscribe", topics);

    public static byte[] Unsubscribe(params IReadOnlyList<string> topics) => Message("unsubscribe", topics);

    private static byte[] Message(string operation, IReadOnlyList<string> topics) => Encoding.UTF8.GetBytes(BybitOrderBody.Write(json =>
    {
        json.WriteString("op", operation);
        json.WriteStartArray("args");
        foreach (string topic in topics)
        {
            json.WriteStringValue(topic);
        }

        json.WriteEndArray();
    }));
}
