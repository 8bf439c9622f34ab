using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>Makes the start-up checks anew when a person asks: reads from every venue what they rest on, and keeps in the journal who asked.</summary>
internal sealed class PreflightDesk(EngineState state, Preflight preflight, VenueDesk venues, RightsDesk rights, SettingsDesk settings)
{
    public void Run(PreflightRequested asked)
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            if (venue.Link == VenueLink.Up)
            {
                venues.AskForAccount(venue);
                rights.Ask(venue);
                settings.Ask(venue);
            }
        }

        state.Effects.Add(new Journaled("preflight.run",
        [
            new("actor", asked.Actor), new("source", asked.Channel), new("reason", asked.Reason), new("correlation_id", asked.CorrelationId),
            new("passed_before", preflight.IsGreen() ? "true" : "false"), new("red_before", preflight.Red()),
        ]));
    }
}
