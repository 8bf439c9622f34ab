using Microsoft.Extensions.Logging;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Surface;
using PropBot.Simulator;
using PropBot.Simulator.Framing;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>The venue simulator inside this process, reached over loopback like any venue.</summary>
public sealed class PaperWorld : ITradingWorld
{
    private readonly SimulatorHost _simulator;

    private PaperWorld(SimulatorHost simulator, SimulatorSetup setup, IReadOnlyList<VenueOptions> venues)
    {
        _simulator = simulator;
        Current = setup.Description;
        Identity = setup.Identity;
        Venues = venues;
    }

    public TimeProvider Time => _simulator.Clock;

    public IReadOnlyList<VenueOptions> Venues { get; }

    public string Identity { get; }

    public FeedDescription Current { get; }

    public Task Completion => _simulator.Completion;

    public static async Task<PaperWorld> StartAsync(BotConfig config, string dataDirectory, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        SimulatorSetup setup = SimulatorSetup.Make(config.Paper, config.Venues, TimeProvider.System.GetUtcNow());
        string directory = Path.Combine(dataDirectory, "simulator");
        IReadOnlyDictionary<VenueId, VenueCredentials> keys = PaperKeys.LoadOrMake(directory, setup.Venues.Select(v => v.Venue));
        SimulatorHost simulator = await setup.StartAsync(
            directory, config.Paper, keys, controlPort: 0, new Dictionary<VenueId, int>(), loggers, cancellationToken);
        List<VenueOptions> venues = simulator.Venues
            .OrderBy(v => v.Key)
            .Select(v => Options(v.Key, v.Value, keys[v.Key], setup, config))
            .ToList();
        return new PaperWorld(simulator, setup, venues);
    }

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    private static VenueOptions Options(VenueId venue, VenueAddresses at, VenueCredentials keys, SimulatorSetup setup, BotConfig config) => new()
    {
        Venue = venue,
        Symbols = setup.Venues.Single(v => v.Venue == venue).Instruments.Select(i => i.Instrument.Id.Symbol).ToList(),
        RestAddress = at.Rest,
        PublicStreamAddress = at.PublicStream,
        PrivateStreamAddress = at.PrivateStream,
        Credentials = keys,
        Leverage = config.Venues.FirstOrDefault(v => v.Venue == venue)?.Leverage ?? 3,
        PositionMode = config.Venues.FirstOrDefault(v => v.Venue == venue)?.PositionMode ?? PositionMode.OneWay,
        MarginMode = config.Venues.FirstOrDefault(v => v.Venue == venue)?.MarginMode ?? MarginMode.Cross,
        Demo = true,
        FundingPollInterval = TimeSpan.FromSeconds(2),
        // A window of market time is short in real time when the market runs fast; 60 s is the most that the venues take.
        ReceiveWindow = TimeSpan.FromSeconds(Math.Clamp(5 * (double)config.Paper.Speed, 5, 60)),
    };
}
