using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.TestHost;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: whoever asks for the whole desk at once reads what its parts say, in the words that the contract has for it.</summary>
public sealed class DeskStateTests
{
    private static readonly string[] Words =
    [
        "mode", "flags", "safe_mode", "dry_run", "dry_run_mode", "two_man_rule", "control", "incidents", "metrics", "exposures", "pnl", "portfolio", "open_orders", "positions",
        "recon_status", "last_plan", "last_execution", "events", "loop", "risk", "risk_blocked", "risk_reasons", "risk_accounting", "bot_loss_cap", "daily_loss_cap", "autopilot",
    ];

    [Fact]
    public async Task State_HasTheContractsWords_AndEachPartIsThatOfItsOwnEndpoint()
    {
        await using WebDesk desk = await WithAPairAsync();
        JsonElement state = await desk.JsonAsync("/api/ui/state", WebDesk.ViewerToken);
        Assert.Empty(Words.Except(state.EnumerateObject().Select(p => p.Name)));
        Same(state.GetProperty("risk"), await desk.JsonAsync("/api/risk/state"));
        Same(state.GetProperty("daily_loss_cap"), await desk.JsonAsync("/api/ui/daily_loss_status"));
        Same(state.GetProperty("badges"), await desk.JsonAsync("/api/ui/runtime_badges"));
        Same(state.GetProperty("positions"), (await desk.JsonAsync("/api/ui/positions")).GetProperty("positions"));
        Same(state.GetProperty("risk_accounting"), (await desk.JsonAsync("/api/ui/risk_snapshot")).GetProperty("accounting"));
        Same(state.GetProperty("auto_hedge"), (await desk.JsonAsync("/api/ui/status/overview")).GetProperty("auto_hedge"));
        JsonElement pnl = state.GetProperty("pnl");
        Assert.Equal(pnl.GetProperty("total").GetDecimal(), pnl.GetProperty("realized").GetDecimal() + pnl.GetProperty("unrealized").GetDecimal());
        Assert.Equal((await desk.JsonAsync("/api/ui/status")).GetProperty("totals").GetProperty("pnl_usdt").GetDecimal(), pnl.GetProperty("total").GetDecimal());
    }

    [Fact]
    public async Task RiskState_SaysWhatIsHeldAndWhatItMayBe()
    {
        await using WebDesk desk = await WithAPairAsync();
        JsonElement risk = await desk.JsonAsync("/api/risk/state", WebDesk.ViewerToken);
        JsonElement[] held = [.. risk.GetProperty("exposures").EnumerateArray()];
        // Long 0.08 BTC on one venue and short on the other.
        Assert.Equal([-0.08m, 0.08m], held.Select(h => h.GetProperty("qty").GetDecimal()).Order());
        Assert.All(held, h => Assert.InRange(h.GetProperty("avg_price").GetDecimal(), 59_900m, 60_400m));
        foreach (JsonElement one in held)
        {
            Assert.Equal(
                one.GetProperty("notional").GetDecimal(),
                risk.GetProperty("exposure_totals").GetProperty(one.GetProperty("venue").GetString()!).GetProperty(one.GetProperty("symbol").GetString()!).GetDecimal());
        }

        Assert.InRange(risk.GetProperty("current").GetProperty("position_usdt").GetProperty("BTCUSDT").GetDecimal(), 4_700m, 4_900m);
        Assert.True(risk.GetProperty("limits").GetProperty("max_position_usdt").GetProperty("BTCUSDT").GetDecimal() > 4_900m);
        Assert.Equal(0, risk.GetProperty("current").GetProperty("open_orders").GetProperty("okx-perp").GetInt32());
        Assert.Empty(risk.GetProperty("limits_hit").EnumerateArray());
    }

    [Fact]
    public async Task RiskState_NamesALimitThatIsHit()
    {
        await using WebDesk desk = await WithAPairAsync();
        desk.Engine!.Feed(new LimitLowered(new LimitChange(LimitName.MaxPosition, 100m, "BTCUSDT"), "anna", "smaller"));
        desk.Publish();
        JsonElement risk = await desk.JsonAsync("/api/risk/state");
        Assert.Equal(["symbol_cap"], risk.GetProperty("limits_hit").EnumerateArray().Select(l => l.GetString()));
        JsonElement breach = Assert.Single(risk.GetProperty("breaches").EnumerateArray());
        Assert.Equal(("BTCUSDT", 100m), (breach.GetProperty("scope").GetString(), breach.GetProperty("threshold").GetDecimal()));
    }

    [Fact]
    public async Task Plan_SaysWhatTheStrategyDoesNext_AndWhyNot()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        JsonElement runs = await desk.JsonAsync("/api/ui/orchestrator_plan", WebDesk.ViewerToken);
        Assert.Equal(("cross_exchange_arb", "run", "ok"), Next(runs));
        Assert.True(runs.GetProperty("risk_gates").GetProperty("risk_caps_ok").GetBoolean());

        desk.Engine!.Feed(new HoldRequested("anna", "news"));
        desk.Publish();
        JsonElement held = await desk.JsonAsync("/api/ui/orchestrator_plan");
        Assert.Equal(("cross_exchange_arb", "skip", "hold"), Next(held));
        Assert.Contains("news", held.GetProperty("strategies")[0].GetProperty("status_reason").GetString(), StringComparison.Ordinal);
        Assert.Equal((true, "hold"), (held.GetProperty("risk_gates").GetProperty("hold_active").GetBoolean(), held.GetProperty("risk_gates").GetProperty("reason_if_blocked").GetString()));
    }

    [Fact]
    public async Task Stream_TellsTheOverviewToWhoeverMayRead_AndToNobodyElse()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        var address = new Uri("ws://desk/api/ui/status/stream/status");
        InvalidOperationException stranger = await Assert.ThrowsAsync<InvalidOperationException>(() => desk.App.GetTestServer().CreateWebSocketClient().ConnectAsync(address, CancellationToken.None));
        Assert.Contains("401", stranger.Message, StringComparison.Ordinal);
        using HttpClient plain = desk.Client(WebDesk.ViewerToken);
        Assert.Equal(HttpStatusCode.BadRequest, (await plain.GetAsync("/api/ui/status/stream/status")).StatusCode);

        WebSocketClient client = desk.App.GetTestServer().CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Authorization = $"Bearer {WebDesk.ViewerToken}";
        using WebSocket reader = await client.ConnectAsync(address, CancellationToken.None);
        JsonElement told = await ReadAsync(reader);
        Same(told.GetProperty("badges"), await desk.JsonAsync("/api/ui/runtime_badges"));
        Assert.Equal("RUN", told.GetProperty("mode").GetString());
        await reader.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(WebSocketState.Closed, reader.State);
    }

    private static async Task<WebDesk> WithAPairAsync()
    {
        WebDesk desk = await EngineDesks.RunningAsync();
        desk.Pass(14);
        desk.Engine!.Quote(new InstrumentId(VenueId.OkxPerp, TestInstruments.Btc), 60_300m, 60_300.1m);
        foreach (OrderIntent order in desk.Engine.TakePlaced())
        {
            desk.Engine.Complete(order);
        }

        desk.Publish();
        return desk;
    }

    private static (string? Name, string? Decision, string? Reason) Next(JsonElement plan)
    {
        JsonElement next = Assert.Single(plan.GetProperty("strategies").EnumerateArray());
        return (next.GetProperty("name").GetString(), next.GetProperty("decision").GetString(), next.GetProperty("reason").GetString());
    }

    private static void Same(JsonElement part, JsonElement whole) => Assert.Equal(whole.GetRawText(), part.GetRawText());

    private static async Task<JsonElement> ReadAsync(WebSocket socket)
    {
        var text = new StringBuilder();
        byte[] part = new byte[16_384];
        WebSocketReceiveResult read;
        do
        {
            read = await socket.ReceiveAsync(part, CancellationToken.None);
            text.Append(Encoding.UTF8.GetString(part, 0, read.Count));
        }
        while (!read.EndOfMessage);

        return JsonDocument.Parse(text.ToString()).RootElement.Clone();
    }
}
