using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>Makes the start-up checks anew when a person asks: reads from every venue what they rest on, and keeps in the journal who asked. Who asks while that is under way waits for the same answers.</summary>
internal sealed class PreflightDesk(EngineState state, Preflight preflight, VenueDesk venues, RightsDesk rights, SettingsDesk settings)
{
    private TimeSpan? _startedElapsed;

    public void Run(PreflightRequested asked)
    {
        bool joins = IsUnderWay();
        if (!joins)
        {
            _startedElapsed = state.Elapsed;
            foreach (VenueState venue in state.Venues.Values.Where(v => v.Link == VenueLink.Up))
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
            new("joins_running", joins ? "true" : "false"),
        ]));
    }

    /// <summary>A venue still owes the last one an answer; the account is read every few seconds anyhow.</summary>
    private bool IsUnderWay() => _startedElapsed is { } started && state.Venues.Values.Any(v => v.Link == VenueLink.Up
        && (v.Right.Question.IsOpenFrom(started, state.Elapsed) || v.Settings.Question.IsOpenFrom(started, state.Elapsed)));
}
