using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.MarketData;

/// <summary>What the venues' public endpoints say of a coin that was moved over the control port.</summary>
public sealed class CoinPriceTests
{
    private const string Token = "token-of-the-coins";

    [Fact]
    public async Task Binance_AssetIndex_IsTheCoinOrAllOfThem()
    {
        await using TestSimulator simulator = await StartAsync(VenueId.BinanceUm);
        Assert.Equal(HttpStatusCode.OK, await MoveAsync(simulator, "USDT", """{"usd":"0.97"}"""));

        JsonElement one = await ReadAsync(simulator, VenueId.BinanceUm, "/fapi/v1/assetIndex?symbol=USDTUSD");
        JsonElement all = await ReadAsync(simulator, VenueId.BinanceUm, "/fapi/v1/assetIndex");

        Assert.Equal(("USDTUSD", "0.97000000"), (one.GetProperty("symbol").GetString(), one.GetProperty("index").GetString()));
        Assert.Equal(["USDTUSD", "USDCUSD"], all.EnumerateArray().Select(i => i.GetProperty("symbol").GetString()));
        Assert.Equal("1.00000000", all[1].GetProperty("index").GetString());
    }

    [Fact]
    public async Task Okx_IndexTicker_IsTheCoins()
    {
        await using TestSimulator simulator = await StartAsync(VenueId.OkxPerp);
        await MoveAsync(simulator, "USDC", """{"usd":"1.02","venue":"okx_perp"}""");

        JsonElement one = await ReadAsync(simulator, VenueId.OkxPerp, "/api/v5/market/index-tickers?instId=USDC-USD");
        JsonElement all = await ReadAsync(simulator, VenueId.OkxPerp, "/api/v5/market/index-tickers?quoteCcy=USD");

        Assert.Equal("1.02", one.GetProperty("data")[0].GetProperty("idxPx").GetString());
        Assert.Equal(["USDT-USD", "USDC-USD"], all.GetProperty("data").EnumerateArray().Select(i => i.GetProperty("instId").GetString()));
    }

    [Fact]
    public async Task Bybit_SpotTicker_IsUsdcInUsdtAndInDollars()
    {
        await using TestSimulator simulator = await StartAsync(VenueId.BybitLinear);
        await MoveAsync(simulator, "USDT", """{"usd":"0.8"}""");

        JsonElement ticker = (await ReadAsync(simulator, VenueId.BybitLinear, "/v5/market/tickers?category=spot&symbol=USDCUSDT"))
            .GetProperty("result").GetProperty("list")[0];

        Assert.Equal(("1.25", "1"), (ticker.GetProperty("bid1Price").GetString(), ticker.GetProperty("usdIndexPrice").GetString()));
    }

    [Theory]
    [InlineData("USDT", """{"usd":"0"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("USDT", "{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("USDT", """{"usd":"1","venue":"kraken"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("DAI", """{"usd":"1"}""", HttpStatusCode.NotFound)]
    public async Task Move_ThatIsWrong_IsRefusedAndMovesNothing(string coin, string body, HttpStatusCode expected)
    {
        await using TestSimulator simulator = await StartAsync(VenueId.OkxPerp);

        Assert.Equal(expected, await MoveAsync(simulator, coin, body));

        JsonElement coins = (await simulator.ReadAsync("/sim/coins")).GetProperty("coins")[0].GetProperty("usd");
        Assert.All(coins.EnumerateObject(), c => Assert.Equal("1", c.Value.ToString()));
    }

    private static Task<TestSimulator> StartAsync(VenueId venue) =>
        TestSimulator.StartAsync(venue, change: options => options with { ControlToken = Token });

    private static async Task<HttpStatusCode> MoveAsync(TestSimulator simulator, string coin, string body)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Sim-Token", Token);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(simulator.Host.Control, $"/sim/coins/{coin}"), content);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> ReadAsync(TestSimulator simulator, VenueId venue, string path)
    {
        using var http = new HttpClient();
        using JsonDocument document = JsonDocument.Parse(await http.GetStringAsync(new Uri(simulator.Host.Venues[venue].Rest, path)));
        return document.RootElement.Clone();
    }
}
