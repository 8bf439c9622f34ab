using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator;
using PropBot.Simulator.Framing;

namespace PropBot.Clients.Tests.Support;

/// <summary>One simulated venue on loopback, in real time at the wall clock, as a stranger finds it.</summary>
internal sealed class VenueUnderTest : IAsyncDisposable
{
    private const decimal StartBalance = 300_000m;
    private static readonly TimeSpan FundingInterval = TimeSpan.FromSeconds(4);
    private static readonly Rate FundingRate = new(0.0001m);

    private readonly SimulatorHost _host;
    private readonly SimulatedVenueOptions _venue;
    private readonly IReadOnlyList<SimulatedAccountOptions> _accounts;
    private readonly string _folder;

    private VenueUnderTest(SimulatorHost host, SimulatedVenueOptions venue, IReadOnlyList<SimulatedAccountOptions> accounts, string folder)
    {
        _host = host;
        _venue = venue;
        _accounts = accounts;
        _folder = folder;
    }

    public static async Task<VenueUnderTest> StartAsync(VenueId id)
    {
        SimulatedVenueOptions venue = DefaultVenues.Create(id, DefaultVenues.Symbols, seed: 3);
        string folder = Path.Combine(Path.GetTempPath(), "propbot-clients-" + Path.GetRandomFileName());
        List<SimulatedAccountOptions> accounts = [AccountOf(id, 1), AccountOf(id, 2)];
        var options = new SimulatorOptions { DataDirectory = folder, Accounts = accounts, FeedDescription = "market model" };

        // The clients sign with the machine's clock. On a loaded machine the market's waits for its feed and falls behind for good; a venue
        // takes timestamps that are seconds old, not one that is a second ahead.
        DateTimeOffset start = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2.5);
        SimulatorHost host = await SimulatorHost.StartAsync(options, [venue], _ => Feed(venue, start));
        return new VenueUnderTest(host, venue, accounts, folder);
    }

    /// <summary>What a script is told: addresses, keys, and what the instruments are in truth.</summary>
    public object Description()
    {
        VenueAddresses at = _host.Venues[_venue.Venue];
        return new
        {
            venue = _venue.Venue.Name,
            rest = at.Rest.GetLeftPart(UriPartial.Authority),
            stream = $"ws://{at.PublicStream.Authority}",
            control = _host.Control.GetLeftPart(UriPartial.Authority),
            startBalance = WireNumber.Format(StartBalance),
            fundingRate = WireNumber.Format(FundingRate.Value),
            accounts = _accounts.Select(account => new { key = account.ApiKey, secret = account.ApiSecret, passphrase = account.Passphrase }),
            instruments = _venue.Instruments.Select(setup => Truth(setup)),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SettlingFeed Feed(SimulatedVenueOptions venue, DateTimeOffset start)
    {
        var model = new MarketModel(new MarketModelOptions { Seed = 3, Start = start, Venues = [venue], DislocationInterval = null });
        return new SettlingFeed(model, FundingInterval, FundingRate);
    }

    private static object Truth(InstrumentSetup setup)
    {
        Instrument instrument = setup.Instrument;
        return new
        {
            symbol = $"{instrument.Id.Symbol.Base.Code}/{instrument.Id.Symbol.Quote.Code}:{instrument.SettleAsset.Code}",
            id = instrument.NativeSymbol,
            tick = WireNumber.Format(instrument.Tick.Value),
            lot = WireNumber.Format(instrument.Lot.Value),
            minQuantity = WireNumber.Format(instrument.MinQuantity.Value),
            minNotional = WireNumber.Format(instrument.MinNotional.Value),
            contractSize = WireNumber.Format(instrument.ContractMultiplier),
            maker = WireNumber.Format(instrument.Fees.Maker.Value),
            taker = WireNumber.Format(instrument.Fees.Taker.Value),
            maxLeverage = setup.MaxLeverage,
        };
    }

    private static SimulatedAccountOptions AccountOf(VenueId venue, int number) => new()
    {
        Venue = venue,
        ApiKey = $"key{number}",
        ApiSecret = $"secret-of-account-{number}",
        Passphrase = "passphrase",
        StartBalance = StartBalance,
    };
}
