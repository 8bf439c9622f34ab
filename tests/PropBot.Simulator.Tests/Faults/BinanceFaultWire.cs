using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Binance;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

internal sealed class BinanceFaultWire(TestSimulator simulator) : IFaultWire
{
    private readonly BinanceRestClient _client = new(simulator);

    public VenueId Venue => VenueId.BinanceUm;

    public string StatusPath => "/sapi/v1/system/status";

    public string Ping => """{"method":"LIST_SUBSCRIPTIONS","id":77}""";

    public HttpRequestMessage Time() => new(HttpMethod.Get, "/fapi/v1/time");

    public HttpRequestMessage Book() => new(HttpMethod.Get, "/fapi/v1/depth?symbol=BTCUSDT&limit=50");

    public HttpRequestMessage Instruments() => new(HttpMethod.Get, "/fapi/v1/exchangeInfo");

    public HttpRequestMessage Market(string id) =>
        Signed(HttpMethod.Post, "/fapi/v1/order", $"symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.100&newClientOrderId={id}");

    public HttpRequestMessage Resting(string id) => Signed(
        HttpMethod.Post, "/fapi/v1/order", $"symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000&quantity=0.100&newClientOrderId={id}");

    public HttpRequestMessage Cancel(string id) => Signed(HttpMethod.Delete, "/fapi/v1/order", $"symbol=BTCUSDT&origClientOrderId={id}");

    public HttpRequestMessage Query(string id) => Signed(HttpMethod.Get, "/fapi/v1/order", $"symbol=BTCUSDT&origClientOrderId={id}");

    public HttpRequestMessage Rights() => Signed(HttpMethod.Get, "/fapi/v1/accountConfig", "recvWindow=5000");

    public HttpRequestMessage Collateral() => Signed(HttpMethod.Get, "/fapi/v1/multiAssetsMargin", "recvWindow=5000");

    public Task<SocketClient> BookStreamAsync() => ConnectAsync("/ws/btcusdt@depth@100ms");

    public async Task<SocketClient> PrivateStreamAsync()
    {
        BinanceAnswer key = await _client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        return await ConnectAsync($"/ws/{key.Text("listenKey")}");
    }

    public bool IsPong(string text) => text.Contains("\"id\":77", StringComparison.Ordinal);

    public string CodeOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("code", out JsonElement code) ? code.GetRawText() : "0";

    public DateTimeOffset TimeOf(JsonElement answer) => DateTimeOffset.FromUnixTimeMilliseconds(answer.GetProperty("serverTime").GetInt64());

    public long SequenceOf(JsonElement book) => book.GetProperty(book.TryGetProperty("lastUpdateId", out _) ? "lastUpdateId" : "u").GetInt64();

    public long PreviousOf(JsonElement update) => update.GetProperty("pu").GetInt64();

    public (decimal BestBid, decimal BestAsk) BestOf(JsonElement book) => FaultStage.Best(book.GetProperty("b"), book.GetProperty("a"));

    public JsonElement? OrderOf(JsonElement answer) => answer.TryGetProperty("orderId", out _) ? answer : null;

    public string StatusOf(JsonElement order) => order.GetProperty("status").GetString()!;

    public decimal FilledOf(JsonElement order) => WireNumber.Parse(order.GetProperty("executedQty").GetString()!);

    public bool IsFill(JsonElement message) =>
        message.TryGetProperty("o", out JsonElement order) && order.ValueKind == JsonValueKind.Object && order.GetProperty("x").GetString() == "TRADE";

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Signed(HttpMethod method, string path, string query)
    {
        var request = new HttpRequestMessage(method, $"{path}?{_client.Signed(query)}");
        request.Headers.Add("X-MBX-APIKEY", _client.Account.ApiKey);
        return request;
    }

    private Task<SocketClient> ConnectAsync(string path) =>
        SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[Venue].PublicStream, path));
}
