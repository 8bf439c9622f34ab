namespace PropBot.Core.Risk;

/// <summary>Every measure that has a service level; a closed list.</summary>
public enum SloMetric
{
    /// <summary>Notional that only one leg held times the seconds it did so, quote units times seconds in an hour.</summary>
    NakedRisk = 1,

    /// <summary>From an order being handed out to the venue's answer, 95 of 100, milliseconds.</summary>
    OrderCycle = 2,

    /// <summary>Part of the answered orders that the venue refused.</summary>
    RejectRate = 3,

    /// <summary>Part of the answered cancels that had no certain effect.</summary>
    CancelFailRate = 4,

    /// <summary>Between two states of a venue's books, 95 of 100, at the worst venue, milliseconds.</summary>
    StreamGap = 5,

    /// <summary>Open differences between our books and the venues.</summary>
    Mismatches = 6,

    /// <summary>How far equity is below its highest sample of the UTC day, basis points.</summary>
    DayDrawdown = 7,
}

public static class SloMetrics
{
    public static IReadOnlyList<SloMetric> All { get; } = Enum.GetValues<SloMetric>();

    /// <summary>The name in the thresholds file, the API and the metrics.</summary>
    public static string Code(this SloMetric metric) => metric switch
    {
        SloMetric.NakedRisk => "naked_notional_seconds",
        SloMetric.OrderCycle => "order_cycle_ms_p95",
        SloMetric.RejectRate => "reject_rate",
        SloMetric.CancelFailRate => "cancel_fail_rate",
        SloMetric.StreamGap => "ws_gap_ms_p95",
        SloMetric.Mismatches => "recon_mismatch",
        SloMetric.DayDrawdown => "max_day_drawdown_bps",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "no code for this measure"),
    };

    /// <summary>A part or a percentile of what happened in a window; else a sum, or how things stand.</summary>
    public static bool IsOfMany(this SloMetric metric) => metric is SloMetric.OrderCycle or SloMetric.RejectRate or SloMetric.CancelFailRate or SloMetric.StreamGap;

    public static SloMetric? Find(string code) => All.Where(m => m.Code() == code).Select(m => (SloMetric?)m).FirstOrDefault();
}
