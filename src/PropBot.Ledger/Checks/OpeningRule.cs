using System.Globalization;
using PropBot.Core.Engine;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Checks;

/// <summary>
/// No order that increases exposure is decided while the desk is held, killed, restricted there or past a limit of the day, nor before a start has
/// found what the last one left, nor after the order to end.
/// </summary>
internal sealed class OpeningRule(ControlState known) : LedgerRule(
    "opens_only_when_allowed", "Nothing is opened in HOLD or SAFE_MODE, killed, where a part is restricted, past a limit of the day, before the start is complete or at the end.")
{
    /// <summary>What the guard notes when it stops the desk, with the reason: at a limit of the day, or for a venue.</summary>
    private const string DayLimitEnforced = "AUTO_TRADE_OFF";

    /// <summary>And when it only watches.</summary>
    private const string DayLimitWatched = "DAY_LIMIT_WATCHED";

    private ControlState _control = known;
    private string? _phase;
    private bool _areDayLimitsEnforced = true;
    private string? _configuration;

    public override void Read(IReadOnlyList<ReadLine> moment)
    {
        foreach (ReadLine line in moment)
        {
            switch (line.Type)
            {
                case JournalTypes.Control:
                    _control = line.Control!;
                    break;
                case "restart.begin":
                    _phase = "the start had not found what the last one left";
                    Configure(line.Text("config_hash"));
                    break;
                case "restart.resume" when line.Text("status") == "RESUMED":
                    _phase = null;
                    break;
                case "shutdown":
                    _phase = "the process was to end";
                    break;
                case "config.changed":
                    Configure(line.Text("hash"));
                    break;
                case "audit" when line.Text("action") is DayLimitWatched || (line.Text("action") is DayLimitEnforced && line.Text("reason") is "DAILY_LOSS_BREACH" or "DRAWDOWN_BREACH"):
                    _areDayLimitsEnforced = line.Text("action") == DayLimitEnforced;
                    break;
                case JournalTypes.OrderIntent when line.Text("purpose") == "open":
                    Count();
                    Check(line);
                    break;
            }
        }
    }

    private void Check(ReadLine line)
    {
        InstrumentId on = line.Body.Instrument();
        if ((Brake() ?? _phase ?? Restriction(on) ?? DayLimit(DateOnly.FromDateTime(line.Line.At.UtcDateTime))) is { } why)
        {
            Break(line.Line, $"{line.Text("client_order_id")} opens on {on}: {why}");
        }
    }

    /// <summary>With another configuration the limits of the day may be watched where they were enforced: until the guard says so, nobody knows.</summary>
    private void Configure(string? hash)
    {
        if (hash is not null && hash != _configuration)
        {
            _areDayLimitsEnforced = _configuration is null && _areDayLimitsEnforced;
            _configuration = hash;
        }
    }

    private string? Brake() => _control.MayOpen ? null
        : _control.Kill is { } kill ? $"killed by {kill.By}"
        : _control.IsHeld ? $"held by {_control.Holds}"
        : "in HOLD and SAFE_MODE";

    private string? Restriction(InstrumentId on) => (_control.Scopes.On(on) ?? _control.Scopes.OnAll) is { } cause ? $"{cause.Scope.Kind} {cause.Scope.Subject} is {cause.State.Code()} by {cause.Source}"
        : _control.Strategy.Enabled ? null
        : "the strategy is switched off";

    private string? DayLimit(DateOnly day) => !_areDayLimitsEnforced ? null
        : _control.DailyLossBreachedOn == day ? $"the daily loss was breached on {Words(day)}"
        : _control.DrawdownBreachedOn == day ? $"the drawdown was breached on {Words(day)}"
        : null;

    private static string Words(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
