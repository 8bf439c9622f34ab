using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Episodes.Schedules;
using PropBot.Ledger;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.World;

/// <summary>Everything an episode has, composed: the clock, the market, three venues with their lines, the desk, and who watches it.</summary>
internal sealed class EpisodeWorld
{
    /// <summary>Time between two heartbeats while something is under way.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(250);

    private readonly List<EpisodeVenue> _venues = [];

    public EpisodeWorld(EpisodeSchedule schedule, Func<ILedgerStore> openLedger)
    {
        Settings = EpisodeSettings.Of(schedule.Seed);
        Time = new VirtualTime(Settings.Start);
        Faults = new MessageFaults(schedule.Items);
        Market = new EpisodeMarket(Settings, schedule.Seed);
        Watch = new EpisodeWatch(Settings.Engine, EpisodeMarket.Step, () => _venues);
        LedgerGate = new LedgerGate(openLedger);
        Desk = new DeskProcess(this, LedgerGate);
        foreach (SimulatedVenueOptions options in Settings.Venues)
        {
            _venues.Add(new EpisodeVenue(this, options, new Line(options.Venue, Settings, Time, Faults, schedule.Seed)));
        }
    }

    public EpisodeSettings Settings { get; }

    public VirtualTime Time { get; }

    public MessageFaults Faults { get; }

    public EpisodeMarket Market { get; }

    public EpisodeWatch Watch { get; }

    public LedgerGate LedgerGate { get; }

    public DeskProcess Desk { get; }

    /// <summary>What the settle coin is worth, US dollars, by every venue's word.</summary>
    public decimal CoinPrice { get; set; } = 1m;

    public IReadOnlyList<EpisodeVenue> Venues => _venues;

    /// <summary>Ends something after a while, at the latest when everything calms down.</summary>
    public void AfterTrouble(TimeSpan duration, Action end)
    {
        TimeSpan at = Time.Elapsed + duration;
        Time.At(at < Settings.TroubleFor ? at : Settings.TroubleFor, end);
    }

    public EpisodeVenue Venue(VenueId id) => _venues.Find(venue => venue.Id == id)!;
}
