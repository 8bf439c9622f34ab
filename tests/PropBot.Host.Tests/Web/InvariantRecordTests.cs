using System.Net.Http.Json;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Testing.Engine;

namespace PropBot.Host.Tests.Web;

/// <summary>Goal: the record that stands behind every HTTP test over an engine notices what it is there for.</summary>
public sealed class InvariantRecordTests
{
    private static readonly ControlState Held = ControlState.Held(new HoldCause(HoldKind.Operator, "news", "anna", default, "c-1"));

    [Fact]
    public async Task OrdersOfTheRunningSurface_AreSeen_AndKeepThem()
    {
        await using WebDesk desk = await EngineDesks.RunningAsync();
        using HttpClient client = desk.Client();
        (await client.PostAsJsonAsync("/api/ui/hold", new { reason = "news" })).EnsureSuccessStatusCode();
        (await client.PostAsJsonAsync("/api/ui/kill", new { reason = "worse" })).EnsureSuccessStatusCode();
        Assert.Equal(2, desk.Record!.Changes);
        Assert.Empty(desk.Record.Broken);
    }

    [Fact]
    public void AnOpeningWhileHeld_IsNoticed()
    {
        var record = new InvariantRecord(Known(Held));
        OrderIntent opening = Opening();
        record.OnDecided(Input(new ClockTicked()), [new OrderChanged(new OrderRecord(opening, OrderStatus.Intended, null, Quantity.Zero, Quantity.Zero, default, null))]);
        Assert.StartsWith("opens_only_when_allowed: ", Assert.Single(record.Broken), StringComparison.Ordinal);
    }

    [Fact]
    public void ARefusedHold_IsNoticed()
    {
        var record = new InvariantRecord(Known(ControlState.Running()));
        record.OnDecided(Input(new HoldRequested("anna", "news")), [new Journaled("command.refused", [new("command", "HoldRequested"), new("code", "safe_mode")])]);
        Assert.StartsWith("reducing_is_never_refused: ", Assert.Single(record.Broken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna", "ui", "c-1", true)]
    [InlineData("boris", "ui", "c-1", false)]
    [InlineData("anna", "telegram", "c-1", false)]
    [InlineData("anna", "ui", "", false)]
    public void AChangeThatIsNotTold_OrToldOfSomebodyElse_IsNoticed(string actor, string source, string correlation, bool isKept)
    {
        var record = new InvariantRecord(Known(ControlState.Running()));
        record.OnDecided(
            Input(new HoldRequested("anna", "news", "c-1")),
            [new ControlChanged(Held), new Journaled("control.hold", [new("actor", actor), new("source", source), new("correlation_id", correlation)])]);
        Assert.Equal(isKept, record.Broken.Count == 0);
    }

    private static LedgerProjection Known(ControlState control)
    {
        var known = new LedgerProjection();
        known.Apply([new ControlChanged(control)]);
        return known;
    }

    private static EngineInput Input(EngineEvent happened) => new(1, default, default, happened);

    private static OrderIntent Opening()
    {
        EngineHarness engine = SweepDesk.Quiet();
        engine.Quote(SweepDesk.Okx, 60_300m, 60_300.1m);
        return engine.TakePlaced()[0];
    }
}
