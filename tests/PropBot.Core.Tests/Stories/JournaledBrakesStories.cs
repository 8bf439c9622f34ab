using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whatever changes a brake without a person's command is in the journal too, with actor, source and correlation id.</summary>
public sealed class JournaledBrakesStories
{
    [Fact]
    public void RequestThatExpires_AndOneThatIsRevoked()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "lunch", "h-1"));
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.Resume, "anna", "back", "r-1"));
        desk.Skip(desk.Options.Control.ApprovalValidity + TimeSpan.FromSeconds(1));
        desk.Pass(0.2);
        Line(desk, "approval.expire", ("action", "resume"), ("source", "approvals"), ("reason", "nobody confirmed it in time"), ("correlation_id", "r-1"));

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(2), ApprovalAction.Resume, "anna", "back", "r-2"));
        desk.Feed(new KillRequested("boris", "stop", "k-1"));
        Line(desk, "approval.revoke", ("action", "resume"), ("source", "approvals"), ("reason", "killed by boris"), ("correlation_id", "r-2"));
    }

    [Fact]
    public void VenueThatIsDegraded_AndWellAgain_AndTheWatchdogSwitchedOff()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cable"));
        desk.Pass(7);
        Line(desk, "control.watchdog", ("exchange", "okx-perp"), ("before", "OK"), ("now", "DEGRADED"), ("source", "watchdog:okx-perp"), ("reason", "link: cable"));
        desk.Feed(new ConfigurationTaken(desk.Options with { Watchdog = desk.Options.Watchdog with { Enabled = false } }, RaisesRisk: false, "anna", "drill"));
        desk.Pass(1);
        Line(desk, "control.watchdog", ("exchange", "okx-perp"), ("before", "DEGRADED"), ("now", "UNKNOWN"), ("reason", "the watchdog is switched off"));
        Assert.Null(desk.Ledger.Control.Troubled);
    }

    private static void Line(EngineHarness desk, string type, params (string Name, string Value)[] expected)
    {
        Journaled line = desk.Ledger.Lines.Last(l => l.Type == type);
        Assert.Contains(new("actor", "system"), line.Payload);
        Assert.Contains(line.Payload, p => p.Key == "correlation_id");
        foreach ((string name, string value) in expected)
        {
            Assert.Contains(new(name, value), line.Payload);
        }
    }
}
