using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Two orders of one account meet: what the queries say of both. Bid 49,999.5, ask 50,000.5.</summary>
public sealed class OkxSelfTradeTests
{
    [Theory]
    [InlineData(null, "cancel_maker", "canceled", "32", "filled", "")]
    [InlineData("cancel_maker", "cancel_maker", "canceled", "32", "filled", "")]
    [InlineData("cancel_taker", "cancel_taker", "live", "", "canceled", "32")]
    [InlineData("cancel_both", "cancel_both", "canceled", "32", "canceled", "32")]
    public async Task Taker_MeetsItsOwnOrder_BothSayWhatBecameOfThem(
        string? mode, string shown, string maker, string makerSource, string taker, string takerSource)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        await client.PlaceAsync(("ordType", "limit"), ("px", "49999.8"), ("sz", "2"), ("clOrdId", "rests"));
        (string, object)[] order = [("side", "sell"), ("ordType", "ioc"), ("px", "49990"), ("sz", "1"), ("clOrdId", "comes")];

        JsonElement placed = await client.PlaceAsync(mode is null ? order : [.. order, ("stpMode", mode)]);

        Assert.Equal("0", placed.GetProperty("sCode").GetString());
        JsonElement rests = await ReadAsync(client, "rests");
        JsonElement comes = await ReadAsync(client, "comes");
        Assert.Equal((maker, makerSource, "0"), (Text(rests, "state"), Text(rests, "cancelSource"), Text(rests, "accFillSz")));
        Assert.Equal((taker, takerSource, taker == "filled" ? "1" : "0"), (Text(comes, "state"), Text(comes, "cancelSource"), Text(comes, "accFillSz")));
        Assert.Equal(("cancel_maker", shown), (Text(rests, "stpMode"), Text(comes, "stpMode")));
    }

    [Fact]
    public async Task Mode_ThatIsUnknown_IsRefused()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        Assert.Equal("51000", Text(await client.PlaceAsync(("stpMode", "none")), "sCode"));
    }

    private static async Task<JsonElement> ReadAsync(OkxRestClient client, string id) =>
        (await client.DataAsync($"/api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId={id}"))[0];

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
