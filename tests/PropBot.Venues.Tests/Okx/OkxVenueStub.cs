using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Okx;

/// <summary>
/// The whole venue as a script: one instrument, a flat account, streams that acknowledge what a test does not refuse. A test changes what
/// is answered, pushes what it likes and cuts connections.
/// </summary>
internal sealed class OkxVenueStub : IAsyncDisposable
{
    public const string Native = "BTC-USDT-SWAP";

    private readonly Lock _lock = new();
    private readonly FakeServer _server;
    private readonly Dictionary<string, WebSocket> _sockets = [];
    private readonly SemaphoreSlim _sending = new(1, 1);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OkxVenueStub(FakeServer server) => _server = server;

    /// <summary>Answers by the beginning of <c>METHOD path?query</c>, the longest that fits; changed at will.</summary>
    public ConcurrentDictionary<string, Func<string, string>> Rest { get; } = new(StringComparer.Ordinal)
    {
        ["GET /api/v5/public/time"] = _ => OkxStub.Data($$"""{"ts":"{{DateTimeOffset.UnixEpoch.AddSeconds(1_780_000_000).ToUnixTimeMilliseconds()}}"}"""),
        ["GET /api/v5/public/instruments"] = _ => OkxStub.Data(Instrument()),
        ["GET /api/v5/public/funding-rate"] = _ => OkxStub.Data(FundingRate),
        ["GET /api/v5/account/trade-fee"] = _ => OkxStub.Data("""{"makerU":"-0.0002","takerU":"-0.0005"}"""),
        ["GET /api/v5/account/config"] = _ => OkxStub.Data("""{"acctLv":"2","posMode":"net_mode","perm":"read_only,trade"}"""),
        ["GET /api/v5/account/leverage-info"] = _ => OkxStub.Data("""{"instId":"BTC-USDT-SWAP","mgnMode":"cross","posSide":"net","lever":"3"}"""),
        ["GET /api/v5/account/balance"] = _ => OkxStub.Data("""{"uTime":"1780000000000","details":[{"ccy":"USDT","cashBal":"1000","upl":"0","availEq":"1000","mmr":"0"}]}"""),
        ["GET /"] = _ => OkxStub.Data(),
    };

    /// <summary>Channels that are answered by an error, and those that are not answered at all.</summary>
    public HashSet<string> Refused { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Unanswered { get; } = new(StringComparer.Ordinal);

    /// <summary>Logins, subscriptions and requests, in order.</summary>
    public List<string> Heard { get; } = [];

    public const string FundingRate =
        """{"instId":"BTC-USDT-SWAP","fundingRate":"0.0001","fundingTime":"1780012800000","nextFundingTime":"1780041600000","minFundingRate":"-0.00375","maxFundingRate":"0.00375"}""";

    public static string Instrument(string tick = "0.1", string lot = "0.01", string state = "live") =>
        $$"""
        {"instId":"BTC-USDT-SWAP","instType":"SWAP","instFamily":"BTC-USDT","ctType":"linear","ctVal":"0.01","ctMult":"1","ctValCcy":"BTC","settleCcy":"USDT",
         "lotSz":"{{lot}}","minSz":"{{lot}}","tickSz":"{{tick}}","maxLmtSz":"1000","maxMktSz":"500","state":"{{state}}","expTime":""}
        """;

    public static string Book(string action, long previous, long sequence, string bid = "61799.9", string ask = "61800.1", long ts = 1_780_000_000_000) =>
        $$"""
        {"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"{{action}}","data":[{"asks":[["{{ask}}","5","0","1"]],
         "bids":[["{{bid}}","7","0","1"]],"ts":"{{ts}}","checksum":0,"prevSeqId":{{previous}},"seqId":{{sequence}}}]}
        """;

    public static async Task<OkxVenueStub> StartAsync()
    {
        OkxVenueStub? stub = null;
        FakeServer server = await FakeServer.StartAsync(context => stub!.ServeAsync(context));
        return stub = new OkxVenueStub(server);
    }

    public VenueOptions Options => new()
    {
        Venue = VenueId.OkxPerp,
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = _server.Address,
        PublicStreamAddress = _server.StreamAddress,
        PrivateStreamAddress = _server.StreamAddress,
        Credentials = new VenueCredentials("key", "secret", "phrase"),
        OwnOrderPrefix = "pb",
        PositionMode = PositionMode.OneWay,
        FundingPollInterval = TimeSpan.FromHours(1),
    };

    public OkxAdapter CreateAdapter(VenueOptions? options = null, IVenueLog? log = null) =>
        new(options ?? Options, new VenueClock(TimeProvider.System, TimeProvider.System.GetTimestamp()), log ?? SilentVenueLog.Instance);

    /// <param name="stream"><c>public</c> or <c>private</c>.</param>
    public async Task PushAsync(string stream, string message)
    {
        WebSocket socket;
        lock (_lock)
        {
            socket = _sockets[stream];
        }

        await _sending.WaitAsync();
        try
        {
            await FakeServer.SendAsync(socket, message);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Cut(string stream)
    {
        lock (_lock)
        {
            _sockets[stream].Abort();
        }
    }

    /// <summary>Until it was heard, in the past or from now on.</summary>
    public async Task HeardAsync(string part)
    {
        using var patience = new CancellationTokenSource(RecordingSink.Patience);
        while (true)
        {
            Task next;
            lock (_lock)
            {
                if (Heard.Any(h => h.Contains(part, StringComparison.Ordinal)))
                {
                    return;
                }

                next = _next.Task;
            }

            await next.WaitAsync(patience.Token);
        }
    }

    private void Hear_NeedsLock(string text)
    {
        Heard.Add(text);
        TaskCompletionSource next = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        next.SetResult();
    }

    public int CountHeard(string part)
    {
        lock (_lock)
        {
            return Heard.Count(h => h.Contains(part, StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync()
    {
        _sending.Dispose();
        return _server.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ServeStreamAsync(context);
            return;
        }

        using StreamReader reader = new(context.Request.Body);
        string asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString.Value} {await reader.ReadToEndAsync()}".TrimEnd();
        Func<string, string> answer;
        lock (_lock)
        {
            Hear_NeedsLock(asked);
            answer = Rest.Where(r => asked.StartsWith(r.Key, StringComparison.Ordinal)).MaxBy(r => r.Key.Length).Value;
        }

        await context.Response.WriteAsync(answer(asked), Encoding.UTF8);
    }

    private async Task ServeStreamAsync(HttpContext context)
    {
        string stream = context.Request.Path.Value!.Split('/')[^1];
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        lock (_lock)
        {
            _sockets[stream] = socket;
        }

        while (await FakeServer.ReceiveAsync(socket, context.RequestAborted) is { } text)
        {
            if (text == "ping")
            {
                await PushAsync(stream, "pong");
                continue;
            }

            lock (_lock)
            {
                Hear_NeedsLock(text);
            }

            using JsonDocument message = JsonDocument.Parse(text);
            await AnswerAsync(stream, message.RootElement);
        }
    }

    private async Task AnswerAsync(string stream, JsonElement message)
    {
        string operation = message.GetProperty("op").GetString()!;
        if (operation == "login")
        {
            await PushAsync(stream, """{"event":"login","code":"0","msg":"","connId":"a"}""");
            return;
        }

        foreach (JsonElement argument in message.GetProperty("args").EnumerateArray())
        {
            string channel = argument.GetProperty("channel").GetString()!;
            if (Unanswered.Contains(channel))
            {
                continue;
            }

            await PushAsync(stream, Refused.Contains(channel)
                ? """{"event":"error","code":"60018","msg":"no such channel","connId":"a"}"""
                : $$"""{"event":"{{operation}}","arg":{{argument.GetRawText()}},"connId":"a"}""");
            if (channel == "books" && operation == "subscribe")
            {
                await PushAsync(stream, Snapshot);
            }
        }
    }

    /// <summary>What a subscription to the book begins with.</summary>
    public string Snapshot { get; set; } = Book("snapshot", -1, 10);
}
