using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Stream;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx;

/// <summary>OKX v5, linear USDT perpetual swaps. The venue's rules are in docs/venues/okx-perp.md.</summary>
public sealed class OkxAdapter : IVenueAdapter
{
    private const string NotReady = "the instruments are not loaded yet";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly VenueCounters _counters = new();
    private readonly OkxRest _rest;
    private readonly OkxApi _api;

    /// <summary>What was told, and since when something may be missing: a run that is started again goes on from it.</summary>
    private readonly OkxMemory _memory = new();
    private Dictionary<string, OkxListing> _listings = [];

    public OkxAdapter(VenueOptions options, VenueClock clock, IVenueLog log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _rest = new OkxRest(options, clock, _counters);
        _api = new OkxApi(_rest, options);
    }

    public VenueId Venue => VenueId.OkxPerp;

    public VenueCapabilities Capabilities => OkxCapabilities.All;

    public VenueStatistics Statistics => _counters.Read(_rest.Clock);

    /// <summary>May be run again after it has ended, and goes on from what it knew. One run at a time.</summary>
    /// <remarks>A ban begins during a setup too, and outlives a session: it is told as long as the adapter runs.</remarks>
    public Task RunAsync(IVenueSink sink, CancellationToken cancellationToken) =>
        Together.RunAsync(cancellationToken, ending => RunSessionsAsync(sink, ending), ending => _rest.Access.RunAsync(sink, ending));

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) =>
        ListingOf(intent.Instrument) is { } listing
            ? await _api.Orders.PlaceAsync(intent, listing, cancellationToken)
            : Refused();

    public async Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken) =>
        ListingOf(amendment.Instrument) is { } listing ? await _api.Orders.AmendAsync(amendment, listing, cancellationToken) : Refused();

    public async Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        CancelsAs(instrument) is { } native ? await _api.Orders.CancelAsync(native, clientOrderId, cancellationToken) : Refused();

    public async Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken) =>
        CancelsAs(instrument) is { } native ? await _api.Orders.CancelAsync(native, venueOrderId, cancellationToken) : Refused();

    public async Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing ? await _api.CancelAll.RunAsync(listing, cancellationToken) : Refused();

    public async Task<OrderLookup> QueryOrderAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing
            ? await _api.Orders.QueryAsync(listing, clientOrderId, cancellationToken)
            : new OrderLookup.Failed(NotReady);

    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing ? await _api.Orders.QueryFillsAsync(listing, clientOrderId, cancellationToken) : null;

    public async Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken) =>
        Listings is { Count: > 0 } listings ? await _api.History.ReadOpenAsync(listings, cancellationToken) : null;

    public async Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(
        InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing ? await _api.History.ReadOrdersAsync(listing, span, cancellationToken) : null;

    public async Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(
        InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing ? await _api.History.ReadFillsAsync(listing, span, cancellationToken) : null;

    public async Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken) =>
        Listings is { Count: > 0 } listings ? await _api.Income.ReadAsync(span, lane, listings, cancellationToken) : null;

    public async Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing ? await _api.Accounts.ReadTiersAsync(listing, cancellationToken) : null;

    public async Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken) =>
        Listings is { Count: > 0 } listings
            ? await _api.Accounts.QueryAsync(listings, cancellationToken)
            : new AccountLookup.Failed(NotReady);

    public Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => _api.Accounts.QueryRightsAsync(cancellationToken);

    public async Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken) => Listings is { Count: > 0 } listings
        ? await _api.Modes.QueryAsync([.. listings.Values], cancellationToken)
        : new SettingsLookup.Failed(NotReady);

    public Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken) =>
        _api.Coins.QueryAsync(coins, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        return default;
    }

    private Dictionary<string, OkxListing> Listings => Volatile.Read(ref _listings);

    private async Task RunSessionsAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        using LinkState link = new(Venue, sink, OkxPrivateStream.Part, OkxPublicStream.Part, OkxMaintenance.Part);
        Backoff backoff = new(ShortestPause, LongestPause, _options.JitterSeed);
        while (true)
        {
            if (await SetUpAsync(link, cancellationToken) is not { } listings)
            {
                await Task.Delay(backoff.Next(), _clock.Time, cancellationToken);
                continue;
            }

            backoff.Reset();
            AccountModesReading modes = await _api.Modes.SetAsync(listings, cancellationToken);
            modes.Log(_log);
            await sink.PublishAsync(new InstrumentsLoaded(Venue, [.. listings.Select(l => l.Instrument)]), cancellationToken);
            using OkxSession session = new(_options, _clock, _counters, _log, sink, link, _rest, _api, _memory, listings, modes);
            await session.RunAsync(cancellationToken);
            await link.AllLostAsync("starting anew", cancellationToken);
        }
    }

    private async Task<IReadOnlyList<OkxListing>?> SetUpAsync(LinkState link, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<OkxListing> listings = await _api.Setup.RunAsync(cancellationToken);
            Volatile.Write(ref _listings, listings.ToDictionary(l => l.Instrument.NativeSymbol, StringComparer.Ordinal));
            return listings;
        }
        catch (Exception notYet) when (notYet is VenueSetupException || WireText.IsMalformed(notYet))
        {
            _log.Warning(Venue, notYet.Message);
            await link.SetupFailedAsync(notYet.Message, cancellationToken);
            return null;
        }
    }

    private OkxListing? ListingOf(InstrumentId instrument) => Listings.GetValueOrDefault(OkxListing.NativeSymbolOf(instrument.Symbol));

    /// <summary>Also of instruments that are none of ours, once ours are loaded.</summary>
    private string? CancelsAs(InstrumentId instrument) => Listings.Count > 0 ? OkxListing.NativeSymbolOf(instrument.Symbol) : null;

    private static VenueOutcome.Refused Refused() => new(new VenueRefusal(RefusalKind.VenueUnavailable, "", NotReady));
}
