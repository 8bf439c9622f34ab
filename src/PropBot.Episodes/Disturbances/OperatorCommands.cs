using System.Globalization;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What operators do.</summary>
internal static class OperatorCommands
{
    public static readonly IReadOnlyList<Disturbance> All =
    [
        new Command("hold", 0.8, _ => new HoldRequested("anna", "episode")),
        new Command("resume", 2, _ => new ResumeRequested("boris", "episode")),
        new Command("acknowledge", 1, _ => new InstrumentChangeAcknowledged(null, "anna")),
        new Command("close_all", 0.3, item => Sweep(SweepKind.CloseAll, null, item)),
        new Command("cancel_all", 0.4, item => Sweep(SweepKind.CancelAll, null, item)),
        new Command("close_exposure", 0.4, item => Sweep(SweepKind.CloseExposure, item.Venue, item), draw => draw.Venue()),
    ];

    /// <summary>The moment is the id: asked again in the same schedule it is the same wish.</summary>
    private static SweepRequested Sweep(SweepKind kind, VenueId? venue, ScheduleItem item) => new(
        kind, new SweepScope(venue, null, TakesOff: kind != SweepKind.CancelAll), "anna", "episode", string.Create(CultureInfo.InvariantCulture, $"{kind.Code()}-{item.At.Ticks}"));

    /// <summary>An event from the operators' surface, at a moment of its own.</summary>
    private sealed class Command(string kind, double usual, Func<ScheduleItem, EngineEvent> make, Func<ScheduleDraw, VenueId>? venue = null) : Disturbance(kind)
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(usual); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment(), Venue = venue?.Invoke(draw) });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item) => world.Desk.Deliver(make(item));
    }
}
