using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Disturbances;

/// <summary>What venues and the links to them do.</summary>
internal static class VenueDisturbances
{
    private static readonly TimeSpan ReceiveWindow = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<Disturbance> All =
    [
        new Lasting("link_cut", 1.5, (0.2, 6), _ => item => item, CutLink),
        new Lasting("venue_down", 0.6, (1, 12), _ => item => item, TakeDown),
        new Lasting("ban", 0.4, (1, 9), _ => item => item, Ban),
        new Lasting("clock", 0.5, (1, 6), draw => item => item with { Amount = 1 + draw.Random.NextInt(9) }, MistrustClock),
        new OnInstrument("silent_book", 1, (0.5, 6), _ => item => item, Silence),
        new OnInstrument("untrusted_book", 1, (0, 0), draw => item => item with { Word = draw.One(BookTrust.Suspect, BookTrust.Crossed).ToString() }, Distrust),
        new OnInstrument("funding", 1.5, (0, 0), draw => item => item with { Amount = 0.0001m * (draw.Random.NextInt(41) - 20) }, Settle),
        new OnInstrument("liquidation", 0.5, (0, 0), _ => item => item, Liquidate),
        new OnInstrument("deleveraging", 0.5, (0, 0), draw => item => item with { Amount = draw.One(0.1m, 0.5m, 1m) }, Deleverage),
        new OnInstrument("rules", 0.6, (1, 8), draw => item => item with { Word = draw.One("min_quantity", "max_quantity", "tick", "suspended") }, ChangeRules),
    ];

    private static void CutLink(EpisodeWorld world, ScheduleItem item)
    {
        EpisodeVenue venue = world.Venue(item.Venue!.Value);
        venue.Stream.IsCutOff = true;
        venue.Stream.Drop("connection lost");
        world.AfterTrouble(item.For, () =>
        {
            venue.Stream.IsCutOff = false;
            venue.Stream.Connect();
        });
    }

    private static void TakeDown(EpisodeWorld world, ScheduleItem item)
    {
        EpisodeVenue venue = world.Venue(item.Venue!.Value);
        venue.Line.IsVenueDown = true;
        venue.Stream.Drop("the venue is down");
        world.AfterTrouble(item.For, () =>
        {
            venue.Line.IsVenueDown = false;
            venue.Stream.Connect();
        });
    }

    private static void Ban(EpisodeWorld world, ScheduleItem item)
    {
        EpisodeVenue venue = world.Venue(item.Venue!.Value);
        venue.Line.IsBanned = true;
        world.Desk.Deliver(new VenueAccessChanged(venue.Id, VenueAccess.Banned, item.For, "418"));
        world.AfterTrouble(item.For, () =>
        {
            venue.Line.IsBanned = false;
            world.Desk.Deliver(new VenueAccessChanged(venue.Id, VenueAccess.Open, TimeSpan.Zero, ""));
        });
    }

    private static void MistrustClock(EpisodeWorld world, ScheduleItem item)
    {
        VenueId venue = item.Venue!.Value;
        world.Desk.Deliver(new VenueClockMeasured(venue, TimeSpan.Zero, TimeSpan.FromSeconds((double)item.Amount), ReceiveWindow));
        world.AfterTrouble(item.For, () => world.Desk.Deliver(new VenueClockMeasured(venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(20), ReceiveWindow)));
    }

    private static void Silence(EpisodeWorld world, ScheduleItem item)
    {
        EpisodeVenue venue = world.Venue(item.Venue!.Value);
        venue.SetSilent(item.Symbol!.Value, isSilent: true);
        world.AfterTrouble(item.For, () => venue.SetSilent(item.Symbol.Value, isSilent: false));
    }

    private static void Distrust(EpisodeWorld world, ScheduleItem item) =>
        world.Venue(item.Venue!.Value).Distrust(item.Symbol!.Value, Enum.TryParse(item.Word, out BookTrust trust) ? trust : BookTrust.Suspect);

    private static void Settle(EpisodeWorld world, ScheduleItem item) =>
        world.Venue(item.Venue!.Value).Simulated.SettleFunding(item.Symbol!.Value, new Rate(item.Amount), world.Time.Now);

    private static void Liquidate(EpisodeWorld world, ScheduleItem item) =>
        world.Venue(item.Venue!.Value).Simulated.ForceLiquidation(EpisodeVenue.Account, item.Symbol!.Value, side: null, world.Time.Now);

    private static void Deleverage(EpisodeWorld world, ScheduleItem item)
    {
        EpisodeVenue venue = world.Venue(item.Venue!.Value);
        decimal held = venue.Simulated.Positions(EpisodeVenue.Account)
            .Where(statement => statement.Position.Symbol == item.Symbol!.Value).Sum(statement => Math.Abs(statement.Position.Quantity));
        venue.Simulated.ForceAutoDeleverage(EpisodeVenue.Account, item.Symbol!.Value, held * item.Amount, side: null, world.Time.Now);
    }

    /// <summary>More than anybody orders: what a venue says that had named no largest order before.</summary>
    private const decimal WithoutMaximum = 100_000_000m;

    private static void ChangeRules(EpisodeWorld world, ScheduleItem item)
    {
        EpisodeVenue venue = world.Venue(item.Venue!.Value);
        Symbol symbol = item.Symbol!.Value;
        if (!venue.Simulated.TryGetInstrument(symbol, out InstrumentSetup? setup))
        {
            return;
        }

        Instrument before = setup.Instrument;
        (InstrumentChange change, InstrumentChange back) = item.Word switch
        {
            "tick" => (new InstrumentChange { Tick = before.Tick.Value * 5m }, new InstrumentChange { Tick = before.Tick.Value }),
            // Less than most legs: they come off in parts.
            "max_quantity" => (
                new InstrumentChange { MaxQuantity = before.MinQuantity.Value * 10m },
                new InstrumentChange { MaxQuantity = before.MaxQuantity?.Value ?? WithoutMaximum }),
            "suspended" => (new InstrumentChange { Status = InstrumentStatus.Suspended }, new InstrumentChange { Status = InstrumentStatus.Trading }),
            _ => (new InstrumentChange { MinQuantity = before.MinQuantity.Value * 2m }, new InstrumentChange { MinQuantity = before.MinQuantity.Value }),
        };
        venue.ChangeRules(symbol, change);
        world.AfterTrouble(item.For, () => venue.ChangeRules(symbol, back));
    }

    /// <summary>Something that a venue does for a while.</summary>
    private sealed class Lasting(
        string kind, double usual, (double Least, double Most) seconds, Func<ScheduleDraw, Func<ScheduleItem, ScheduleItem>> how, Action<EpisodeWorld, ScheduleItem> begin)
        : Disturbance(kind)
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(usual); i > 0; i--)
            {
                draw.Add(item => how(draw)(item with { At = draw.Moment(), For = draw.Seconds(seconds.Least, seconds.Most), Venue = draw.Venue() }));
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item) => begin(world, item);
    }

    /// <summary>Something that happens on one instrument.</summary>
    private sealed class OnInstrument(
        string kind, double usual, (double Least, double Most) seconds, Func<ScheduleDraw, Func<ScheduleItem, ScheduleItem>> how, Action<EpisodeWorld, ScheduleItem> begin)
        : Disturbance(kind)
    {
        public override void Draw(ScheduleDraw draw)
        {
            for (int i = draw.Count(usual); i > 0; i--)
            {
                InstrumentId id = draw.Instrument().Id;
                draw.Add(item => how(draw)(item with
                {
                    At = draw.Moment(),
                    For = draw.Seconds(seconds.Least, seconds.Most),
                    Venue = id.Venue,
                    Symbol = id.Symbol,
                }));
            }
        }

        public override void Begin(EpisodeWorld world, ScheduleItem item) => begin(world, item);
    }
}
