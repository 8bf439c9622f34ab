using System.Text;
using System.Text.Json;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>What we send on the streams. Source: OKX API v5, WebSocket Connect, Login and Subscribe, read 2026-11-22.</summary>
internal static class OkxMessages
{
    /// <summary>The venue closes what is silent for 30 s: so often we say something, however much it says itself.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    public static readonly byte[] Ping = "ping"u8.ToArray();

    public static ReadOnlySpan<byte> Pong => "pong"u8;

    /// <summary>
    /// The venue ends a connection on which no data was pushed for 30 s, and does not say whether ours or its own: the <c>ping</c> is sent
    /// always, and by its answer, <c>pong</c>, a stream that lives is never silent for longer than the pause between two of ours.
    /// </summary>
    public static StreamOptions StreamOptionsFor(string name, VenueOptions options) => new()
    {
        Name = name,
        Heartbeat = Ping,
        HeartbeatInterval = Shorter(options.SilenceLimit / 2, LongestPause),
        SilenceLimit = options.SilenceLimit,
        JitterSeed = options.JitterSeed,
    };

    public static byte[] Login(VenueCredentials credentials, string timestamp, string signature) => Message("login", json =>
    {
        json.WriteStartObject();
        json.WriteString("apiKey", credentials.Key);
        json.WriteString("passphrase", credentials.Passphrase ?? "");
        json.WriteString("timestamp", timestamp);
        json.WriteString("sign", signature);
        json.WriteEndObject();
    });

    public static byte[] Subscribe(params IReadOnlyList<OkxChannel> channels) => Message("subscribe", json => Write(json, channels));

    public static byte[] Unsubscribe(params IReadOnlyList<OkxChannel> channels) => Message("unsubscribe", json => Write(json, channels));

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static void Write(Utf8JsonWriter json, IReadOnlyList<OkxChannel> channels)
    {
        foreach (OkxChannel channel in channels)
        {
            json.WriteStartObject();
            json.WriteString("channel", channel.Name);
            if (channel.InstrumentType is not null)
            {
                json.WriteString("instType", channel.InstrumentType);
            }

            if (channel.InstrumentId is not null)
            {
                json.WriteString("instId", channel.InstrumentId);
            }

            json.WriteEndObject();
        }
    }

    private static byte[] Message(string operation, Action<Utf8JsonWriter> arguments) => Encoding.UTF8.GetBytes(OkxOrderBody.Write(json =>
    {
        json.WriteString("op", operation);
        json.WriteStartArray("args");
        arguments(json);
        json.WriteEndArray();
    }));
}

/// <summary>A subscription, public ones by instrument, private ones by kind of instrument.</summary>
internal sealed record OkxChannel(string Name, string? InstrumentId = null, string? InstrumentType = null);
