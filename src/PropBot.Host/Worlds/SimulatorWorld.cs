using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Localization;
using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <summary>Simulated venues in another process, which go on when this one dies: for drills and for tests of a kill.</summary>
public sealed class SimulatorWorld : ITradingWorld
{
    private SimulatorWorld(SimulatorFile file, IReadOnlyList<VenueOptions> venues)
    {
        Venues = venues;
        // Keys are made once per simulator directory, so they name the accounts that a ledger belongs to.
        Identity = $"simulator:{file.Venues[0].Key}";
        Current = new FeedDescription
        {
            Profile = "paper",
            Kind = file.Identity == "model" ? FeedKind.Model : FeedKind.Recorded,
            Name = file.Identity,
            Speed = file.Speed,
            Sentence = new LocalText(file.Sentence, file.SentenceRussian),
        };
    }

    public TimeProvider Time => TimeProvider.System;

    public IReadOnlyList<VenueOptions> Venues { get; }

    public string Identity { get; }

    public FeedDescription Current { get; }

    public Task Completion { get; } = new TaskCompletionSource().Task;

    /// <exception cref="ConfigException">The file cannot be used, or its market does not run at real time.</exception>
    public static SimulatorWorld Open(string path, BotConfig config)
    {
        SimulatorFile file = SimulatorFile.Read(path);
        if (file.Speed != 1m)
        {
            throw new ConfigException([new ConfigFault("--simulator", $"the simulator runs at speed {WireNumber.Format(file.Speed)}; a bot in another process has the real clock and needs speed 1")]);
        }

        List<VenueOptions> venues = file.Venues.Select(v => new VenueOptions
        {
            Venue = new VenueId(v.Venue),
            Symbols = v.Symbols.Select(Symbol.Parse).ToList(),
            RestAddress = v.Rest,
            PublicStreamAddress = v.PublicStream,
            PrivateStreamAddress = v.PrivateStream,
            Credentials = new VenueCredentials(v.Key, v.Secret, v.Passphrase),
            Leverage = config.Venues.FirstOrDefault(c => c.Venue == new VenueId(v.Venue))?.Leverage ?? 3,
            PositionMode = config.Venues.FirstOrDefault(c => c.Venue == new VenueId(v.Venue))?.PositionMode ?? PositionMode.OneWay,
            MarginMode = config.Venues.FirstOrDefault(c => c.Venue == new VenueId(v.Venue))?.MarginMode ?? MarginMode.Cross,
            Demo = true,
            FundingPollInterval = TimeSpan.FromSeconds(2),
        }).ToList();
        return new SimulatorWorld(file, venues);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
