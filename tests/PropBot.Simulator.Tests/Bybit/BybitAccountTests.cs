using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Fees, settings and funding of an account.</summary>
public sealed class BybitAccountTests
{
    [Fact]
    public async Task FeeRate_OfASymbol_IsPositiveForWhatIsPaid()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        JsonElement fee = Assert.Single((await client.ListAsync("/v5/account/fee-rate?category=linear&symbol=BTCUSDT")).EnumerateArray());

        Assert.Equal("0.00055", Text(fee, "takerFeeRate"));
        Assert.Equal("0.0002", Text(fee, "makerFeeRate"));
    }

    [Fact]
    public async Task Leverage_SetTwice_IsNotModifiedTheSecondTime()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        var wanted = new { category = "linear", symbol = "BTCUSDT", buyLeverage = "3", sellLeverage = "3" };

        Assert.Equal(0, Code(await client.PostAsync("/v5/position/set-leverage", wanted)));
        Assert.Equal(110043, Code(await client.PostAsync("/v5/position/set-leverage", wanted)));
        Assert.Equal("3", Text((await client.ListAsync("/v5/position/list?category=linear&symbol=BTCUSDT"))[0], "leverage"));
        Assert.Equal(10001, Code(await client.PostAsync("/v5/position/set-leverage", wanted with { sellLeverage = "4" })));
        Assert.Equal(110013, Code(await client.PostAsync("/v5/position/set-leverage", wanted with { buyLeverage = "500", sellLeverage = "500" })));
    }

    /// <summary>Goal: a settlement stands in the log and among the executions with the venue's id, and the streams tell it.</summary>
    [Fact]
    public async Task Funding_PositionHeldThroughTheSettlement_IsLoggedOnce()
    {
        DateTimeOffset settlement = TestSimulator.Noon.AddHours(4);
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear, start: settlement.AddMilliseconds(-300));
        using var client = new BybitRestClient(simulator);
        await client.PlaceAsync(("side", "Sell"), ("qty", "0.02"));
        using SocketClient socket = await BybitSockets.AuthenticatedAsync(simulator, client, "execution");

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(600));

        // 0.02 BTC at 50000 are 1000 USDT; at a rate of 0.0001 the short receives 0.1 USDT.
        JsonElement line = Assert.Single(
            (await client.ListAsync("/v5/account/transaction-log?accountType=UNIFIED&category=linear&type=SETTLEMENT")).EnumerateArray());
        Assert.Equal(0.1m, Number(line, "funding"));
        Assert.Equal(0.1m, Number(line, "change"));
        Assert.Equal("-0.02", Text(line, "size"));
        Assert.Equal("0.0001", Text(line, "feeRate"));
        Assert.Equal(settlement.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Text(line, "transactionTime"));

        JsonElement told = await BybitSockets.FirstAsync(socket, "execution");
        Assert.Equal("Funding", Text(told, "execType"));
        Assert.Equal(-0.1m, Number(told, "execFee"));
        JsonElement listed = Assert.Single(
            (await client.ListAsync("/v5/execution/list?category=linear&symbol=BTCUSDT&execType=Funding")).EnumerateArray());
        Assert.Equal(Text(told, "execId"), Text(listed, "execId"));
        Assert.Equal(Text(line, "tradeId"), Text(listed, "execId"));
        Assert.Equal("0.020", Text(listed, "execQty"));
    }

    [Fact]
    public async Task Lists_PeriodTooLong_AreRefused()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        long from = TestSimulator.Noon.AddDays(-8).ToUnixTimeMilliseconds();
        long to = TestSimulator.Noon.ToUnixTimeMilliseconds();

        Assert.Equal(10001, Code(await client.GetAsync($"/v5/execution/list?category=linear&startTime={from}&endTime={to}")));
        Assert.Equal(10001, Code(await client.GetAsync($"/v5/account/transaction-log?startTime={from}&endTime={to}")));
    }

    [Fact]
    public async Task Accounts_OfTwoKeys_DoNotSeeEachOther()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var one = new BybitRestClient(simulator);
        using var two = new BybitRestClient(simulator, account: 2);

        await one.PlaceAsync(("orderLinkId", "same"));

        Assert.Empty((await two.ListAsync("/v5/position/list?category=linear&settleCoin=USDT")).EnumerateArray());
        Assert.Equal(0, Code(await two.PlaceAsync(("orderLinkId", "same"))));
    }

    private static int Code(JsonElement body) => body.GetProperty("retCode").GetInt32();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement item, string name) => decimal.Parse(Text(item, name), CultureInfo.InvariantCulture);
}
