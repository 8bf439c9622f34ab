using Microsoft.Extensions.Logging;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Localization;
using PropBot.Host.Surface;
using PropBot.Replay.Recordings;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator;
using PropBot.Simulator.Storage;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>What the simulator shall play: the same for the simulator inside the bot and for <c>propbot sim</c>.</summary>
public sealed record SimulatorSetup
{
    public required IReadOnlyList<SimulatedVenueOptions> Venues { get; init; }

    public required Func<MarketPoint?, IMarketFeed> Feed { get; init; }

    public required FeedDescription Description { get; init; }

    /// <summary>Separates the accounts of one feed from those of another.</summary>
    public required string Identity { get; init; }

    /// <param name="now">Market time at which a model begins.</param>
    /// <exception cref="ConfigException">The recording cannot be used.</exception>
    public static SimulatorSetup Make(PaperConfig paper, IReadOnlyList<VenueConfig> venues, DateTimeOffset now) =>
        paper.Feed == "recorded" ? Recorded(paper, venues) : Model(paper, venues, now);

    public async Task<SimulatorHost> StartAsync(
        string directory, PaperConfig paper, IReadOnlyDictionary<VenueId, VenueCredentials> keys, int controlPort,
        IReadOnlyDictionary<VenueId, int> ports, ILoggerFactory loggers, CancellationToken cancellationToken,
        Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        var options = new SimulatorOptions
        {
            DataDirectory = directory,
            Accounts = Venues.Select(v => PaperKeys.Account(v.Venue, keys[v.Venue], paper.StartBalance)).ToList(),
            Speed = (double)paper.Speed,
            Seed = paper.Seed,
            FeedDescription = Description.Name,
            Ports = ports,
            ControlPort = controlPort,
        };
        return await SimulatorHost.StartAsync(change?.Invoke(options) ?? options, Venues, Feed, real: null, loggers, cancellationToken);
    }

    private static SimulatorSetup Model(PaperConfig paper, IReadOnlyList<VenueConfig> venues, DateTimeOffset now)
    {
        List<SimulatedVenueOptions> simulated = venues.Select(v => DefaultVenues.Create(v.Venue, v.Symbols, paper.Seed)).ToList();
        string speed = WireNumber.Format(paper.Speed);
        return new SimulatorSetup
        {
            Venues = simulated,
            Identity = "model",
            Feed = point => new MarketModel(new MarketModelOptions
            {
                Seed = paper.Seed,
                Start = point is { } known && known.Time > now ? known.Time : now,
                Venues = simulated,
                DislocationInterval = paper.DislocationIntervalSeconds > 0m
                    ? TimeSpan.FromSeconds((double)paper.DislocationIntervalSeconds)
                    : null,
                StartPrices = point?.Marks.GroupBy(m => m.Key.Symbol).ToDictionary(g => g.Key, g => g.First().Value)
                    ?? new Dictionary<Symbol, decimal>(),
            }),
            Description = new FeedDescription
            {
                Profile = "paper",
                Kind = FeedKind.Model,
                Name = "model",
                Speed = paper.Speed,
                Seed = (long)paper.Seed,
                Sentence = new LocalText(
                    $"Simulated market model, seed {paper.Seed}, speed {speed}: prices, books and fills are made up; the bot, the protocols and the ledger are the real ones.",
                    $"Модель рынка, зерно {paper.Seed}, скорость {speed}: цены, стаканы и исполнения вымышлены; бот, протоколы и журнал настоящие."),
            },
        };
    }

    private static SimulatorSetup Recorded(PaperConfig paper, IReadOnlyList<VenueConfig> venues)
    {
        if (string.IsNullOrWhiteSpace(paper.Recording))
        {
            throw new ConfigException([new ConfigFault("--recording", "is missing: --feed recorded needs the path of a recording")]);
        }

        LoadedRecording loaded;
        try
        {
            loaded = RecordingReader.Read(paper.Recording);
        }
        catch (RecordingException unusable)
        {
            throw new ConfigException([new ConfigFault("--recording", unusable.Message)]);
        }

        MarketRecording recording = loaded.Recording;
        IReadOnlyList<SimulatedVenueOptions> simulated = RecordedVenues.Of(recording, paper.Seed);
        List<LocalText> notices = loaded.Notices.Select(n => new LocalText(n.ToString(), n.ToString())).ToList();
        notices.AddRange(venues.Where(v => simulated.All(s => s.Venue != v.Venue)).Select(v => new LocalText(
            $"{v.Venue} is not in this recording and takes no part.", $"{v.Venue} нет в этой записи, площадка не участвует.")));
        string speed = WireNumber.Format(paper.Speed);
        return new SimulatorSetup
        {
            Venues = simulated,
            Identity = $"recorded:{recording.Name}",
            Feed = point => new RecordedFeed(recording, new RecordedFeedOptions
            {
                Venues = simulated,
                From = point?.Time,
                Seed = paper.Seed,
                StepsPerBar = StepsPerBar(recording, paper.Speed),
            }),
            Description = new FeedDescription
            {
                Profile = "paper",
                Kind = FeedKind.Recorded,
                Name = recording.Name,
                RecordingPath = paper.Recording,
                Speed = paper.Speed,
                Seed = (long)paper.Seed,
                Sentence = new LocalText(
                    $"Recorded data '{recording.Name}' at speed {speed}: prices are recorded, the books around them are spread by measured spreads and depth, fills are simulated.",
                    $"Записанные данные «{recording.Name}», скорость {speed}: цены записаны, стаканы вокруг них построены по измеренным спредам и глубине, исполнения смоделированы."),
                Notices = notices,
            },
        };
    }

    /// <summary>So many that a book moves twice a second of real time at least, else it would pass for stale; never below ten.</summary>
    private static int StepsPerBar(MarketRecording recording, decimal speed)
    {
        const double RealSecondsPerStep = 0.5;
        const int Fewest = 10;
        const int Most = 100_000;
        double barSeconds = recording.Instruments.Min(i => i.BarInterval.TotalSeconds);
        return (int)Math.Clamp(barSeconds / ((double)speed * RealSecondsPerStep), Fewest, Most);
    }
}
