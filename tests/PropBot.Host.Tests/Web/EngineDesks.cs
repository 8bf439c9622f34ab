using PropBot.Core.Engine;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>A surface whose commands an engine decides on: Binance and OKX, connected, in RUN by the autopilot.</summary>
internal static class EngineDesks
{
    public static async Task<WebDesk> RunningAsync(Func<EngineOptions, EngineOptions>? change = null, string? approveToken = null)
    {
        Instrument[] instruments = [TestInstruments.BinanceBtc, TestInstruments.OkxBtc];
        var options = new EngineOptions
        {
            Venues = [.. instruments.Select(i => i.Id.Venue)],
            Symbols = [TestInstruments.Btc],
            Autopilot = true,
        };
        var engine = new EngineHarness(change?.Invoke(options) ?? options, instruments);
        engine.Start();
        engine.Connect();
        foreach (Instrument instrument in instruments)
        {
            engine.Quote(instrument.Id, 60_000m, 60_000.1m);
        }

        engine.Pass(2);
        Assert.Equal(ControlMode.Run, engine.Ledger.Control.Mode);
        return await WebDesk.StartAsync(engine.Snapshot, engine, approveToken);
    }

    public static ControlState Control(this WebDesk desk) => desk.Engine!.Ledger.Control;

    /// <summary>Time goes on and the board shows it.</summary>
    public static void Pass(this WebDesk desk, double seconds)
    {
        desk.Engine!.Pass(seconds);
        desk.Board.Publish(desk.Engine.Snapshot);
    }

    public static ApprovalId? LiveApproval(this WebDesk desk) =>
        desk.Engine!.Snapshot.Approvals.FirstOrDefault(a => a.Status.IsLive())?.Id;
}
