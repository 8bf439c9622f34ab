using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>Orders: each case sees what usually becomes of one, then what the fault makes of it.</summary>
internal static class OrderFaultCases
{
    public static readonly IReadOnlyDictionary<FaultKind, Func<FaultStage, Task>> All = new Dictionary<FaultKind, Func<FaultStage, Task>>
    {
        [FaultKind.OrderRefused] = RefusedAsync,
        [FaultKind.PartialFill] = PartialFillAsync,
        [FaultKind.FillAfterCancel] = FillAfterCancelAsync,
    };

    private static async Task RefusedAsync(FaultStage stage)
    {
        Assert.Equal("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Market("usual"))).Json));
        string[] codes = stage.Wire.Venue == VenueId.BinanceUm ? ["-2019", "-4141"]
            : stage.Wire.Venue == VenueId.OkxPerp ? ["51008", "51022"]
            : ["110007", "110066"];
        RefusalReason[] reasons = [RefusalReason.InsufficientMargin, RefusalReason.InstrumentNotTrading];
        for (int i = 0; i < codes.Length; i++)
        {
            await stage.InjectAsync(FaultKind.OrderRefused, rule => rule with { Reason = reasons[i] });

            Assert.Equal(codes[i], stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Market($"struck{i}"))).Json));
            Assert.Null(await stage.FindAsync($"struck{i}"));
        }
    }

    private static async Task PartialFillAsync(FaultStage stage)
    {
        await stage.SendAsync(stage.Wire.Market("usual"));
        Assert.Equal(0.1m, stage.Wire.FilledOf((await stage.FindAsync("usual"))!.Value));
        await stage.InjectAsync(FaultKind.PartialFill, rule => rule with { Size = 0.4m });

        await stage.SendAsync(stage.Wire.Market("struck"));

        Assert.Equal(0.04m, stage.Wire.FilledOf((await stage.FindAsync("struck"))!.Value));
    }

    private static async Task FillAfterCancelAsync(FaultStage stage)
    {
        SocketClient stream = await stage.PrivateStreamAsync();
        await stage.SendAsync(stage.Wire.Resting("usual"));
        await stage.SendAsync(stage.Wire.Cancel("usual"));
        Assert.DoesNotContain(await stage.DrainAsync(stream), text => stage.Wire.IsFill(FaultStage.Read(text)));
        Assert.Equal(0m, stage.Wire.FilledOf((await stage.FindAsync("usual"))!.Value));

        await stage.SendAsync(stage.Wire.Resting("struck"));
        await stage.InjectAsync(FaultKind.FillAfterCancel, rule => rule with { Delay = TimeSpan.FromMilliseconds(300) });
        Assert.Equal("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Cancel("struck"))).Json));
        await stage.Simulator.AdvanceAsync(TimeSpan.FromMilliseconds(400));

        JsonElement fill = await stream.ReceiveUntilAsync(stage.Wire.IsFill);
        Assert.Contains("struck", fill.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0.05m, stage.Wire.FilledOf((await stage.FindAsync("struck"))!.Value));
    }
}
