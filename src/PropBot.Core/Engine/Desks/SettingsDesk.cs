using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Modes and leverage are set by the adapter and can be changed on the venue's site behind our back: they are read at every connection and
/// again and again. While they are not as configured nothing opens on the venue; what reduces risk is sent all the same.
/// </summary>
internal sealed class SettingsDesk(EngineState state)
{
    /// <summary>A start without an answer is told when it is certain that more than one question found none.</summary>
    private static readonly TimeSpan UnreadGrace = TimeSpan.FromMinutes(2);

    public void Poll()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            bool isDue = venue.Settings.AskedElapsed is not { } asked || state.Elapsed - asked >= state.Options.SettingsPollInterval;
            if (venue.Link == VenueLink.Up && isDue)
            {
                Ask(venue);
            }

            Tell(venue);
        }
    }

    /// <summary>A new connection: what was asked over the one before is waited for, and then asked again.</summary>
    public void OnConnected(VenueState venue)
    {
        venue.Settings.AskedElapsed = null;
        Ask(venue);
    }

    /// <summary>One question at a time: it costs the venue's limits a request for every instrument.</summary>
    public void Ask(VenueState venue)
    {
        AccountSettingsWatch watch = venue.Settings;
        if (state.WantedOf(venue) is not null && !watch.Question.IsOpen(state.Elapsed))
        {
            watch.Question.Ask(state.Sequence, state.Elapsed);
            watch.AskedElapsed = state.Elapsed;
            watch.FirstAskedElapsed ??= state.Elapsed;
            state.Effects.Add(new QueryAccountSettings(venue.Venue) { Question = state.Sequence });
        }
    }

    public void OnReported(AccountSettingsReported told)
    {
        VenueState venue = state.Venues[told.Settings.Venue];
        if (state.WantedOf(venue) is { } wanted && venue.Settings.Question.Hears(told.Question, state.Sequence))
        {
            venue.Settings.Read(told.Settings, wanted, state.Elapsed, state.At);
            venue.Settings.Differences = AccountSettingsWords.Differences(told.Settings, wanted);
            Tell(venue);
        }
    }

    public void OnFailed(AccountSettingsQueryFailed failed)
    {
        AccountSettingsWatch watch = state.Venues[failed.Venue].Settings;
        watch.Failure = watch.Question.Fails(failed.Question) ? failed.Reason : watch.Failure;
    }

    /// <summary>The refusal of an opening order there; null when nothing forbids it.</summary>
    public static RiskRefusal? Forbids(EngineState state, VenueState venue)
    {
        AccountSettingsStatus status = state.SettingsOf(venue);
        if (status == AccountSettingsStatus.AsConfigured)
        {
            return null;
        }

        decimal wanted = state.WantedOf(venue)!.Value.Leverage;
        decimal actual = status == AccountSettingsStatus.Different ? venue.Settings.OtherLeverageFound ?? wanted : 0m;
        return new RiskRefusal(RiskRule.AccountSettings, wanted, actual) { Venue = venue.Venue };
    }

    /// <summary>Runs with every heartbeat: only a change is put in words.</summary>
    private void Tell(VenueState venue)
    {
        AccountSettingsWatch watch = venue.Settings;
        AccountSettingsStatus now = state.SettingsOf(venue);
        bool isTold = watch.ToldStatus == now && watch.ToldDifferences == watch.Differences;
        bool isStarting = now == AccountSettingsStatus.Unread && !(state.Elapsed - watch.FirstAskedElapsed > UnreadGrace);
        if (isTold || isStarting || state.WantedOf(venue) is not { } wanted)
        {
            return;
        }

        AccountSettingsStatus? before = watch.ToldStatus;
        watch.ToldStatus = now;
        watch.ToldDifferences = watch.Differences;
        if (before is not null || now != AccountSettingsStatus.AsConfigured)
        {
            state.Effects.Add(new Journaled("venue.account_settings",
            [
                new("venue", venue.Venue.Name), new("before", (before ?? AccountSettingsStatus.Unread).Code()), new("now", now.Code()),
                new("detail", now is AccountSettingsStatus.Unread or AccountSettingsStatus.Stale ? watch.Failure : watch.Differences),
            ]));
            TellChange(now, SettingsText.Of(venue, now, wanted));
        }
    }

    private void TellChange(AccountSettingsStatus now, (string English, string Russian) text)
    {
        if (now == AccountSettingsStatus.AsConfigured)
        {
            state.Alert(AlertSeverity.Info, "account_settings_back", $"{text.English}.", $"{text.Russian}.");
        }
        else if (now == AccountSettingsStatus.Different)
        {
            state.Alert(AlertSeverity.Critical, "account_settings_differ",
                $"{text.English}. Until then nothing opens there; hedges, closes and cancels are sent all the same.",
                $"{text.Russian}. До этого новые пары там не открываются; хеджи, закрытия и отмены всё равно отправляются.");
        }
        else
        {
            state.Alert(AlertSeverity.Warning, "account_settings_unknown",
                $"{text.English}. Nothing opens there until they are read; hedges, closes and cancels are sent all the same.",
                $"{text.Russian}. Пока они не прочитаны, новые пары там не открываются; хеджи, закрытия и отмены всё равно отправляются.");
        }
    }
}
