using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Disturbances;

/// <summary>What prices and books do.</summary>
internal static class MarketDisturbances
{
    public const string GapKind = "gap";

    public static readonly IReadOnlyList<Disturbance> All = [new Gap(), new ThinBook(), new Jump()];

    /// <summary>One instrument's price parts from the others' by so many basis points for a while: the desk's opportunity.</summary>
    private sealed class Gap() : Disturbance(GapKind)
    {
        public override void Draw(ScheduleDraw draw)
        {
            int count = 2 + draw.Count(4);
            for (int i = 0; i < count; i++)
            {
                Instrument instrument = draw.Instrument();
                draw.Add(item => item with
                {
                    At = TimeSpan.FromSeconds(1) + draw.Moment(),
                    For = draw.Seconds(1, 12),
                    Venue = instrument.Id.Venue,
                    Symbol = instrument.Id.Symbol,
                    Amount = draw.One(-1m, 1m) * (20m + draw.Random.NextInt(60)),
                });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            var id = new InstrumentId(item.Venue!.Value, item.Symbol!.Value);
            world.Market.Part(id, item.Amount);
            world.AfterTrouble(item.For, () => world.Market.Part(id, -item.Amount));
        }
    }

    /// <summary>Only a share of the usual quantity stands in a book.</summary>
    private sealed class ThinBook() : Disturbance("thin_book")
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(2); i > 0; i--)
            {
                Instrument instrument = draw.Instrument();
                draw.Add(item => item with
                {
                    At = draw.Moment(),
                    For = draw.Seconds(1, 10),
                    Venue = instrument.Id.Venue,
                    Symbol = instrument.Id.Symbol,
                    Amount = draw.One(0.001m, 0.01m, 0.1m),
                });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item)
        {
            var id = new InstrumentId(item.Venue!.Value, item.Symbol!.Value);
            world.Market.SetDepth(id, (double)item.Amount);
            world.AfterTrouble(item.For, () => world.Market.SetDepth(id, 1.0));
        }
    }

    /// <summary>A symbol's price jumps on every venue, basis points, and stays there.</summary>
    private sealed class Jump() : Disturbance("jump")
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(1.5); i > 0; i--)
            {
                draw.Add(item => item with
                {
                    At = draw.Moment(),
                    Symbol = draw.One(EpisodeSettings.Btc, EpisodeSettings.Eth),
                    Amount = draw.One(-1m, 1m) * (20m + draw.Random.NextInt(280)),
                });
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item) => world.Market.Jump(item.Symbol!.Value, item.Amount);
    }
}
