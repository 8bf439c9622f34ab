using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Episodes.Disturbances;
using PropBot.Episodes.World;
using PropBot.Simulation;

namespace PropBot.Episodes.Schedules;

/// <summary>
/// Draws a schedule from a seed, swarm style: each episode leaves half of the kinds out and has the others weakly or strongly, so
/// that in some episodes one kind has room to show what it does alone (Groce et al., Swarm Testing, ISSTA 2012).
/// </summary>
internal sealed class ScheduleDraw
{
    private static readonly double[] Strengths = [0.4, 1.0, 2.5];

    private readonly List<ScheduleItem> _items;
    private readonly double _strength;
    private readonly Instrument[] _instruments;
    private readonly string _kind;

    private ScheduleDraw(EpisodeSettings settings, SeededRandom random, string kind, double strength, List<ScheduleItem> items)
    {
        Settings = settings;
        Random = random;
        _kind = kind;
        _strength = strength;
        _items = items;
        _instruments = [.. settings.Instruments];
    }

    public EpisodeSettings Settings { get; }

    public SeededRandom Random { get; }

    public IReadOnlyList<Instrument> Instruments => _instruments;

    public static EpisodeSchedule Of(ulong seed)
    {
        EpisodeSettings settings = EpisodeSettings.Of(seed);
        var swarm = new SeededRandom(seed, "swarm");
        var items = new List<ScheduleItem>();
        foreach (Disturbance disturbance in DisturbanceCatalogue.All)
        {
            bool isOn = swarm.NextInt(2) == 0 || DisturbanceCatalogue.IsAlwaysOn(disturbance);
            double strength = Strengths[swarm.NextInt(Strengths.Length)];
            if (isOn)
            {
                // Each kind draws from numbers of its own: a new kind leaves the others' schedules as they were.
                var random = new SeededRandom(seed, disturbance.Kind);
                disturbance.Draw(new ScheduleDraw(settings, random, disturbance.Kind, strength, items));
            }
        }

        return new EpisodeSchedule(seed, items);
    }

    /// <summary>How many of something there shall be.</summary>
    /// <param name="usual">On the average of an episode that has it at usual strength.</param>
    public int Count(double usual)
    {
        double expected = usual * _strength;
        int whole = (int)(expected * 2.0 * Random.NextDouble());
        return whole + (Random.NextDouble() < (expected * 2.0) - (int)(expected * 2.0) && whole == 0 ? 1 : 0);
    }

    public bool Chance(double usual) => Random.NextDouble() < usual * _strength;

    public TimeSpan Seconds(double least, double most) => TimeSpan.FromTicks((long)((least + ((most - least) * Random.NextDouble())) * TimeSpan.TicksPerSecond));

    /// <summary>A moment of the time in which things may go wrong.</summary>
    public TimeSpan Moment() => Settings.TroubleFor * Random.NextDouble();

    public Instrument Instrument() => _instruments[Random.NextInt(_instruments.Length)];

    public VenueId Venue() => Settings.Venues[Random.NextInt(Settings.Venues.Count)].Venue;

    public T One<T>(params ReadOnlySpan<T> of) => of[Random.NextInt(of.Length)];

    public void Add(Func<ScheduleItem, ScheduleItem> how) => _items.Add(how(new ScheduleItem(_kind)));

    /// <summary>Strikes some of a venue's first messages.</summary>
    /// <param name="usual">Chance of one message at usual strength.</param>
    public void Strike(MessageChannel channel, int messages, double usual, Func<ScheduleItem, ScheduleItem> how)
    {
        double chance = Math.Min(0.8, usual * _strength);
        foreach (VenueId venue in Settings.Engine.Venues)
        {
            // Waiting times instead of a throw for every message.
            for (double next = Random.NextExponential(1.0 / chance); next < messages; next += 1.0 + Random.NextExponential(1.0 / chance))
            {
                int number = 1 + (int)next;
                Add(item => how(item with { Venue = venue, Channel = channel, Number = number }));
            }
        }
    }
}
