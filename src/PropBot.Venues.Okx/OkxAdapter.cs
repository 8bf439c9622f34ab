using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Stream;

namespace PropBot.Venues.Okx;

/// <summary>OKX v5, linear USDT perpetual swaps, net mode, cross margin. The venue's rules are in docs/venues/okx-perp.md.</summary>
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
    private readonly OkxOrders _orders;
    private readonly OkxAccounts _accounts;
    private Dictionary<string, OkxListing> _listings = [];

    public OkxAdapter(VenueOptions options, VenueClock clock, IVenueLog log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _rest = new OkxRest(options, clock, _counters);
        _orders = new OkxOrders(_rest);
        _accounts = new OkxAccounts(_rest);
    }

    public VenueId Venue => VenueId.OkxPerp;

    public VenueStatistics Statistics => _counters.Read(_rest.Clock);

    public async Task RunAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        using LinkState link = new(Venue, sink, OkxPrivateStream.Part, OkxPublicStream.Part);
        OkxSetup setup = new(_rest, _options);
        Backoff backoff = new(ShortestPause, LongestPause, _options.JitterSeed);
        while (true)
        {
            if (await SetUpAsync(setup, link, cancellationToken) is not { } listings)
            {
                await Task.Delay(backoff.Next(), _clock.Time, cancellationToken);
                continue;
            }

            backoff.Reset();
            await sink.PublishAsync(new InstrumentsLoaded(Venue, [.. listings.Select(l => l.Instrument)]), cancellationToken);
            using OkxSession session = new(_options, _clock, _counters, _log, sink, link, _rest, setup, listings);
            await session.RunAsync(cancellationToken);
            await link.PartLostAsync(OkxPrivateStream.Part, "starting anew", cancellationToken);
            await link.PartLostAsync(OkxPublicStream.Part, "starting anew", cancellationToken);
        }
    }

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) =>
        ListingOf(intent.Instrument) is { } listing
            ? OrderFilters.Refuse(intent, listing.Instrument) ?? await _orders.PlaceAsync(intent, listing, cancellationToken)
            : new VenueOutcome.Refused(new VenueRefusal(RefusalKind.VenueUnavailable, "", NotReady));

    public async Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing
            ? await _orders.CancelAsync(listing, clientOrderId, cancellationToken)
            : new VenueOutcome.Refused(new VenueRefusal(RefusalKind.VenueUnavailable, "", NotReady));

    public async Task<OrderLookup> QueryOrderAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing
            ? await _orders.QueryAsync(listing, clientOrderId, cancellationToken)
            : new OrderLookup.Failed(NotReady);

    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        ListingOf(instrument) is { } listing ? await _orders.QueryFillsAsync(listing, clientOrderId, cancellationToken) : null;

    public async Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, OkxListing> listings = Volatile.Read(ref _listings);
        return listings.Count > 0 ? await _accounts.QueryAsync(listings, cancellationToken) : new AccountLookup.Failed(NotReady);
    }

    public ValueTask DisposeAsync()
    {
        _rest.Dispose();
        return default;
    }

    private async Task<IReadOnlyList<OkxListing>?> SetUpAsync(OkxSetup setup, LinkState link, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<OkxListing> listings = await setup.RunAsync(cancellationToken);
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

    private OkxListing? ListingOf(InstrumentId instrument) =>
        Volatile.Read(ref _listings).GetValueOrDefault(OkxListing.NativeSymbolOf(instrument.Symbol));
}
