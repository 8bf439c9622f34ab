using PropBot.Core.Engine;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>The desk's brakes, one row.</summary>
internal sealed class ControlTable(Session session) : IDisposable
{
    public const string Select = "SELECT mode, hold_reason, hold_source, hold_since, daily_loss_breached_on, day_anchor, "
        + "day_start_equity FROM control_state";

    private readonly Statement _upsert = session.Upsert(
        "control_state",
        "only_row", "mode", "hold_reason", "hold_source", "hold_since", "daily_loss_breached_on", "day_anchor", "day_start_equity");

    public void Write(ControlState control) => _upsert
        .Whole(1)
        .Member(control.Mode)
        .Text(control.HoldReason)
        .Text(control.HoldSource)
        .Time(control.HoldSince)
        .Day(control.DailyLossBreachedOn)
        .Day(control.DayAnchor)
        .Number(control.DayStartEquity)
        .Run();

    public static ControlState Read(ref Row row) => new(
        row.Member<ControlMode>(),
        row.TextOrNull(),
        row.TextOrNull(),
        row.TimeOrNull(),
        row.DayOrNull(),
        row.DayOrNull(),
        row.NumberOrNull());

    public void Dispose() => _upsert.Dispose();
}
