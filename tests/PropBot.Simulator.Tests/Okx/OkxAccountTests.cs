using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Fees, settings and funding of an account.</summary>
public sealed class OkxAccountTests
{
    [Fact]
    public async Task TradeFee_ForAFamily_IsNegativeForWhatIsPaid()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        JsonElement fee = (await client.DataAsync("/api/v5/account/trade-fee?instType=SWAP&instFamily=BTC-USDT"))[0];

        Assert.Equal("-0.0002", Text(fee, "makerU"));
        Assert.Equal("-0.0005", Text(fee, "takerU"));

        (_, JsonElement body) = await client.GetAsync("/api/v5/account/trade-fee?instType=SWAP&instId=BTC-USDT-SWAP");
        Assert.Equal("51000", Text(body, "code"));
    }

    [Fact]
    public async Task Leverage_Set_IsReadBack()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        (_, JsonElement set) = await client.PostAsync("/api/v5/account/set-leverage", new { instId = "BTC-USDT-SWAP", lever = "3", mgnMode = "cross" });
        Assert.Equal("3", Text(set.GetProperty("data")[0], "lever"));

        JsonElement read = (await client.DataAsync("/api/v5/account/leverage-info?instId=BTC-USDT-SWAP&mgnMode=cross"))[0];
        Assert.Equal("3", Text(read, "lever"));
        Assert.Equal("cross", Text(read, "mgnMode"));

        (_, JsonElement tooHigh) = await client.PostAsync("/api/v5/account/set-leverage", new { instId = "BTC-USDT-SWAP", lever = "999", mgnMode = "cross" });
        Assert.Equal("59102", Text(tooHigh, "code"));
    }

    /// <summary>Goal: a settlement is a bill of its own with the venue's id, and the streams tell it.</summary>
    [Fact]
    public async Task Funding_PositionHeldThroughTheSettlement_IsBilledOnce()
    {
        DateTimeOffset settlement = TestSimulator.Noon.AddHours(4);
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp, start: settlement.AddMilliseconds(-300));
        using var client = new OkxRestClient(simulator);
        await client.PlaceAsync(("sz", "2"));
        using SocketClient socket = await OkxSockets.LoggedInAsync(simulator, client, """{"channel":"positions","instType":"SWAP"}""");
        await OkxSockets.PushAsync(socket, "positions");

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(600));

        // 0.02 BTC at 50000 are 1000 USDT; a rate of 0.0001 costs the long 0.1 USDT.
        JsonElement bill = Assert.Single((await client.DataAsync("/api/v5/account/bills?type=8")).EnumerateArray());
        Assert.Equal(-0.1m, Number(bill, "balChg"));
        Assert.Equal("173", Text(bill, "subType"));
        Assert.Equal("BTC-USDT-SWAP", Text(bill, "instId"));
        Assert.Equal("2", Text(bill, "sz"));
        Assert.Equal(settlement.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Text(bill, "ts"));
        Assert.NotEqual("", Text(bill, "billId"));
        Assert.Equal(-0.1m, Number((await OkxSockets.PushAsync(socket, "positions"))[0], "fundingFee"));

        // Newer than the bill there is nothing, older there is the opening and the deposit.
        Assert.Empty((await client.DataAsync($"/api/v5/account/bills?before={Text(bill, "billId")}")).EnumerateArray());
        Assert.Equal(2, (await client.DataAsync($"/api/v5/account/bills?after={Text(bill, "billId")}")).GetArrayLength());
    }

    [Fact]
    public async Task Accounts_OfTwoKeys_DoNotSeeEachOther()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var one = new OkxRestClient(simulator);
        using var two = new OkxRestClient(simulator, account: 2);

        await one.PlaceAsync(("clOrdId", "same"));

        Assert.Empty((await two.DataAsync("/api/v5/account/positions")).EnumerateArray());
        Assert.Equal("0", Text(await two.PlaceAsync(("clOrdId", "same")), "sCode"));
    }

    /// <summary>A private stream on which the client says nothing for thirty seconds is closed; one that pings is not.</summary>
    [Fact]
    public async Task PrivateStream_WithoutPing_IsClosed()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        using SocketClient silent = await OkxSockets.LoggedInAsync(simulator, client);
        using SocketClient pinging = await OkxSockets.LoggedInAsync(simulator, client);

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(20));
        await pinging.SendAsync("ping");
        Assert.Equal("pong", await pinging.ReceiveTextAsync());
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(15));

        Assert.Null(await silent.ReceiveTextAsync());
        Assert.Equal(4004, (int)silent.CloseStatus!);
        await pinging.SendAsync("ping");
        Assert.Equal("pong", await pinging.ReceiveTextAsync());
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement item, string name) => decimal.Parse(Text(item, name), CultureInfo.InvariantCulture);
}
