using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whoever looks at the desk after a crash sees what it told people before it.</summary>
public sealed class RecentPastStories
{
    [Fact]
    public void Start_ShowsWhatWasToldBefore_BelowWhatItTellsItself()
    {
        EngineHarness desk = Desks.Stopped();
        var before = new AlertSnapshot(desk.At.AddMinutes(-3), "Critical", "naked_pair", "P000001 is naked", "P000001 без хеджа");
        var fell = new WatchTransition(VenueId.OkxPerp, WatchStatus.Ok, WatchStatus.Degraded, "link: reset", desk.At.AddMinutes(-2));
        desk.Feed(new EngineStarted(desk.Ledger.Recover() with { Alerts = [before], WatchTransitions = [fell] }));
        Assert.Equal(before, desk.Snapshot.Alerts[^1]);
        desk.Connect();
        desk.Feed(new HoldRequested("anna", "news"));
        desk.Feed(new LedgerFailed("disk full"));
        Assert.True(desk.Snapshot.Alerts.Count > 1);
        Assert.Equal(before, desk.Snapshot.Alerts[^1]);
        Assert.Equal(fell, desk.Snapshot.Watchdog.Transitions[^1]);
    }

    [Fact]
    public void Alert_IsKeptInBothLanguages()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LedgerFailed("disk full"));
        AlertSnapshot told = desk.Snapshot.Alerts[0];
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "alert" && l.Payload.Contains(new("text", told.English)) && l.Payload.Contains(new("text_ru", told.Russian)));
    }
}
