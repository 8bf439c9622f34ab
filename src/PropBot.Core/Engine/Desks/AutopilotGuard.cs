using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Two protections that switch auto trading off by themselves. They look at what is so, not at what has changed: whoever lets go
/// while a breach lasts is held again with the next heartbeat. Each breach is in the audit once.
/// </summary>
internal sealed class AutopilotGuard(EngineState state, Brakes brakes)
{
    public const string DailyLossReason = "DAILY_LOSS_BREACH";
    public const string WatchdogReason = "WATCHDOG_AUTO_HOLD";
    public const string Source = "autopilot_guard";

    public static string WatchdogSource(VenueId venue) => $"watchdog:{venue}";

    /// <summary>The loss has just reached its limit.</summary>
    /// <param name="loss">Quote units.</param>
    public void OnDailyLoss(decimal loss)
    {
        state.DailyLossBreaches++;
        string lost = WireNumber.Format(Math.Round(loss, 2, MidpointRounding.ToZero));
        string limit = WireNumber.Format(state.Options.Risk.MaxDailyLoss?.Value ?? 0m);
        state.Alert(AlertSeverity.Critical, "daily_loss",
            $"Daily loss {lost} USDT reached its limit {limit} USDT. The desk holds; nothing opens until the UTC day is over and two people resume.",
            $"Дневной убыток {lost} USDT достиг лимита {limit} USDT. Включён HOLD; новые пары не открываются до конца суток UTC и возобновления двумя людьми.");
        Audit("AUTO_TRADE_OFF", [new("reason", DailyLossReason), new("daily_loss_usdt", lost), new("limit_usdt", limit)]);
        Check();
    }

    /// <summary>A venue has just been in trouble for too long.</summary>
    public void OnAutoHold(VenueState venue)
    {
        state.WatchdogHolds++;
        string reason = HoldReason(venue);
        Audit("AUTO_HOLD_WATCHDOG", [new("exchange", venue.Venue.Name), new("hold_reason", reason), new("watchdog_reason", venue.Watch.Reason)]);
        Audit("AUTO_TRADE_OFF", [new("reason", WatchdogReason), new("exchange", venue.Venue.Name), new("watchdog_reason", venue.Watch.Reason)]);
        Check();
    }

    public void Check()
    {
        if (DailyLoss.IsBreached(state.Control, state.At))
        {
            Engage(DailyLossReason, Source);
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            if (venue.Watch.Status == WatchStatus.AutoHold)
            {
                Engage(HoldReason(venue), WatchdogSource(venue.Venue));
            }
        }
    }

    private void Engage(string reason, string source)
    {
        if (brakes.Engage(new HoldCause(HoldKind.Guard, reason, source, state.At)))
        {
            brakes.Journal("control.hold", "system", source, reason, "");
        }
    }

    private void Audit(string action, KeyValuePair<string, string>[] details) => state.Effects.Add(new Journaled("audit",
    [
        new("operator", "system"), new("role", "system"), new("action", action), .. details,
    ]));

    private static string HoldReason(VenueState venue) => $"exchange_watchdog:{venue.Venue} {venue.Watch.Reason}";
}
