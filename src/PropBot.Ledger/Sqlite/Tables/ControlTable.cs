using Microsoft.Data.Sqlite;
using PropBot.Core.Engine;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>The desk's brakes, one row.</summary>
internal sealed class ControlTable(SqliteConnection connection) : IDisposable
{
    public const string Select = "SELECT mode, hold_reason, hold_source, hold_since, daily_loss_breached_on, day_anchor, "
        + "day_start_equity FROM control_state";

    private readonly Statement _upsert = Statement.Upsert(
        connection,
        "control_state",
        "only_row", "mode", "hold_reason", "hold_source", "hold_since", "daily_loss_breached_on", "day_anchor", "day_start_equity");

    public void Write(ControlState control) => _upsert.Run(
        1,
        EnumText<ControlMode>.Of(control.Mode),
        control.HoldReason,
        control.HoldSource,
        control.HoldSince is { } since ? LedgerTime.Format(since) : null,
        control.DailyLossBreachedOn is { } breached ? LedgerTime.FormatDay(breached) : null,
        control.DayAnchor is { } anchor ? LedgerTime.FormatDay(anchor) : null,
        control.DayStartEquity is { } equity ? WireNumber.Format(equity) : null);

    public static ControlState Read(SqliteDataReader reader)
    {
        var row = new Row(reader);
        return new ControlState(
            row.Member<ControlMode>(),
            row.TextOrNull(),
            row.TextOrNull(),
            row.TimeOrNull(),
            row.DayOrNull(),
            row.DayOrNull(),
            row.NumberOrNull());
    }

    public void Dispose() => _upsert.Dispose();
}
