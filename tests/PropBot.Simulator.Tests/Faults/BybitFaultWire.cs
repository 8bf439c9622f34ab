using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Bybit;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

internal sealed class BybitFaultWire(TestSimulator simulator) : IFaultWire
{
    private readonly BybitRestClient _client = new(simulator);

    public VenueId Venue => VenueId.BybitLinear;

    public string StatusPath => "/v5/system/status";

    public string Ping => """{"op":"ping","req_id":"77"}""";

    public HttpRequestMessage Time() => new(HttpMethod.Get, "/v5/market/time");

    public HttpRequestMessage Book() => new(HttpMethod.Get, "/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit=50");

    public HttpRequestMessage Instruments() => new(HttpMethod.Get, "/v5/market/instruments-info?category=linear");

    public HttpRequestMessage Market(string id) => Place(id, """ "orderType":"Market" """);

    public HttpRequestMessage Resting(string id) => Place(id, """ "orderType":"Limit","price":"49000","timeInForce":"GTC" """);

    public HttpRequestMessage Cancel(string id) =>
        _client.Message(HttpMethod.Post, "/v5/order/cancel", $$"""{"category":"linear","symbol":"BTCUSDT","orderLinkId":"{{id}}"}""");

    public HttpRequestMessage Query(string id) =>
        _client.Message(HttpMethod.Get, $"/v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId={id}");

    public HttpRequestMessage Rights() => _client.Message(HttpMethod.Get, "/v5/user/query-api?");

    public HttpRequestMessage Collateral() => _client.Message(HttpMethod.Get, "/v5/account/info?");

    public async Task<SocketClient> BookStreamAsync()
    {
        SocketClient socket = await BybitSockets.PublicAsync(simulator);
        await socket.SendAsync(BybitSockets.Subscribe("orderbook.50.BTCUSDT"));
        return socket;
    }

    public Task<SocketClient> PrivateStreamAsync() => BybitSockets.AuthenticatedAsync(simulator, _client, "order", "execution");

    public bool IsPong(string text) => text.Contains("\"77\"", StringComparison.Ordinal);

    public string CodeOf(JsonElement answer) => answer.GetProperty("retCode").GetRawText();

    public DateTimeOffset TimeOf(JsonElement answer) => FaultStage.Millis(answer.GetProperty("time"));

    public long SequenceOf(JsonElement book) =>
        (book.TryGetProperty("data", out JsonElement data) ? data : book.GetProperty("result")).GetProperty("u").GetInt64();

    public long PreviousOf(JsonElement update) => SequenceOf(update) - 1;

    public (decimal BestBid, decimal BestAsk) BestOf(JsonElement book) =>
        FaultStage.Best(book.GetProperty("data").GetProperty("b"), book.GetProperty("data").GetProperty("a"));

    public JsonElement? OrderOf(JsonElement answer) =>
        answer.GetProperty("result").GetProperty("list") is { } list && list.GetArrayLength() > 0 ? list[0] : null;

    public string StatusOf(JsonElement order) => order.GetProperty("orderStatus").GetString()!;

    public decimal FilledOf(JsonElement order) => WireNumber.Parse(order.GetProperty("cumExecQty").GetString()!);

    public bool IsFill(JsonElement message) => message.TryGetProperty("topic", out JsonElement topic) && topic.GetString() == "execution";

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Place(string id, string type) => _client.Message(
        HttpMethod.Post, "/v5/order/create", $$"""{"category":"linear","symbol":"BTCUSDT","side":"Buy","qty":"0.1","orderLinkId":"{{id}}",{{type}}}""");
}
