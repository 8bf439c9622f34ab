using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Okx;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Long-short positions, isolated margin, amendments, tiers, limits and changed terms in this venue's words.</summary>
public sealed class OkxModeTests
{
    private const string Btc = "BTC-USDT-SWAP";

    /// <summary>Goal: in long-short mode both sides stand beside each other, sizes are positive, and the side says what closes.</summary>
    [Fact]
    public async Task LongShortMode_BothSides_AreHeldAndClosedByTheirSide()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        Assert.Equal("0", Text((await client.PostAsync("/api/v5/account/set-position-mode", new { posMode = "long_short_mode" })).Body, "code"));
        Assert.Equal("long_short_mode", Text((await client.DataAsync("/api/v5/account/config"))[0], "posMode"));

        Assert.Equal("51000", Text(await client.PlaceAsync(("posSide", "net")), "sCode"));
        Assert.Equal("0", Text(await client.PlaceAsync(("posSide", "long"), ("sz", "2")), "sCode"));
        Assert.Equal("0", Text(await client.PlaceAsync(("posSide", "short"), ("side", "sell"), ("sz", "1")), "sCode"));

        JsonElement[] positions = [.. (await client.DataAsync("/api/v5/account/positions")).EnumerateArray()];
        Assert.Equal([("long", "2"), ("short", "1")], positions.Select(p => (Text(p, "posSide"), Text(p, "pos"))).Order());
        Assert.Equal(2, positions.Select(p => Text(p, "posId")).Distinct().Count());

        // More than the side holds is refused, reduceOnly is not looked at, and a close of what is held ends that side alone.
        Assert.Equal("51112", Text(await client.PlaceAsync(("posSide", "long"), ("side", "sell"), ("sz", "3")), "sCode"));
        Assert.Equal("0", Text(await client.PlaceAsync(("posSide", "long"), ("side", "sell"), ("sz", "2"), ("reduceOnly", true)), "sCode"));
        JsonElement left = Assert.Single((await client.DataAsync("/api/v5/account/positions")).EnumerateArray());
        Assert.Equal("short", Text(left, "posSide"));
        Assert.Equal(
            ["5", "4", "3"],
            (await client.DataAsync("/api/v5/trade/fills?instType=SWAP")).EnumerateArray().Select(f => Text(f, "subType")).Distinct());
        Assert.Equal("59000", Text((await client.PostAsync("/api/v5/account/set-position-mode", new { posMode = "net_mode" })).Body, "code"));
    }

    /// <summary>Goal: an isolated position shows its own margin, a fifth of the notional at leverage 5, and takes more.</summary>
    [Fact]
    public async Task IsolatedMargin_PositionAtLeverageFive_HasItsOwnMargin()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        JsonElement set = (await client.PostAsync("/api/v5/account/set-leverage", new { instId = Btc, lever = "5", mgnMode = "isolated" })).Body;
        Assert.Equal(("0", "isolated"), (Text(set, "code"), Text(set.GetProperty("data")[0], "mgnMode")));

        Assert.Equal("0", Text(await client.PlaceAsync(("tdMode", "isolated"), ("sz", "10")), "sCode"));

        JsonElement position = (await client.DataAsync("/api/v5/account/positions"))[0];
        Assert.Equal(("isolated", "5"), (Text(position, "mgnMode"), Text(position, "lever")));
        decimal notional = Number(position, "avgPx") * 10m * 0.01m;
        Assert.InRange(Number(position, "margin"), notional * 0.199m, notional * 0.201m);
        Assert.InRange(Number(position, "liqPx"), 39_000m, 41_500m);
        Assert.True(Number(position, "mgnRatio") > 10m);

        JsonElement moved = (await client.PostAsync(
            "/api/v5/account/position/margin-balance", new { instId = Btc, posSide = "net", type = "add", amt = "100" })).Body;
        Assert.Equal("0", Text(moved, "code"));
        Assert.Equal(Number(position, "margin") + 100m, Number((await client.DataAsync("/api/v5/account/positions"))[0], "margin"));
    }

    [Fact]
    public async Task Amend_RestingOrder_KeepsItsNumberAndIsToldWithItsResult()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        using SocketClient socket = await OkxSockets.LoggedInAsync(simulator, client, """{"channel":"orders","instType":"SWAP"}""");
        JsonElement placed = await client.PlaceAsync(("ordType", "limit"), ("px", "49500"), ("sz", "2"), ("clOrdId", "a1"));
        await OkxSockets.PushAsync(socket, "orders");

        JsonElement amended = (await client.PostAsync(
            "/api/v5/trade/amend-order", new { instId = Btc, clOrdId = "a1", newSz = "3", newPx = "49400", reqId = "r1" })).Body.GetProperty("data")[0];

        Assert.Equal(("0", Text(placed, "ordId"), "r1"), (Text(amended, "sCode"), Text(amended, "ordId"), Text(amended, "reqId")));
        JsonElement told = (await OkxSockets.PushAsync(socket, "orders"))[0];
        Assert.Equal(("0", "49400", "3", "live"), (Text(told, "amendResult"), Text(told, "px"), Text(told, "sz"), Text(told, "state")));
        await RefusesAsync("51500", new { instId = Btc, clOrdId = "a1" });
        await RefusesAsync("51503", new { instId = Btc, clOrdId = "never", newSz = "3" });
        await RefusesAsync("51000", new { instId = Btc, clOrdId = "a1", newPx = "-1" });

        async Task RefusesAsync(string code, object body) =>
            Assert.Equal(code, Text((await client.PostAsync("/api/v5/trade/amend-order", body)).Body.GetProperty("data")[0], "sCode"));
    }

    [Fact]
    public async Task TiersAndLimits_AreServedInContractsAndPrices()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        JsonElement[] tiers = [.. (await client.DataAsync("/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily=BTC-USDT")).EnumerateArray()];
        JsonElement limit = (await client.DataAsync($"/api/v5/public/price-limit?instId={Btc}"))[0];

        Assert.True(tiers.Length > 3);
        Assert.Equal("0", Text(tiers[0], "minSz"));
        Assert.All(tiers.Zip(tiers.Skip(1)), pair =>
        {
            Assert.Equal(Number(pair.First, "maxSz") + 1m, Number(pair.Second, "minSz"));
            Assert.True(Number(pair.Second, "mmr") > Number(pair.First, "mmr"));
        });
        Assert.True(Number(limit, "sellLmt") < 50_000m && Number(limit, "buyLmt") > 50_000m);
    }

    [Fact]
    public void Tiers_WhileThePriceMoves_KeepTheirSizes()
    {
        var contract = new OkxContract(DefaultVenues.Create(VenueId.OkxPerp, DefaultVenues.Symbols, seed: 1).Instruments[0]);
        string[] first = [.. OkxMarketStatements.Tiers(contract, contract.SizedAt(50_000m)).Select(t => t.MaxSz)];
        Assert.Equal(first, OkxMarketStatements.Tiers(contract, contract.SizedAt(60_000m)).Select(t => t.MaxSz));
        Assert.NotEqual(first, OkxMarketStatements.Tiers(contract, 60_000m).Select(t => t.MaxSz));
    }

    /// <summary>Goal: a new tick is told on the instruments channel, and the book starts anew in the new steps.</summary>
    [Fact]
    public async Task Instrument_WithANewTick_IsToldAndItsBookStartsAnew()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using SocketClient socket = await OkxSockets.PublicAsync(simulator);
        await socket.SendAsync(OkxSockets.Subscribe("""{"channel":"instruments","instType":"SWAP"}"""));
        Assert.Equal(2, (await OkxSockets.PushAsync(socket, "instruments")).GetArrayLength());
        await socket.SendAsync(OkxSockets.Subscribe($$"""{"channel":"books","instId":"{{Btc}}"}"""));
        await OkxSockets.PushAsync(socket, "books");

        await simulator.Host.InjectAsync(new FaultRule { Kind = FaultKind.TickSizeChanged, Venue = VenueId.OkxPerp, Instrument = TestSimulator.Btc, Size = 5m });
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(200));

        JsonElement changed = Assert.Single((await OkxSockets.PushAsync(socket, "instruments")).EnumerateArray());
        Assert.Equal((Btc, "0.5"), (Text(changed, "instId"), Text(changed, "tickSz")));
        JsonElement book = await socket.ReceiveUntilAsync(m => OkxSockets.IsPush(m, "books") && Text(m, "action") == "snapshot");
        Assert.All(
            book.GetProperty("data")[0].GetProperty("bids").EnumerateArray(),
            level => Assert.Equal(0m, decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture) % 0.5m));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static decimal Number(JsonElement element, string name) => decimal.Parse(Text(element, name), CultureInfo.InvariantCulture);
}
