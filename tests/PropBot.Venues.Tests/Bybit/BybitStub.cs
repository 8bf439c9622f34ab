using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>A venue that says what the test says, and remembers what it was asked: <c>GET /path?query</c> or <c>POST /path body</c>.</summary>
internal sealed class BybitStub : IAsyncDisposable
{
    public const string Empty = """{"retCode":0,"retMsg":"OK","result":{"list":[],"nextPageCursor":""},"time":1772366400000}""";

    private readonly ConcurrentQueue<string> _asked = new();
    private FakeServer _server = null!;

    public IReadOnlyList<string> Asked => [.. _asked];

    public Func<WebSocket, CancellationToken, Task>? Script { get; set; }

    public static async Task<BybitStub> StartAsync(Func<string, string> answer)
    {
        BybitStub stub = new();
        stub._server = await FakeServer.StartAsync(context => stub.HandleAsync(context, answer));
        return stub;
    }

    public static string List(string entries, string cursor = "") =>
        $$"""{"retCode":0,"retMsg":"OK","result":{"list":[{{entries}}],"nextPageCursor":"{{cursor}}"},"time":1772366400000}""";

    public VenueOptions Options => new()
    {
        Venue = VenueId.BybitLinear,
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = _server.Address,
        PublicStreamAddress = _server.StreamAddress,
        PrivateStreamAddress = _server.StreamAddress,
        Credentials = new VenueCredentials("key", "secret", null),
        OwnOrderPrefix = "pb7f3k2p",
    };

    /// <param name="time">The clock of requests; one that stands still when not given.</param>
    public BybitParts Parts(VenueOptions? options = null, TimeProvider? time = null)
    {
        TimeProvider clock = time ?? new ManualTime();
        BybitParts parts = new(options ?? Options, new VenueClock(clock, clock.GetTimestamp()), new VenueCounters());
        parts.Listing.Replace([BybitSamples.Bitcoin]);
        return parts;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context, Func<string, string> answer)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await Script!(socket, context.RequestAborted);
            return;
        }

        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        string asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString.Value}{(body.Length > 0 ? " " + body : "")}";
        _asked.Enqueue(asked);
        await context.Response.WriteAsync(answer(asked));
    }
}
