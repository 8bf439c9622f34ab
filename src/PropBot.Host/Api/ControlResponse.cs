using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Api;

/// <summary>The desk's brakes.</summary>
internal sealed record ControlResponse
{
    /// <summary><c>RUN</c> or <c>HOLD</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>At least one cause holds.</summary>
    public required bool HoldActive { get; init; }

    /// <summary>The cause that came first.</summary>
    public string? HoldReason { get; init; }

    public string? HoldSource { get; init; }

    public DateTimeOffset? HoldSince { get; init; }

    /// <summary>Every cause, oldest first.</summary>
    public required IReadOnlyList<HoldCauseResponse> Holds { get; init; }

    /// <summary>On from the start or a hold until the confirmed resume has been carried out.</summary>
    public required bool SafeMode { get; init; }

    /// <summary>Nothing is opened in this run, whatever the mode.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Whoever requests may not confirm.</summary>
    public required bool TwoManRule { get; init; }

    public required bool Killed { get; init; }

    public KillLatchResponse? Kill { get; init; }

    public DateTimeOffset? LastReleasedTs { get; init; }

    /// <summary>The resume that waits or was confirmed and not carried out.</summary>
    public ApprovalResponse? ResumeRequest { get; init; }

    public ApprovalResponse? UnkillRequest { get; init; }

    /// <summary>UTC day on which the daily loss limit was breached.</summary>
    public DateOnly? DailyLossBreachedOn { get; init; }

    public static ControlResponse Of(EngineSnapshot snapshot)
    {
        ControlState control = snapshot.Control;
        return new ControlResponse
        {
            Mode = NameOf(control.Mode),
            HoldActive = control.IsHeld,
            HoldReason = control.HoldReason,
            HoldSource = control.HoldSource,
            HoldSince = control.HoldSince,
            Holds = [.. control.Holds.Causes.Select(c => new HoldCauseResponse(c.Kind.ToString().ToLowerInvariant(), c.Reason, c.Source, c.Since, c.CorrelationId))],
            SafeMode = control.SafeMode,
            DryRun = snapshot.IsDryRun,
            TwoManRule = snapshot.TwoManRule,
            Killed = control.IsKilled,
            Kill = control.Kill is { } kill ? new KillLatchResponse(kill.By, kill.Reason, kill.Since, kill.CorrelationId, kill.Flatten) : null,
            LastReleasedTs = control.ReleasedAt,
            ResumeRequest = ApprovalResponse.Live(snapshot, ApprovalAction.Resume),
            UnkillRequest = ApprovalResponse.Live(snapshot, ApprovalAction.Unkill),
            DailyLossBreachedOn = control.DailyLossBreachedOn,
        };
    }

    public static string NameOf(ControlMode mode) => mode == ControlMode.Run ? "RUN" : "HOLD";
}

/// <param name="Kind"><c>start</c>, <c>operator</c> or <c>guard</c>.</param>
/// <param name="Since">When it was engaged first.</param>
internal sealed record HoldCauseResponse(string Kind, string Reason, string Source, DateTimeOffset Since, string CorrelationId);

internal sealed record KillLatchResponse(string By, string Reason, DateTimeOffset Since, string CorrelationId, bool Flatten);
