using PropBot.Core.Engine.Events;
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
    ];

    /// <summary>An event from the operators' surface, at a moment of its own.</summary>
    private sealed class Command(string kind, double usual, Func<ScheduleItem, EngineEvent> make) : Disturbance(kind)
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(usual); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment() });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item) => world.Desk.Deliver(make(item));
    }
}
