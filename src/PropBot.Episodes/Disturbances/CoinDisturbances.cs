using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What becomes of the coin that everything settles in.</summary>
internal static class CoinDisturbances
{
    public static readonly IReadOnlyList<Disturbance> All = [new Depeg()];

    /// <summary>The settle coin leaves its peg, down or up, by less and by more than the limit, and comes back after a while.</summary>
    private sealed class Depeg() : Disturbance("depeg")
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(0.6); i > 0; i--)
            {
                draw.Add(item => item with { At = draw.Moment(), For = draw.Seconds(6, 16), Amount = draw.One(0.90m, 0.97m, 0.985m, 0.992m, 1.008m, 1.03m) });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            world.CoinPrice = item.Amount;
            world.AfterTrouble(item.For, () => world.CoinPrice = 1m);
        }
    }
}
