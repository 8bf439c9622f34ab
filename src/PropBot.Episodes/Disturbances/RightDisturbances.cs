using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What becomes of the keys.</summary>
internal static class RightDisturbances
{
    public static readonly IReadOnlyList<Disturbance> All = [new RightWithdrawn()];

    /// <summary>A venue lets the keys read and no longer trade, says so when it is asked, and gives the right back after a while.</summary>
    private sealed class RightWithdrawn() : Disturbance("right_withdrawn")
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(0.5); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment(), For = draw.Seconds(1, 9), Venue = draw.Venue() });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            Line line = world.Venue(item.Venue!.Value).Line;
            line.IsRightWithdrawn = true;
            world.AfterTrouble(item.For, () => line.IsRightWithdrawn = false);
        }
    }
}
