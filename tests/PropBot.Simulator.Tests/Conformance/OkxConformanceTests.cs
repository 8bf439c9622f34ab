using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Okx;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Conformance;

/// <summary>What the simulated OKX says has the fields, and their JSON types, that the venue's own answers have.</summary>
public sealed class OkxConformanceTests
{
    private const string Folder = "jkorf/OKX.Net/";

    [Fact]
    public async Task Rest_Answers_HaveTheVenuesFields()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        JsonElement ack = await client.PlaceAsync(("clOrdId", "a"));

        RecordedAnswer.AssertCovered("place", Recorded("Trading/PlaceOrder"), ack);
        await Covers("ExchangeData/GetServerTime", "/api/v5/public/time");
        await Covers("ExchangeData/GetSymbols", "/api/v5/public/instruments?instType=SWAP");
        await Covers("ExchangeData/GetTicker", "/api/v5/market/ticker?instId=BTC-USDT-SWAP");
        await Covers("ExchangeData/GetFundingRates", "/api/v5/public/funding-rate?instId=BTC-USDT-SWAP");
        await Covers("ExchangeData/GetMarkPrices", "/api/v5/public/mark-price?instType=SWAP");
        await Covers("ExchangeData/GetOrderBook", "/api/v5/market/books?instId=BTC-USDT-SWAP");
        await Covers("ExchangeData/GetRecentTrades", "/api/v5/market/trades?instId=BTC-USDT-SWAP");
        await Covers("Trading/GetOrderDetails", "/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId=a", LinkedAlgo);
        await Covers("Trading/GetUserTrades", "/api/v5/trade/fills?instType=SWAP");
        await Covers("Account/GetAccountPositions", "/api/v5/account/positions", SpotInUse);
        await Covers("Account/GetBillHistory", "/api/v5/account/bills");
        await Covers("Account/GetFeeRates", "/api/v5/account/trade-fee?instType=SWAP&instFamily=BTC-USDT");
        await Covers("Account/GetAccountConfiguration", "/api/v5/account/config");
        await Covers("Account/GetAccountLeverage", "/api/v5/account/leverage-info?instId=BTC-USDT-SWAP&mgnMode=cross");
        JsonElement balance = await Covers("Account/GetAccountBalance", "/api/v5/account/balance");
        RecordedAnswer.AssertCovered(
            "balance detail", Recorded("Account/GetAccountBalance").GetProperty("details")[0], balance.GetProperty("details")[0], SpotInUse);

        async Task<JsonElement> Covers(string file, string path, params string[] leftOut)
        {
            JsonElement ours = (await client.DataAsync(path))[0];
            RecordedAnswer.AssertCovered(path, Recorded(file), ours, leftOut);
            return ours;
        }
    }

    [Fact]
    public async Task Streams_Pushes_HaveTheVenuesFields()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp, btc: step => 50_000m + step);
        using var client = new OkxRestClient(simulator);
        using SocketClient market = await OkxSockets.PublicAsync(simulator);
        using SocketClient account = await OkxSockets.LoggedInAsync(
            simulator,
            client,
            """{"channel":"orders","instType":"SWAP"}""",
            """{"channel":"fills"}""",
            """{"channel":"positions","instType":"SWAP"}""",
            """{"channel":"account"}""",
            """{"channel":"balance_and_position"}""");
        foreach (string channel in (string[])["books", "tickers", "trades", "mark-price", "funding-rate"])
        {
            await market.SendAsync(OkxSockets.Subscribe($$"""{"channel":"{{channel}}","instId":"BTC-USDT-SWAP"}"""));
        }

        await Covers(market, "books", "ExchangeData/OrderBook");
        await Covers(market, "tickers", "ExchangeData/Ticker");
        await Covers(market, "mark-price", "ExchangeData/MarkPrice");
        await Covers(market, "funding-rate", "ExchangeData/FundingRate");
        await client.PlaceAsync();
        await Covers(market, "trades", "ExchangeData/Trades");
        await Covers(account, "orders", "Trading/Order", "amendSource", "fillPxVol", "fillPxUsd", "fillMarkVol", "fillFwdPx", "fillMarkPx");
        await Covers(account, "fills", "Trading/UserTrade");
        await Covers(account, "positions", "Trading/Position", SpotInUse);
        await Covers(account, "balance_and_position", "Account/BalanceAndPosition");
        await Covers(account, "account", "Account/Balance");

        static async Task Covers(SocketClient socket, string channel, string file, params string[] leftOut)
        {
            JsonElement ours = (await OkxSockets.PushAsync(socket, channel))[0];
            RecordedAnswer.AssertCovered(
                channel, RecordedAnswer.Push($"{Folder}Subscriptions/Unified/{file}.txt").GetProperty("data")[0], ours, leftOut);
        }
    }

    /// <summary>Only algo orders have it.</summary>
    private const string LinkedAlgo = "linkedAlgoOrd";

    /// <summary>Only portfolio margin has them.</summary>
    private static readonly string[] SpotInUse = ["clSpotInUseAmt", "maxSpotInUseAmt"];

    private static JsonElement Recorded(string file) =>
        RecordedAnswer.Rest($"{Folder}Endpoints/UnifiedApi/{file}.txt").GetProperty("data")[0];
}
