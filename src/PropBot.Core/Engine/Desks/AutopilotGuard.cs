using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Protections that switch auto trading off by themselves. They look at what is so, not at what has changed: whoever lets go
/// while a breach lasts is held again with the next heartbeat. Each breach is in the audit once.
/// </summary>
internal sealed class AutopilotGuard(EngineState state, Brakes brakes)
{
    public const string DailyLossReason = "DAILY_LOSS_BREACH";
    public const string DrawdownReason = "DRAWDOWN_BREACH";
    public const string WatchdogReason = "WATCHDOG_AUTO_HOLD";
    public const string Source = "autopilot_guard";

    private const string WatchdogPrefix = "watchdog:";

    public static string WatchdogSource(VenueId venue) => $"{WatchdogPrefix}{venue}";

    /// <summary>The cause that a hold is shown with is the watchdog's. Asked for every opportunity that a hold refuses, so it allocates nothing.</summary>
    public static bool IsWatchdogs(HoldStack holds)
    {
        for (int i = 0; i < holds.Causes.Count; i++)
        {
            HoldCause cause = holds.Causes[i];
            if (cause.Kind != HoldKind.Start)
            {
                return cause.Kind == HoldKind.Guard && cause.Source.StartsWith(WatchdogPrefix, StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>The loss has just reached its limit.</summary>
    /// <param name="realized">Of the day, quote units; negative is lost.</param>
    /// <param name="change">Of the equity on the day; null while it is not known.</param>
    public void OnDailyLoss(decimal realized, decimal? change)
    {
        state.DailyLossBreaches++;
        string lost = Money(realized);
        string with = change is { } known ? Money(known) : "?";
        string limit = Money(state.Options.Risk.MaxDailyLoss?.Value ?? 0m);
        state.Alert(AlertSeverity.Critical, "daily_loss",
            $"The day's loss reached its limit of {limit} USDT: realised {lost} USDT, with open positions {with} USDT. {Consequence.English}",
            $"Дневной убыток достиг лимита {limit} USDT: реализовано {lost} USDT, с открытыми позициями {with} USDT. {Consequence.Russian}");
        Audit(AuditAction,
            [new("reason", DailyLossReason), new("realized_today_usdt", lost), new("equity_change_today_usdt", with), new("limit_usdt", limit)]);
        Check();
    }

    /// <summary>Equity has just fallen too far below its highest of the day.</summary>
    public void OnDrawdown(decimal bps)
    {
        state.DrawdownBreaches++;
        string fallen = Money(bps);
        string limit = Money(state.Options.Risk.MaxDayDrawdownBps ?? 0m);
        state.Alert(AlertSeverity.Critical, "drawdown",
            $"Equity is {fallen} bps below its highest of the day, the limit is {limit} bps. {Consequence.English}",
            $"Капитал на {fallen} б.п. ниже максимума дня, лимит {limit} б.п. {Consequence.Russian}");
        Audit(AuditAction, [new("reason", DrawdownReason), new("drawdown_bps", fallen), new("limit_bps", limit)]);
        Check();
    }

    /// <summary>A venue has just been in trouble for too long.</summary>
    public void OnAutoHold(VenueState venue)
    {
        state.WatchdogHolds++;
        string reason = HoldReason(venue);
        Audit("AUTO_HOLD_WATCHDOG", [new("exchange", venue.Venue.Name), new("hold_reason", reason), new("watchdog_reason", venue.Watch.Reason)]);
        venue.Watch.HoldIsUntold = true;
        Check();
    }

    /// <summary>
    /// The venue is in AUTO_HOLD and the desk is to hold for it. Not for one that people have restricted as a whole: nothing opens there already, and the
    /// others need not wait for it. What the desk froze by itself nobody has set aside. Whoever releases it while it is not well is held at once.
    /// </summary>
    public static bool HoldsFor(EngineState state, VenueState venue) =>
        venue.Watch.Status == WatchStatus.AutoHold && !IsSetAside(state.Control.Scopes, ControlScope.Of(venue.Venue));

    private static bool IsSetAside(ScopeStack scopes, ControlScope scope)
    {
        for (int i = 0; i < scopes.Causes.Count; i++)
        {
            ScopeCause cause = scopes.Causes[i];
            if (cause.Scope == scope && !string.Equals(cause.Source, FeeCoinFreeze.Source, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public void Check()
    {
        if (state.Options.Risk.EnforcesDayLimits)
        {
            if (DailyLoss.IsBreached(state.Control))
            {
                Engage(DailyLossReason, Source);
            }

            if (DailyLoss.IsDrawdownBreached(state.Control))
            {
                Engage(DrawdownReason, $"{Source}:drawdown");
            }
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            if (!HoldsFor(state, venue))
            {
                continue;
            }

            Engage(HoldReason(venue), WatchdogSource(venue.Venue));
            if (venue.Watch.HoldIsUntold)
            {
                venue.Watch.HoldIsUntold = false;
                Audit("AUTO_TRADE_OFF", [new("reason", WatchdogReason), new("exchange", venue.Venue.Name), new("watchdog_reason", venue.Watch.Reason)]);
            }
        }
    }

    private void Engage(string reason, string source) => brakes.Engage(new HoldCause(HoldKind.Guard, reason, source, state.At));

    private void Audit(string action, KeyValuePair<string, string>[] details) => state.Effects.Add(new Journaled("audit",
    [
        new("operator", "system"), new("role", "system"), new("action", action), .. details,
    ]));

    /// <summary>What a reached limit of the day does.</summary>
    private (string English, string Russian) Consequence => state.Options.Risk.EnforcesDayLimits
        ? ("The desk holds; nothing opens until the UTC day is over and two people resume.",
            "Включён HOLD; новые пары не открываются до конца суток UTC и возобновления двумя людьми.")
        : ("The limit is only watched (ENFORCE_DAILY_LOSS_CAP is off): opening goes on.",
            "Лимит только наблюдается (ENFORCE_DAILY_LOSS_CAP выключен): открытие продолжается.");

    private string AuditAction => state.Options.Risk.EnforcesDayLimits ? "AUTO_TRADE_OFF" : "DAY_LIMIT_WATCHED";

    private static string Money(decimal amount) => WireNumber.Format(Math.Round(amount, 2, MidpointRounding.ToZero));

    private static string HoldReason(VenueState venue) => $"exchange_watchdog:{venue.Venue} {venue.Watch.Reason}";
}
