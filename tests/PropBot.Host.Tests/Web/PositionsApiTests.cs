using System.Net;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Host.Surface;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

public sealed class PositionsApiTests
{
    [Fact]
    public async Task Positions_ByDefault_AreOpenAndPartial()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement body = await desk.JsonAsync("/api/ui/positions");
        Assert.Equal(["P000012", "P000013"], Ids(body));
        Assert.Equal(["open", "partial"], body.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("open", new[] { "P000012", "P000013" })]
    [InlineData("closed", new[] { "P000011", "P000010" })]
    [InlineData("all", new[] { "P000012", "P000013", "P000011", "P000010", "P000009" })]
    public async Task Positions_ByStatus_AreThose(string status, string[] expected)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Ledger.Terminal.Add(SampleDesk.ClosedPair with { Id = new(9), Status = PairStatus.Aborted });
        Assert.Equal(expected, Ids(await desk.JsonAsync($"/api/ui/positions?status={status}")));
    }

    [Fact]
    public async Task Positions_PairClosedSinceTheSnapshot_IsToldOnce()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        desk.Ledger.Terminal.Insert(0, SampleDesk.OpenPair with { Status = PairStatus.Closed });
        Assert.Equal(["P000012", "P000013", "P000011", "P000010"], Ids(await desk.JsonAsync("/api/ui/positions?status=all")));
    }

    [Fact]
    public async Task Position_Open_HasTheContractsShape()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement position = (await desk.JsonAsync("/api/ui/positions")).GetProperty("positions")[0];
        Assert.Equal("binance-um", position.GetProperty("long_venue").GetString());
        Assert.Equal("bybit-linear", position.GetProperty("short_venue").GetString());
        Assert.Equal("BTCUSDT", position.GetProperty("symbol").GetString());
        Assert.Equal("2026-03-04T10:11:18.000000Z", position.GetProperty("timestamp").GetString());
        Assert.Equal(61_800.1m, position.GetProperty("entry_long_price").GetDecimal());
        Assert.Equal(61_880.5m, position.GetProperty("entry_short_price").GetDecimal());
        Assert.Equal(0.08m, position.GetProperty("base_size").GetDecimal());
        Assert.Equal(0m, position.GetProperty("imbalance_base").GetDecimal());
        // The larger leg: 0.08 x 61,880.5.
        Assert.Equal(4_950.44m, position.GetProperty("notional_usdt").GetDecimal());
        // 80.4 / 61,800.1 x 10,000.
        Assert.Equal(13.0097m, Math.Round(position.GetProperty("entry_spread_bps").GetDecimal(), 4, MidpointRounding.AwayFromZero));

        JsonElement pnl = position.GetProperty("pnl");
        Assert.Equal(position.GetProperty("pnl_usdt").GetDecimal(), pnl.GetProperty("total").GetDecimal());
        Assert.Equal(
            pnl.GetProperty("total").GetDecimal(), ((string[])["spread", "slippage", "fees", "funding"]).Sum(part => pnl.GetProperty(part).GetDecimal()));

        JsonElement legs = position.GetProperty("legs");
        Assert.Equal(2, legs.GetArrayLength());
        Assert.Equal("long", legs[0].GetProperty("side").GetString());
        Assert.Equal("short", legs[1].GetProperty("side").GetString());
        Assert.Equal("open", legs[0].GetProperty("status").GetString());
        Assert.Equal(0.08m, legs[1].GetProperty("base_size").GetDecimal());
        // Marks 61,830 and 61,868: (61830 - 61800.1) x 0.08 and (61880.5 - 61868) x 0.08.
        Assert.Equal(2.392m, legs[0].GetProperty("unrealized_pnl_usdt").GetDecimal());
        Assert.Equal(1.0m, legs[1].GetProperty("unrealized_pnl_usdt").GetDecimal());
        Assert.Equal(3.392m, position.GetProperty("unrealized_pnl_usdt").GetDecimal());
    }

    [Fact]
    public async Task Position_Partial_SaysByHowMuchAndWhy()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement position = (await desk.JsonAsync("/api/ui/positions")).GetProperty("positions")[1];
        Assert.Equal(0.4m, position.GetProperty("imbalance_base").GetDecimal());
        Assert.Equal(1.5m, position.GetProperty("base_size").GetDecimal());
        Assert.Equal(1.1m, position.GetProperty("legs")[1].GetProperty("base_size").GetDecimal());
        Assert.Equal(1_923.5m, position.GetProperty("naked_notional_seconds").GetDecimal());
        Assert.Equal(1, position.GetProperty("rescue_attempts").GetInt32());
        Assert.Contains("Margin", position.GetProperty("last_error").GetString());
    }

    [Fact]
    public async Task Position_Closed_HasExitAndReason()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement position = (await desk.JsonAsync("/api/ui/positions?status=closed")).GetProperty("positions")[0];
        Assert.Equal("converged", position.GetProperty("close_reason").GetString());
        Assert.Equal(61_760m, position.GetProperty("exit_long_price").GetDecimal());
        Assert.Equal(61_771m, position.GetProperty("exit_short_price").GetDecimal());
        Assert.Equal(0m, position.GetProperty("unrealized_pnl_usdt").GetDecimal());
        Assert.Equal(0m, position.GetProperty("legs")[0].GetProperty("base_size").GetDecimal());
        Assert.Equal("closed", position.GetProperty("legs")[0].GetProperty("status").GetString());
        // (61760-61700) + (61795-61771) = 84 a coin, 0.05 coins: 4.2; fees and funding are on top.
        JsonElement pnl = position.GetProperty("pnl");
        Assert.Equal(4.2m, pnl.GetProperty("spread").GetDecimal() + pnl.GetProperty("slippage").GetDecimal());
        Assert.Equal(SampleDesk.ClosedPair.RealizedPnl().Total, pnl.GetProperty("total").GetDecimal());
    }

    [Fact]
    public async Task Exposure_IsWhatTheVenuesHoldAtTheMarks()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement body = await desk.JsonAsync("/api/ui/positions");
        JsonElement binance = body.GetProperty("exposure").GetProperty("binance-um");
        // Long 0.08 BTC at 61,830; short 1.1 ETH at 2,406.5.
        Assert.Equal(4_946.4m, binance.GetProperty("long_notional").GetDecimal());
        Assert.Equal(2_647.15m, binance.GetProperty("short_notional").GetDecimal());
        Assert.Equal(2_299.25m, binance.GetProperty("net_usdt").GetDecimal());
        decimal legs = body.GetProperty("positions").EnumerateArray().Sum(p => p.GetProperty("unrealized_pnl_usdt").GetDecimal());
        Assert.Equal(legs, body.GetProperty("totals").GetProperty("unrealized_pnl_usdt").GetDecimal());
    }

    [Theory]
    [InlineData("/api/ui/positions/P000012", "open")]
    [InlineData("/api/ui/positions/11", "closed")]
    public async Task OnePosition_Known_HasOrdersAndFills(string path, string status)
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        JsonElement body = await desk.JsonAsync(path);
        Assert.Equal(status, body.GetProperty("position").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Array, body.GetProperty("orders").ValueKind);
        Assert.Equal(JsonValueKind.Array, body.GetProperty("fills").ValueKind);
    }

    [Fact]
    public async Task OnePosition_Unknown_Is404()
    {
        await using WebDesk desk = await WebDesk.TradingAsync();
        using HttpClient client = desk.Client();
        using HttpResponseMessage answer = await client.GetAsync("/api/ui/positions/P000099");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("there is no pair P000099", (await WebDesk.JsonAsync(answer)).GetProperty("detail").GetString());
    }

    [Fact]
    public void Figures_PairWithOneLeg_HaveNoSpread()
    {
        PairRecord oneLeg = SampleDesk.OpenPair with { Short = SampleDesk.OpenPair.Short with { SoldQuantity = 0m, SoldNotional = 0m } };
        Assert.Null(oneLeg.EntrySpreadBps());
        Assert.Null(oneLeg.EntryPrice(LegRole.Short));
        Assert.Equal(0m, oneLeg.UnrealizedPnl(LegRole.Short, 60_000m));
        Assert.Equal(4_944.008m, oneLeg.EntryNotional());
    }

    private static string[] Ids(JsonElement body) => [.. body.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
}
