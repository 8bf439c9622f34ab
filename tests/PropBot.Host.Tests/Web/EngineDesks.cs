using PropBot.Core.Engine;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>A surface whose commands an engine decides on: Binance and OKX, connected, in RUN by the autopilot.</summary>
internal static class EngineDesks
{
    private static readonly Instrument[] Instruments = [TestInstruments.BinanceBtc, TestInstruments.OkxBtc];

    public static async Task<WebDesk> RunningAsync(Func<EngineOptions, EngineOptions>? change = null, string? approveToken = null)
    {
        EngineHarness engine = Started(change);
        engine.Connect();
        foreach (Instrument instrument in Instruments)
        {
            engine.Quote(instrument.Id, 60_000m, 60_000.1m);
        }

        engine.Pass(2);
        Assert.Equal(ControlMode.Run, engine.Ledger.Control.Mode);
        return await WebDesk.StartAsync(engine.Snapshot, engine, approveToken);
    }

    /// <summary>Started and not connected: only the hold of the start is on, and the autopilot waits.</summary>
    public static Task<WebDesk> StartedAsync()
    {
        EngineHarness engine = Started(null);
        return WebDesk.StartAsync(engine.Snapshot, engine);
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

    private static EngineHarness Started(Func<EngineOptions, EngineOptions>? change)
    {
        var options = new EngineOptions
        {
            Venues = [.. Instruments.Select(i => i.Id.Venue)],
            Symbols = [TestInstruments.Btc],
            Autopilot = true,
        };
        var engine = new EngineHarness(change?.Invoke(options) ?? options, Instruments);
        engine.Start();
        return engine;
    }
}
