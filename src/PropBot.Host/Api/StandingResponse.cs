using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>How the desk stands, the same in every status endpoint beside what is its own.</summary>
internal abstract record StandingResponse
{
    protected StandingResponse(DeskReading desk, EngineSnapshot snapshot)
    {
        Ts = snapshot.At;
        BuildVersion = PropBotVersion.Text;
        Profile = desk.Configuration.Profile;
        ConfigHash = desk.Configuration.Hash;
        Mode = ControlResponse.NameOf(snapshot.Control.Mode);
        SafeMode = snapshot.Control.SafeMode;
        HoldActive = snapshot.Control.IsHeld;
        HoldReason = snapshot.Control.HoldReason;
        DryRunMode = snapshot.IsDryRun;
        TwoManResumeRequired = snapshot.TwoManRule;
        ResumePending = snapshot.Approvals.Any(a => a.Action == ApprovalAction.Resume && a.Status.IsLive());
        ClockSkewS = snapshot.Venues.Max(v => v.Clock is { } clock ? Math.Abs((decimal)clock.Offset.TotalSeconds) : (decimal?)null);
        PartialRebalance = PartialRebalanceResponse.Of(snapshot);
        RunawayGuard = RunawayGuardResponse.Of(snapshot);
        Autopilot = AutopilotResponse.Of(snapshot);
        AutoHedge = AutoHedgeResponse.Of(snapshot, desk.Health);
    }

    /// <summary>Market time of the snapshot.</summary>
    public DateTimeOffset Ts { get; }

    public string BuildVersion { get; }

    public string Profile { get; }

    /// <summary>Short name of the configuration that counts: <c>/api/ui/config</c> has the whole.</summary>
    public string ConfigHash { get; }

    public string Mode { get; }

    public bool SafeMode { get; }

    public bool HoldActive { get; }

    public string? HoldReason { get; }

    /// <summary>Nothing is opened in this run, whatever the mode.</summary>
    public bool DryRunMode { get; }

    public bool TwoManResumeRequired { get; }

    /// <summary>A resume waits for its second person, or to be carried out.</summary>
    public bool ResumePending { get; }

    /// <summary>The largest difference between a venue's clock and ours, seconds; null before the first was measured.</summary>
    public decimal? ClockSkewS { get; }

    public PartialRebalanceResponse PartialRebalance { get; }

    public RunawayGuardResponse RunawayGuard { get; }

    public AutopilotResponse Autopilot { get; }

    public AutoHedgeResponse AutoHedge { get; }
}
