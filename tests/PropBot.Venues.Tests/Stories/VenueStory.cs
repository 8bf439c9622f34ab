using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Stories;

/// <summary>
/// In what order an adapter tells things, from its start through lost streams and a settlement, against the simulated venue over
/// loopback. What else all adapters do, the contract says.
/// </summary>
public abstract class VenueStory : IAsyncLifetime
{
    private const string OwnPrefix = "pb";

    /// <summary>Market seconds per real second: the settlement below comes after nine real ones.</summary>
    private const double Speed = 10;

    private static readonly DateTimeOffset Settlement = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Start = Settlement.AddSeconds(-90);

    private readonly RecordingSink _sink = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("propbot-story-").FullName;
    private SimulatorHost _simulator = null!;
    private LoopbackProxy _relay = null!;
    private VenueClock _clock = null!;

    protected abstract VenueId Venue { get; }

    private InstrumentId Bitcoin => new(Venue, Symbol.Parse("BTCUSDT"));

    public async ValueTask InitializeAsync()
    {
        SimulatedVenueOptions venue = DefaultVenues.Create(Venue, [Bitcoin.Symbol], seed: 7);
        SimulatedAccountOptions account = new() { Venue = Venue, ApiKey = "key", ApiSecret = "secret", Passphrase = "phrase" };
        _simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { DataDirectory = _folder, Accounts = [account], Speed = Speed },
            [venue],
            _ => new MarketModel(new MarketModelOptions { Seed = 7, Start = Start, Venues = [venue] }));
        _relay = new LoopbackProxy(_simulator.Venues[Venue].PublicStream);
        _clock = new VenueClock(_simulator.Clock, _simulator.Clock.GetTimestamp());
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _relay.Dispose();
        await _simulator.DisposeAsync();
        _ending.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Run_FromTheStart_TellsInstrumentsThenAccountThenUp()
    {
        await using IVenueAdapter adapter = Begin();

        await _sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        List<Type> order = [.. _sink.Events.Where(e => e is not VenueLinkChanged { Link: not VenueLink.Up }).Select(e => e.GetType()).Distinct()];
        Assert.True(order.IndexOf(typeof(InstrumentsLoaded)) < order.IndexOf(typeof(AccountReported)));
        Assert.True(order.IndexOf(typeof(AccountReported)) < order.IndexOf(typeof(VenueLinkChanged)));
        DepthView book = await _sink.WaitForBookAsync(Bitcoin, view => view.Trust == BookTrust.Synced);
        Assert.True(book.HasBothSides);
        MarkPriceChanged mark = await _sink.WaitForAsync<MarkPriceChanged>();
        Assert.Equal(TimeSpan.FromHours(8), mark.Funding.Interval);
        Assert.True(adapter.Statistics.ClockOffset < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Fill_WhileTheStreamsAreCut_IsCaughtUpBeforeTheLinkIsUp()
    {
        await using IVenueAdapter adapter = Begin();
        await _sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        DepthView book = await _sink.WaitForBookAsync(Bitcoin, view => view.Trust == BookTrust.Synced);
        int before = _sink.Events.Count;

        _relay.Pull();
        await _sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Connecting, before);
        await _sink.WaitForBookAsync(Bitcoin, view => view.Trust == BookTrust.Unsynced);
        OrderIntent intent = Buy("pbstory1", book);
        Assert.IsType<VenueOutcome.Accepted>(await adapter.PlaceAsync(intent, CancellationToken.None));
        _relay.PlugIn();

        FillReported fill = await _sink.WaitForAsync<FillReported>(f => f.Fill.ClientOrderId == intent.ClientOrderId, before);
        await _sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        List<EngineEvent> events = [.. _sink.Events.Skip(before)];
        Assert.True(events.IndexOf(fill) < events.FindIndex(e => e is VenueLinkChanged { Link: VenueLink.Up }));
        await _sink.WaitForBookAsync(Bitcoin, view => view.Trust == BookTrust.Synced);
        IReadOnlyList<FillReport>? queried = await adapter.QueryFillsAsync(Bitcoin, intent.ClientOrderId, CancellationToken.None);
        Assert.Equal(fill.Fill.TradeId, Assert.Single(queried!).TradeId);
        Assert.Equal(fill.Fill.Fee, queried![0].Fee);
        Assert.True(adapter.Statistics.Reconnects > 0);
    }

    [Fact]
    public async Task Settlement_OfAHeldPosition_IsToldWithItsAmount()
    {
        await using IVenueAdapter adapter = Begin();
        await _sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        DepthView book = await _sink.WaitForBookAsync(Bitcoin, view => view.Trust == BookTrust.Synced);
        OrderIntent intent = Buy("pbstory2", book);
        await adapter.PlaceAsync(intent, CancellationToken.None);
        FillReported fill = await _sink.WaitForAsync<FillReported>(f => f.Fill.ClientOrderId == intent.ClientOrderId);

        FundingSettled settled = await _sink.WaitForAsync<FundingSettled>();

        Assert.Equal(Settlement, settled.Payment.SettledAt);
        AccountLookup.Found account = Assert.IsType<AccountLookup.Found>(await adapter.QueryAccountAsync(CancellationToken.None));
        // A new account has 100,000: what is missing is the fee, what came or went is the funding.
        Assert.Equal(100_000m + fill.Fill.Fee.Amount + settled.Payment.Payment.Amount, account.Report.WalletBalance);
        PositionReport position = Assert.Single(account.Report.Positions);
        Assert.Equal(fill.Fill.Quantity.Value, position.SignedQuantity);
        Assert.Equal(fill.Fill.Price.Value, position.EntryPrice);
    }

    protected abstract IVenueAdapter Create(VenueOptions options, VenueClock clock, IVenueLog log);

    private IVenueAdapter Begin()
    {
        IVenueAdapter adapter = Create(
            new VenueOptions
            {
                Venue = Venue,
                Symbols = [Bitcoin.Symbol],
                RestAddress = _simulator.Venues[Venue].Rest,
                PublicStreamAddress = _relay.Address,
                PrivateStreamAddress = _relay.Address,
                Credentials = new VenueCredentials("key", "secret", "phrase"),
                Demo = true,
                ReceiveWindow = TimeSpan.FromSeconds(5 * Speed),
                FundingPollInterval = TimeSpan.FromMilliseconds(200),
                OwnOrderPrefix = OwnPrefix,
            },
            _clock,
            SilentVenueLog.Instance);
        _ = RunAsync(adapter);
        return adapter;
    }

    private async Task RunAsync(IVenueAdapter adapter)
    {
        try
        {
            await adapter.RunAsync(_sink, _ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The story is over.
        }
    }

    /// <summary>Takes the touch at once, at a price that the market does not leave within the story.</summary>
    private OrderIntent Buy(string id, DepthView book) => new()
    {
        ClientOrderId = new ClientOrderId(id),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = Bitcoin,
        Side = Side.Buy,
        Quantity = new Quantity(0.01m),
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Ioc,
        LimitPrice = new Price(decimal.Floor(book.BestAsk.Value * 1.005m) + 1m),
        ReferencePrice = book.BestAsk,
        DecidedAt = Start,
    };
}
