using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Two orders of one account meet: what the lists say of both. Bid 49,999.5, ask 50,000.5.</summary>
public sealed class BybitSelfTradeTests
{
    [Theory]
    [InlineData("CancelMaker", "Cancelled", "Filled")]
    [InlineData("CancelTaker", "New", "Cancelled")]
    [InlineData("CancelBoth", "Cancelled", "Cancelled")]
    public async Task Taker_MeetsItsOwnOrder_WhoEndsNamesTheOther(string mode, string maker, string taker)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        (JsonElement rests, JsonElement comes) = await MeetAsync(client, ("smpType", mode));

        Check(rests, maker, comes);
        Check(comes, taker, rests);
        Assert.Equal(("None", mode), (Text(rests, "smpType"), Text(comes, "smpType")));
    }

    /// <summary>Goal: an order that does not ask for prevention gets none, whatever the one that rests has asked for.</summary>
    [Fact]
    public async Task Taker_WithoutAnSmpType_TradesWithItsOwnOrder()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        (JsonElement rests, JsonElement comes) = await MeetAsync(client);

        Assert.Equal(("PartiallyFilled", "0.010"), (Text(rests, "orderStatus"), Text(rests, "cumExecQty")));
        Assert.Equal(("Filled", "0.010", "None"), (Text(comes, "orderStatus"), Text(comes, "cumExecQty"), Text(comes, "smpType")));
        JsonElement[] executions = [.. (await client.ListAsync("/v5/execution/list?category=linear&symbol=BTCUSDT")).EnumerateArray()];
        Assert.Equal(2, executions.Select(e => Text(e, "execId")).Distinct().Count());
    }

    [Fact]
    public async Task Type_ThatIsUnknown_IsRefused()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        Assert.NotEqual(0, (await client.PlaceAsync(("smpType", "EXPIRE_MAKER"))).GetProperty("retCode").GetInt32());
    }

    private static void Check(JsonElement order, string status, JsonElement other)
    {
        Assert.Equal(status, Text(order, "orderStatus"));
        bool gaveWay = status == "Cancelled";
        Assert.Equal(gaveWay ? ("CancelBySmp", "EC_BySelfMatch", Text(other, "orderId")) : ("UNKNOWN", "EC_NoError", ""),
            (Text(order, "cancelType"), Text(order, "rejectReason"), Text(order, "smpOrderId")));
        Assert.Equal(status == "Filled" ? "0.010" : "0", Text(order, "cumExecQty"));
    }

    private static async Task<(JsonElement Rests, JsonElement Comes)> MeetAsync(BybitRestClient client, params (string, object)[] fields)
    {
        await client.PlaceAsync(("orderType", "Limit"), ("price", "49999.8"), ("qty", "0.020"), ("orderLinkId", "rests"));
        (string, object)[] order =
        [
            ("side", "Sell"), ("orderType", "Limit"), ("timeInForce", "IOC"), ("price", "49990"), ("qty", "0.010"), ("orderLinkId", "comes"), .. fields,
        ];
        Assert.Equal(0, (await client.PlaceAsync(order)).GetProperty("retCode").GetInt32());
        return (await ReadAsync(client, "rests"), await ReadAsync(client, "comes"));
    }

    private static async Task<JsonElement> ReadAsync(BybitRestClient client, string id) =>
        (await client.ListAsync($"/v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId={id}"))[0];

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
