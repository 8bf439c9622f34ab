using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// The sockets <c>/ws</c> and <c>/stream</c>, bare or behind <c>/public</c>, <c>/market</c> and <c>/private</c>, and the requests
/// that clients send on them.
/// </summary>
internal sealed class BinanceSockets(VenueContext context, BinanceSubscriptions subscriptions, BinanceMarketStreams market)
{
    private const int MaxStreams = 1024;
    private const int MaxRequestsPerSecond = 10;

    /// <summary>The venue pings every three minutes.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromMinutes(3);

    public static bool IsSocketPath(PathString path) => Parse(path) is not null;

    public Task HandleAsync(HttpContext http)
    {
        SocketPath path = Parse(http.Request.Path)!;
        var client = new BinanceClient(path.Entrance, path.IsCombined);
        string[] streams =
        [
            .. path.Streams,
            .. http.Request.Query["streams"].ToString().Split('/', StringSplitOptions.RemoveEmptyEntries),
            .. http.Request.Query["listenKey"].ToString().Split('/', StringSplitOptions.RemoveEmptyEntries),
        ];
        var pace = new Pace(context.Clock);
        return context.AcceptAsync(
            http,
            PingInterval,
            session =>
            {
                session.State = client;
                Subscribe(session, streams);
            },
            (session, message) => OnMessageAsync(session, message, pace),
            subscriptions.RemoveSession);
    }

    private async Task OnMessageAsync(WebSocketSession session, ReadOnlyMemory<byte> message, Pace pace)
    {
        if (!pace.Allows(MaxRequestsPerSecond))
        {
            session.Close(WebSocketCloseStatus.PolicyViolation, "Too many requests");
            return;
        }

        SocketRequest request = SocketRequest.Read(message);
        await context.OnLoopAsync(_ =>
        {
            Answer(session, request);
            return true;
        });
    }

    private void Answer(WebSocketSession session, SocketRequest request)
    {
        if (request.Error is { } error)
        {
            Send(session, request.Id, json => WriteError(json, request.ErrorCode, error));
            return;
        }

        switch (request.Method)
        {
            case "SUBSCRIBE" when subscriptions.StreamsOf(session).Count + request.Streams.Count > MaxStreams:
                Send(session, request.Id, json => WriteError(json, 2, $"Invalid request: more than {MaxStreams} streams"));
                return;
            case "SUBSCRIBE":
                // The answer first: a client tells from it which push is the stream's first.
                Send(session, request.Id, json => json.WriteNull("result"));
                Subscribe(session, request.Streams);
                return;
            case "UNSUBSCRIBE":
                foreach (string stream in request.Streams)
                {
                    subscriptions.Remove(session, stream);
                }

                Send(session, request.Id, json => json.WriteNull("result"));
                return;
            case "LIST_SUBSCRIPTIONS":
                Send(session, request.Id, json => WriteStreams(json, subscriptions.StreamsOf(session)));
                return;
            case "GET_PROPERTY":
                Send(session, request.Id, json => json.WriteBoolean("result", BinanceClient.Of(session).IsCombined));
                return;
            case "SET_PROPERTY" when request.Flag is { } combined:
                BinanceClient.Of(session).IsCombined = combined;
                Send(session, request.Id, json => json.WriteNull("result"));
                return;
            default:
                Send(session, request.Id, json => WriteError(
                    json,
                    2,
                    $"Invalid request: unknown variant {request.Method}, expected one of SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY"));
                return;
        }
    }

    private void Subscribe(WebSocketSession session, IReadOnlyList<string> streams)
    {
        foreach (string stream in streams.Take(MaxStreams))
        {
            subscriptions.Add(session, stream);
            market.Begin(stream);
        }
    }

    private static void Send(WebSocketSession session, JsonElement? id, Action<Utf8JsonWriter> writeResult)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, BinanceJson.WriterOptions);
        json.WriteStartObject();
        writeResult(json);
        json.WritePropertyName("id");
        if (id is { } given)
        {
            given.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
        json.Flush();
        session.Send(buffer.WrittenMemory);
    }

    private static void WriteError(Utf8JsonWriter json, int code, string message)
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("msg", message);
        json.WriteEndObject();
    }

    private static void WriteStreams(Utf8JsonWriter json, IReadOnlyList<string> streams)
    {
        json.WriteStartArray("result");
        foreach (string stream in streams)
        {
            json.WriteStringValue(stream);
        }

        json.WriteEndArray();
    }

    private static SocketPath? Parse(PathString path)
    {
        string[] parts = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        BinanceEntrance entrance = parts.FirstOrDefault() switch
        {
            "public" => BinanceEntrance.Public,
            "market" => BinanceEntrance.Market,
            "private" => BinanceEntrance.Private,
            _ => BinanceEntrance.Any,
        };
        string[] rest = entrance == BinanceEntrance.Any ? parts : parts[1..];
        return rest switch
        {
            ["ws", .. string[] streams] => new SocketPath(entrance, IsCombined: false, streams),
            ["stream"] => new SocketPath(entrance, IsCombined: true, []),
            _ => null,
        };
    }

    private sealed record SocketPath(BinanceEntrance Entrance, bool IsCombined, IReadOnlyList<string> Streams);

    /// <summary>Requests of one client in the current second of real time.</summary>
    private sealed class Pace(SimulationClock clock)
    {
        private long _second = clock.GetTimestamp();
        private int _count;

        public bool Allows(int perSecond)
        {
            if (clock.GetElapsedTime(_second) >= TimeSpan.FromSeconds(1))
            {
                _second = clock.GetTimestamp();
                _count = 0;
            }

            return ++_count <= perSecond;
        }
    }

    /// <summary>A request on a socket, or what is wrong with it.</summary>
    private sealed record SocketRequest
    {
        public JsonElement? Id { get; init; }

        public string Method { get; init; } = "";

        public IReadOnlyList<string> Streams { get; init; } = [];

        /// <summary>The value of <c>SET_PROPERTY combined</c>.</summary>
        public bool? Flag { get; init; }

        public string? Error { get; init; }

        public int ErrorCode { get; init; }

        public static SocketRequest Read(ReadOnlyMemory<byte> message)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(message);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? Read(document.RootElement)
                    : new SocketRequest { Error = "Invalid request: not an object", ErrorCode = 2 };
            }
            catch (JsonException exception)
            {
                return new SocketRequest { Error = $"Invalid JSON: {exception.Message}", ErrorCode = 3 };
            }
        }

        private static SocketRequest Read(JsonElement root)
        {
            JsonElement? id = root.TryGetProperty("id", out JsonElement given) ? given.Clone() : null;
            string? method = root.TryGetProperty("method", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            if (method is null)
            {
                return new SocketRequest { Id = id, Error = "Invalid request: missing field `method`", ErrorCode = 2 };
            }

            JsonElement[] parameters = root.TryGetProperty("params", out JsonElement list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray()]
                : [];
            bool? flag = parameters is [_, { ValueKind: JsonValueKind.True or JsonValueKind.False } value] ? value.GetBoolean() : null;
            if (method is "SUBSCRIBE" or "UNSUBSCRIBE" && (parameters.Length == 0 || parameters.Any(one => one.ValueKind != JsonValueKind.String)))
            {
                return new SocketRequest { Id = id, Error = "Invalid request: params must be a list of stream names", ErrorCode = 2 };
            }

            return new SocketRequest
            {
                Id = id,
                Method = method,
                Flag = flag,
                Streams = [.. parameters.Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
            };
        }
    }
}
