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
    public void Poll()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            bool isDue = venue.Settings.AskedElapsed is not { } asked || state.Elapsed - asked >= state.Options.RightsPollInterval;
            if (venue.Link == VenueLink.Up && isDue)
            {
                Ask(venue);
            }
        }
    }

    public void Ask(VenueState venue)
    {
        if (state.WantedOf(venue) is not null)
        {
            venue.Settings.AskedElapsed = state.Elapsed;
            state.Effects.Add(new QueryAccountSettings(venue.Venue));
        }
    }

    public void OnReported(AccountSettings settings)
    {
        VenueState venue = state.Venues[settings.Venue];
        if (state.WantedOf(venue) is { } wanted)
        {
            venue.Settings.Read(settings, wanted, state.Elapsed, state.At);
            Tell(venue, wanted);
        }
    }

    public void OnFailed(AccountSettingsQueryFailed failed) => state.Venues[failed.Venue].Settings.Failure = failed.Reason;

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

    private void Tell(VenueState venue, MarginTerms wanted)
    {
        AccountSettingsWatch watch = venue.Settings;
        string differences = SettingsText.Differences(watch, wanted);
        bool differs = differences.Length > 0;
        if (watch.ToldDifferent == differs || (watch.ToldDifferent is null && !differs))
        {
            watch.ToldDifferent = differs;
            return;
        }

        watch.ToldDifferent = differs;
        state.Effects.Add(new Journaled("venue.account_settings",
            [new("venue", venue.Venue.Name), new("now", differs ? "different" : "as_configured"), new("detail", differences)]));
        (string english, string russian) = SettingsText.Of(venue, state.SettingsOf(venue), wanted);
        if (differs)
        {
            state.Alert(AlertSeverity.Critical, "account_settings_differ",
                $"{english}. Until then nothing opens there; hedges, closes and cancels are sent all the same.",
                $"{russian}. До этого новые пары там не открываются; хеджи, закрытия и отмены всё равно отправляются.");
        }
        else
        {
            state.Alert(AlertSeverity.Info, "account_settings_back", $"{english}.", $"{russian}.");
        }
    }
}
