using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Bybit;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Conformance;

/// <summary>What the simulated Bybit says has the fields, and their JSON types, that the venue's own answers have.</summary>
public sealed class BybitConformanceTests
{
    private const string Folder = "jkorf/Bybit.Net/";
    private const string Linear = "category=linear&symbol=BTCUSDT";

    [Fact]
    public async Task Rest_Answers_HaveTheVenuesFields()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        JsonElement ack = await client.PlaceAsync(("orderLinkId", "a"));

        RecordedAnswer.AssertCovered("create envelope", Recorded("Trading/PlaceOrder"), ack);
        RecordedAnswer.AssertCovered("create", Recorded("Trading/PlaceOrder").GetProperty("result"), ack.GetProperty("result"));
        await Covers("ExchangeData/GetLinearInverseSymbols", $"/v5/market/instruments-info?{Linear}");
        await Covers("ExchangeData/GetLinearInverseTickers", $"/v5/market/tickers?{Linear}", "basis");
        await Covers("ExchangeData/GetTradeHistory", $"/v5/market/recent-trade?{Linear}");
        await Covers("Trading/GetOrders", $"/v5/order/realtime?{Linear}&orderLinkId=a");
        await Covers("Trading/GetPositions", $"/v5/position/list?{Linear}", "mmrSysUpdateTime");
        await Covers("Trading/GetUserTrades", $"/v5/execution/list?{Linear}");
        await Covers("Account/GetFeeRate", $"/v5/account/fee-rate?{Linear}");
        await Covers("Account/GetTransactionHistory", "/v5/account/transaction-log?accountType=UNIFIED");
        JsonElement wallet = await Covers("Account/GetBalances", "/v5/account/wallet-balance?accountType=UNIFIED");
        RecordedAnswer.AssertCovered("coin", ListOf(Recorded("Account/GetBalances"))[0].GetProperty("coin")[0], wallet.GetProperty("coin")[0]);
        RecordedAnswer.AssertCovered(
            "info", Recorded("Account/GetMarginAccountInfo").GetProperty("result"), await client.ResultAsync("/v5/account/info?"));
        RecordedAnswer.AssertCovered(
            "order book", Recorded("ExchangeData/GetOrderbook").GetProperty("result"), await client.ResultAsync($"/v5/market/orderbook?{Linear}"));

        async Task<JsonElement> Covers(string file, string path, params string[] leftOut)
        {
            JsonElement ours = (await client.ListAsync(path))[0];
            RecordedAnswer.AssertCovered(path, ListOf(Recorded(file))[0], ours, leftOut);
            return ours;
        }
    }

    [Fact]
    public async Task Streams_Pushes_HaveTheVenuesFields()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        using SocketClient market = await BybitSockets.PublicAsync(simulator);
        using SocketClient account = await BybitSockets.AuthenticatedAsync(simulator, client, "order", "execution", "position", "wallet");
        await BybitSockets.ExpectAsync(market, BybitSockets.Subscribe("tickers.BTCUSDT", "publicTrade.BTCUSDT"), success: true);

        JsonElement ticker = await BybitSockets.PushAsync(market, "tickers.BTCUSDT");
        JsonElement recorded = RecordedAnswer.Push($"{Folder}Subscriptions/V5/Linear/Ticker.txt");
        RecordedAnswer.AssertCovered("tickers envelope", recorded, ticker);
        RecordedAnswer.AssertCovered("tickers", recorded.GetProperty("data"), ticker.GetProperty("data"));
        await client.PlaceAsync();
        await Covers(market, "publicTrade.BTCUSDT", "Linear/Trades");
        await Covers(account, "execution", "Private/UserTrades", "isLeverage");
        await Covers(account, "order", "Private/Order");
        await Covers(account, "position", "Private/Position");
        await Covers(account, "wallet", "Private/Balance");

        static async Task Covers(SocketClient socket, string topic, string file, params string[] leftOut)
        {
            JsonElement ours = await BybitSockets.PushAsync(socket, topic);
            JsonElement recorded = RecordedAnswer.Push($"{Folder}Subscriptions/V5/{file}.txt");
            RecordedAnswer.AssertCovered(topic + " envelope", recorded, ours);
            RecordedAnswer.AssertCovered(topic, recorded.GetProperty("data")[0], ours.GetProperty("data")[0], leftOut);
        }
    }

    private static JsonElement Recorded(string file) => RecordedAnswer.Rest($"{Folder}Endpoints/V5Api/{file}.txt");

    private static JsonElement ListOf(JsonElement answer) => answer.GetProperty("result").GetProperty("list");
}
