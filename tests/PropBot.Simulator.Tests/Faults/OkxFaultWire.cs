using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Okx;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

internal sealed class OkxFaultWire(TestSimulator simulator) : IFaultWire
{
    /// <summary>Base units of a contract.</summary>
    private const decimal ContractValue = 0.01m;

    private readonly OkxRestClient _client = new(simulator);

    public VenueId Venue => VenueId.OkxPerp;

    public string StatusPath => "/api/v5/system/status";

    public string Ping => "ping";

    public HttpRequestMessage Time() => new(HttpMethod.Get, "/api/v5/public/time");

    public HttpRequestMessage Book() => new(HttpMethod.Get, "/api/v5/market/books?instId=BTC-USDT-SWAP&sz=50");

    public HttpRequestMessage Instruments() => new(HttpMethod.Get, "/api/v5/public/instruments?instType=SWAP");

    public HttpRequestMessage Market(string id) => Place(id, """ "ordType":"market" """);

    public HttpRequestMessage Resting(string id) => Place(id, """ "ordType":"limit","px":"49000" """);

    public HttpRequestMessage Cancel(string id) =>
        _client.Message(HttpMethod.Post, "/api/v5/trade/cancel-order", $$"""{"instId":"BTC-USDT-SWAP","clOrdId":"{{id}}"}""");

    public HttpRequestMessage Query(string id) => _client.Message(HttpMethod.Get, $"/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId={id}");

    public HttpRequestMessage Rights() => _client.Message(HttpMethod.Get, "/api/v5/account/config");

    public HttpRequestMessage Collateral() => Rights();

    public async Task<SocketClient> BookStreamAsync()
    {
        SocketClient socket = await OkxSockets.PublicAsync(simulator);
        await socket.SendAsync(OkxSockets.Subscribe("""{"channel":"books","instId":"BTC-USDT-SWAP"}"""));
        return socket;
    }

    public Task<SocketClient> PrivateStreamAsync() =>
        OkxSockets.LoggedInAsync(simulator, _client, """{"channel":"orders","instType":"SWAP"}""");

    public bool IsPong(string text) => text == "pong";

    public string CodeOf(JsonElement answer)
    {
        string code = answer.GetProperty("code").GetString()!;
        return code == "1" && answer.GetProperty("data")[0].TryGetProperty("sCode", out JsonElement own) ? own.GetString()! : code;
    }

    public DateTimeOffset TimeOf(JsonElement answer) => FaultStage.Millis(answer.GetProperty("data")[0].GetProperty("ts"));

    public long SequenceOf(JsonElement book) => book.GetProperty("data")[0].GetProperty("seqId").GetInt64();

    public long PreviousOf(JsonElement update) => update.GetProperty("data")[0].GetProperty("prevSeqId").GetInt64();

    public (decimal BestBid, decimal BestAsk) BestOf(JsonElement book) =>
        FaultStage.Best(book.GetProperty("data")[0].GetProperty("bids"), book.GetProperty("data")[0].GetProperty("asks"));

    public JsonElement? OrderOf(JsonElement answer) =>
        answer.GetProperty("code").GetString() == "0" ? answer.GetProperty("data")[0] : null;

    public string StatusOf(JsonElement order) => order.GetProperty("state").GetString()!;

    public decimal FilledOf(JsonElement order) => WireNumber.Parse(order.GetProperty("accFillSz").GetString()!) * ContractValue;

    public bool IsFill(JsonElement message) =>
        message.TryGetProperty("data", out JsonElement data) && data[0].GetProperty("tradeId").GetString() is { Length: > 0 };

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Place(string id, string type) => _client.Message(
        HttpMethod.Post,
        "/api/v5/trade/order",
        $$"""{"instId":"BTC-USDT-SWAP","tdMode":"cross","side":"buy","sz":"10","clOrdId":"{{id}}",{{type}}}""");
}
