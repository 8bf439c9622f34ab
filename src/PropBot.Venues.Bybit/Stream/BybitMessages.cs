using System.Text;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>What we send on the streams. Source: Bybit API v5, WebSocket Connect, read 2026-11-22.</summary>
internal static class BybitMessages
{
    /// <summary>Topics of one request at most (rule C5).</summary>
    public const int MaxTopics = 10;

    /// <summary>The venue asks for a ping every 20 s; it answers each.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    public static readonly byte[] Ping = """{"op":"ping"}"""u8.ToArray();

    /// <summary>The answer to a ping is the proof of life where nothing else comes: two of them fit into the silence that is allowed.</summary>
    public static StreamOptions StreamOptionsFor(string name, VenueOptions options) => new()
    {
        Name = name,
        Heartbeat = Ping,
        HeartbeatInterval = options.SilenceLimit / 2.5 < PingInterval ? options.SilenceLimit / 2.5 : PingInterval,
        SilenceLimit = options.SilenceLimit,
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

    /// <param name="request">The answer names it.</param>
    public static byte[] Subscribe(string request, IReadOnlyList<string> topics) => Message("subscribe", request, topics);

    public static byte[] Unsubscribe(string request, IReadOnlyList<string> topics) => Message("unsubscribe", request, topics);

    private static byte[] Message(string operation, string request, IReadOnlyList<string> topics) =>
        Encoding.UTF8.GetBytes(BybitOrderBody.Write(json =>
        {
            json.WriteString("req_id", request);
            json.WriteString("op", operation);
            json.WriteStartArray("args");
            foreach (string topic in topics)
            {
                json.WriteStringValue(topic);
            }

            json.WriteEndArray();
        }));
}
