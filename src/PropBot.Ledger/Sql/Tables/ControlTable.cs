using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>The desk's brakes, one row: the first cause of a hold for people who look with SQL, all of them in <c>brakes</c>.</summary>
internal sealed class ControlTable(Session session) : IDisposable
{
    public const string Select = "SELECT mode, hold_reason, hold_source, hold_since, daily_loss_breached_on, day_anchor, "
        + "day_start_equity, brakes FROM control_state";

    private readonly Statement _upsert = session.Upsert(
        "control_state",
        "only_row", "mode", "hold_reason", "hold_source", "hold_since", "daily_loss_breached_on", "day_anchor", "day_start_equity", "brakes");

    /// <param name="brakes">The whole state as the journal has it.</param>
    public void Write(ControlState control, string brakes) => _upsert
        .Whole(1)
        .Member(control.Mode)
        .Text(control.HoldReason)
        .Text(control.HoldSource)
        .Time(control.HoldSince)
        .Day(control.DailyLossBreachedOn)
        .Day(control.DayAnchor)
        .Number(control.DayStartEquity)
        .Json(brakes)
        .Run();

    public static ControlState Read(ref Row row)
    {
        var mode = row.Member<ControlMode>();
        (string? reason, string? source, DateTimeOffset? since) = (row.TextOrNull(), row.TextOrNull(), row.TimeOrNull());
        var control = new ControlState
        {
            Mode = mode,
            DailyLossBreachedOn = row.DayOrNull(),
            DayAnchor = row.DayOrNull(),
            DayStartEquity = row.NumberOrNull(),
        };
        if (row.TextOrNull() is { } brakes)
        {
            using var document = JsonDocument.Parse(brakes);
            return ControlJson.ReadBrakes(document.RootElement, control);
        }

        return reason is null || source is null || since is null ? control : control with { Holds = HoldStack.Empty.With(Earlier(reason, source, since.Value)) };
    }

    public void Dispose() => _upsert.Dispose();

    /// <summary>A hold that was kept before there were several causes. The start's is made anew by every start.</summary>
    private static HoldCause Earlier(string reason, string source, DateTimeOffset since) =>
        new(reason == "restart_safe_mode" && source == "bootstrap" ? HoldKind.Start : HoldKind.Operator, reason, source, since);
}
