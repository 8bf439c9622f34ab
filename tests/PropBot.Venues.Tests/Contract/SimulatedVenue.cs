using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator;
using PropBot.Simulator.Control;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Framing;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>One simulated venue with a quiet market of its own, over real sockets.</summary>
internal sealed class SimulatedVenue : VenueUnderTest
{
    /// <summary>Since when the first instrument is listed.</summary>
    public static readonly DateTimeOffset FirstListedAt = new(2024, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly DirectoryInfo _directory;
    private readonly SimulatorHost _host;
    private readonly Func<VenueOptions, VenueClock, IVenueAdapter> _create;

    private SimulatedVenue(DirectoryInfo directory, SimulatorHost host, VenueOptions options, Func<VenueOptions, VenueClock, IVenueAdapter> create)
    {
        _directory = directory;
        _host = host;
        _create = create;
        Options = options;
    }

    public override TimeProvider Time => _host.Clock;

    /// <summary>Where faults are injected.</summary>
    public SimulatorHost Host => _host;

    public override VenueOptions Options { get; }

    /// <param name="feed">The market of the instruments; null: one that moves by a seed of its own.</param>
    public static async Task<VenueUnderTest> StartAsync(
        VenueId venue, Func<VenueOptions, VenueClock, IVenueAdapter> create, Func<IReadOnlyList<InstrumentId>, IMarketFeed>? feed = null)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("propbot-venue-");
        Symbol[] symbols = [Symbol.Parse("BTCUSDT"), Symbol.Parse("ETHUSDT")];
        SimulatedVenueOptions simulated = Listed(DefaultVenues.Create(venue, symbols));
        var credentials = new VenueCredentials("contract-key-0123456789", "contract-secret-0123456789", "contract-passphrase");
        var options = new SimulatorOptions
        {
            DataDirectory = directory.FullName,
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Venue = venue,
                    ApiKey = credentials.Key,
                    ApiSecret = credentials.Secret,
                    Passphrase = credentials.Passphrase,
                },
            ],
        };
        var model = new MarketModelOptions
        {
            Seed = 1,
            Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Venues = [simulated],
            DislocationInterval = null,
        };
        SimulatorHost host = await SimulatorHost.StartAsync(options, [simulated], _ => feed?.Invoke([.. simulated.Instruments.Select(setup => setup.Instrument.Id)]) ?? new MarketModel(model));
        VenueAddresses at = host.Venues[venue];
        return new SimulatedVenue(
            directory,
            host,
            new VenueOptions
            {
                Venue = venue,
                Symbols = symbols,
                RestAddress = at.Rest,
                PublicStreamAddress = at.PublicStream,
                PrivateStreamAddress = at.PrivateStream,
                Credentials = credentials,
                RequestTimeout = RecordingSink.Patience,
            },
            create);
    }

    /// <summary>Each instrument a day later than the one before it, so that none can be taken for another.</summary>
    private static SimulatedVenueOptions Listed(SimulatedVenueOptions options) => options with
    {
        Instruments =
        [
            .. options.Instruments.Select((setup, i) => setup with { Instrument = setup.Instrument with { ListedAt = FirstListedAt.AddDays(i) } }),
        ],
    };

    public override IVenueAdapter CreateAdapter(VenueOptions options, VenueClock clock) => _create(options, clock);

    public override async Task ActAsync(string act, Symbol? symbol = null, decimal? size = null) => await _host.InjectAsync(new FaultRule
    {
        Kind = Enum.Parse<FaultKind>(act.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        Venue = Options.Venue,
        Instrument = symbol,
        Size = size,
    });

    public override async Task ChangeSettingsAsync(Symbol? symbol, int? leverage, MarginMode? margin, PositionMode? position) =>
        Assert.Null(await _host.ChangeSettingsAsync(Options.Venue, new SettingsChange(symbol, leverage, margin, position)));

    public override async Task LetMarginRunOutAsync(IVenueAdapter adapter)
    {
        if (Options.Venue != VenueId.BybitLinear)
        {
            await ActAsync("margin_call");
            return;
        }

        // Nine tenths of what is left in the account are needed for its positions: it warns, and is not liquidated yet.
        var found = Assert.IsType<AccountLookup.Found>(await adapter.QueryAccountAsync(CancellationToken.None));
        decimal equity = found.Report.WalletBalance + found.Report.UnrealizedPnl;
        await _host.TransferAsync(Options.Venue, (found.Report.MaintenanceMargin!.Value / 0.9m) - equity);
    }

    public override void MoveCoin(string coin, decimal dollars) => _host.Coins.Set(Options.Venue, coin, dollars);

    public override async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
