using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>A venue of canned answers: enough for the adapter to get up, and whatever a test puts in their place.</summary>
internal sealed class BinanceStub : IAsyncDisposable
{
    public const string Books = "btcusdt@depth@100ms";

    public static readonly VenueCredentials Keys = new("stub-key", "stub-secret", null);

    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _received = new(StringComparer.Ordinal);
    private FakeServer _server = null!;

    private BinanceStub()
    {
        Answer("GET /fapi/v1/time", () => $$"""{"serverTime":{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}}}""");
        Answer("GET /fapi/v1/exchangeInfo", ExchangeInfo("0.10"));
        Answer("GET /fapi/v1/fundingInfo", "[]");
        Answer("GET /fapi/v1/commissionRate", """{"symbol":"BTCUSDT","makerCommissionRate":"0.0002","takerCommissionRate":"0.0005"}""");
        Answer("GET /fapi/v1/feeBurn", """{"feeBurn":false}""");
        Answer("GET /fapi/v1/multiAssetsMargin", """{"multiAssetsMargin":false}""");
        Answer("GET /fapi/v1/allOrders", "[]");
        Answer("GET /fapi/v1/positionSide/dual", """{"dualSidePosition":false}""");
        Answer("GET /fapi/v1/symbolConfig", """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":3}]""");
        Answer("POST /fapi/v1/listenKey", """{"listenKey":"key-1"}""");
        Answer("GET /fapi/v1/openOrders", "[]");
        Answer("GET /fapi/v1/userTrades", "[]");
        Answer("GET /fapi/v1/income", "[]");
        Answer("GET /fapi/v3/account", """{"assets":[{"asset":"USDT","walletBalance":"1000","unrealizedProfit":"0","availableBalance":"1000"}]}""");
        Answer("GET /fapi/v3/positionRisk", "[]");
        Answer("GET /fapi/v1/depth", """{"lastUpdateId":100,"E":2,"T":1,"bids":[["100.0","1"]],"asks":[["100.1","1"]]}""");
    }

    /// <summary>What the depth socket does after it was accepted; by default it answers until the client has gone.</summary>
    public Func<WebSocket, CancellationToken, Task> DepthScript { get; set; } = static (socket, ended) => WaitAsync(socket, ended);

    /// <summary>The same for the stream of mark prices.</summary>
    public Func<WebSocket, CancellationToken, Task> MarkScript { get; set; } = static (socket, ended) => WaitAsync(socket, ended);

    /// <summary>The same for the user stream.</summary>
    public Func<WebSocket, CancellationToken, Task> UserScript { get; set; } = static (socket, ended) => WaitAsync(socket, ended);

    public VenueOptions Options => new()
    {
        Venue = VenueId.BinanceUm,
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = _server.Address,
        PublicStreamAddress = _server.StreamAddress,
        PrivateStreamAddress = _server.StreamAddress,
        Credentials = Keys,
        OwnOrderPrefix = "pb",
        RequestTimeout = RecordingSink.Patience,
    };

    public static async Task<BinanceStub> StartAsync()
    {
        var stub = new BinanceStub();
        stub._server = await FakeServer.StartAsync(stub.HandleAsync);
        return stub;
    }

    public static string ExchangeInfo(string tick, params IReadOnlyList<string> bases) =>
        $$"""{"symbols":[{{string.Join(',', (bases.Count == 0 ? ["BTC"] : bases).Select(b => Listing(b, tick)))}}]}""";

    /// <param name="request"><c>POST /fapi/v1/order</c></param>
    public void Answer(string request, string body, int status = 200) => Answer(request, () => body, status);

    public void Answer(string request, Func<string> body, int status = 200) => _answers[request] = context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body());
    };

    public void Handle(string request, Func<HttpContext, Task> handle) => _answers[request] = handle;

    /// <summary>The query strings of this request so far, without the question mark.</summary>
    public IReadOnlyList<string> Received(string request) => _received.TryGetValue(request, out ConcurrentQueue<string>? queries) ? [.. queries] : [];

    public RunningAdapter Run(VenueOptions? options = null, IVenueLog? log = null) =>
        new(new BinanceAdapter(options ?? Options, new VenueClock(TimeProvider.System, 0), log ?? SilentVenueLog.Instance));

    /// <summary>An adapter that has said that it is up.</summary>
    public async Task<RunningAdapter> UpAsync(VenueOptions? options = null, IVenueLog? log = null)
    {
        RunningAdapter running = Run(options, log);
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        return running;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Says that it carries what the venue would, whenever asked, until the client has gone.</summary>
    public static Task WaitAsync(WebSocket socket, CancellationToken ended) => WaitAsync(socket, Books, ended);

    public static async Task WaitAsync(WebSocket socket, string carried, CancellationToken ended)
    {
        while (await AnswerAsync(socket, carried, ended))
        {
            // Until the client has gone.
        }
    }

    /// <summary>Answers the next question for what it carries.</summary>
    public static async Task<bool> AnswerAsync(WebSocket socket, string carried, CancellationToken ended)
    {
        if (await FakeServer.ReceiveAsync(socket, ended) is null)
        {
            return false;
        }

        await FakeServer.SendAsync(socket, $$"""{"result":["{{carried}}","btcusdt@markPrice@1s","!contractInfo"],"id":1}""");
        return true;
    }

    private static string Listing(string asset, string tick) =>
        $$"""{"symbol":"{{asset}}USDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"{{asset}}","quoteAsset":"USDT","marginAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"{{tick}}"},{"filterType":"LOT_SIZE","stepSize":"0.001","minQty":"0.001","maxQty":"1000"},{"filterType":"MIN_NOTIONAL","notional":"100"}]}""";

    private async Task HandleAsync(HttpContext context)
    {
        string request = $"{context.Request.Method} {context.Request.Path}";
        _received.GetOrAdd(request, _ => new()).Enqueue(context.Request.QueryString.Value?.TrimStart('?') ?? "");
        if (context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await (context.Request.Path.Value switch
            {
                "/public/stream" => DepthScript(socket, context.RequestAborted),
                "/market/stream" => MarkScript(socket, context.RequestAborted),
                "/private/ws" => UserScript(socket, context.RequestAborted),
                _ => WaitAsync(socket, context.RequestAborted),
            });
        }
        else if (_answers.TryGetValue(request, out Func<HttpContext, Task>? answer))
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
