using PropBot.Core.Engine;

namespace PropBot.Host.Api;

/// <summary>The desk's brakes.</summary>
internal sealed record ControlResponse
{
    /// <summary><c>RUN</c> or <c>HOLD</c>.</summary>
    public required string Mode { get; init; }

    public required bool HoldActive { get; init; }

    public string? HoldReason { get; init; }

    public string? HoldSource { get; init; }

    public DateTimeOffset? HoldSince { get; init; }

    /// <summary>UTC day on which the daily loss limit was breached.</summary>
    public DateOnly? DailyLossBreachedOn { get; init; }

    public static ControlResponse Of(ControlState control) => new()
    {
        Mode = NameOf(control.Mode),
        HoldActive = control.Mode == ControlMode.Hold,
        HoldReason = control.HoldReason,
        HoldSource = control.HoldSource,
        HoldSince = control.HoldSince,
        DailyLossBreachedOn = control.DailyLossBreachedOn,
    };

    public static string NameOf(ControlMode mode) => mode == ControlMode.Run ? "RUN" : "HOLD";
}
