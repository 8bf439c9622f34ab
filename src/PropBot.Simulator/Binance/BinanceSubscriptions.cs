using System.Buffers;
using System.Text;
using System.Text.Json;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Which of the three entrances a client came by; each pushes its own kind of stream.</summary>
/// <remarks>
/// Source: developers.binance.com, USDⓈ-M Futures, Important WebSocket Change Notice (2026-03-06), read 2026-11-22. The bare
/// entrance pushes everything, as on the venue's test network.
/// </remarks>
internal enum BinanceEntrance
{
    Any = 0,
    Public = 1,
    Market = 2,
    Private = 3,
}

/// <summary>What is remembered of one client.</summary>
internal sealed class BinanceClient(BinanceEntrance entrance, bool isCombined)
{
    public BinanceEntrance Entrance { get; } = entrance;

    /// <summary>Whether pushes are wrapped in <c>{"stream":…,"data":…}</c>.</summary>
    public bool IsCombined { get; set; } = isCombined;

    public static BinanceClient Of(WebSocketSession session) => (BinanceClient)session.State!;
}

/// <summary>Streams and their clients. Used on the loop only.</summary>
internal sealed class BinanceSubscriptions
{
    private readonly SubscriptionTable<string> _table = new();

    public bool IsWanted(string stream) => _table.HasSubscribers(stream);

    public IReadOnlyList<string> StreamsOf(WebSocketSession session) => _table.TopicsOf(session);

    public void Add(WebSocketSession session, string stream) => _table.Add(session, stream);

    public void Remove(WebSocketSession session, string stream) => _table.Remove(session, stream);

    public void RemoveSession(WebSocketSession session) => _table.RemoveSession(session);

    /// <summary>Sends to the clients of a stream whose entrance pushes it; writes nothing when there are none.</summary>
    public void Publish(string stream, BinanceEntrance kind, Action<Utf8JsonWriter> writeMembers)
    {
        ReadOnlyMemory<byte> plain = default;
        ReadOnlyMemory<byte> combined = default;
        foreach (WebSocketSession session in _table.SessionsOf(stream))
        {
            var client = BinanceClient.Of(session);
            if (client.Entrance != BinanceEntrance.Any && client.Entrance != kind)
            {
                continue;
            }

            if (plain.IsEmpty)
            {
                plain = Write(writeMembers);
            }

            if (client.IsCombined && combined.IsEmpty)
            {
                combined = Wrap(stream, plain.Span);
            }

            session.Send(client.IsCombined ? combined : plain);
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, BinanceJson.WriterOptions);
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Wrap(string stream, ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + stream.Length + 32);
        buffer.Write("{\"stream\":\""u8);
        Encoding.UTF8.GetBytes(stream, buffer);
        buffer.Write("\",\"data\":"u8);
        buffer.Write(data);
        buffer.Write("}"u8);
        return buffer.WrittenMemory;
    }
}
