using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>Everything that runs beside each other once the setup stands: both streams, clock, settlements, account, instruments.</summary>
internal sealed class OkxSession : IDisposable
{
    private readonly VenueOptions _options;
    private readonly IVenueSink _sink;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly OkxRest _rest;
    private readonly OkxApi _api;
    private readonly IReadOnlyList<OkxListing> _listings;
    private readonly OkxPublicStream _publicStream;
    private readonly StreamConnection _publicConnection;
    private readonly StreamConnection _privateConnection;
    private readonly AccountRefresh _account;
    private readonly FundingPoll _funding;

    public OkxSession(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        OkxRest rest,
        OkxApi api,
        IReadOnlyList<OkxListing> listings)
    {
        _options = options;
        _sink = sink;
        _clock = clock;
        _log = log;
        _rest = rest;
        _api = api;
        _listings = listings;
        Dictionary<string, OkxListing> byName = listings.ToDictionary(l => l.Instrument.NativeSymbol, StringComparer.Ordinal);
        _account = new AccountRefresh(VenueId.OkxPerp, sink, clock, token => api.Accounts.QueryAsync(byName, token));
        _funding = new FundingPoll(
            sink,
            clock,
            options.FundingPollInterval,
            () => rest.Clock.VenueNow,
            (since, token) => api.Income.ReadFundingSinceAsync(since, byName, token),
            options.FundingSince);
        _publicStream = new OkxPublicStream(options, clock, counters, log, sink, link, listings);
        OkxPrivateStream privateStream = new(
            options, clock, counters, log, sink, link, rest, api.History, _account, _funding, byName);
        _publicConnection = new StreamConnection(
            VenueId.OkxPerp, OkxMessages.StreamOptionsFor(OkxPublicStream.Part, options), clock, counters, log, _publicStream);
        _privateConnection = new StreamConnection(
            VenueId.OkxPerp, OkxMessages.StreamOptionsFor(OkxPrivateStream.Part, options), clock, counters, log, privateStream);
    }

    /// <summary>Returns when the instruments changed; ends with whatever ends one of its parts.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts =
        [
            _privateConnection.RunAsync(ending.Token),
            _publicConnection.RunAsync(ending.Token),
            _rest.Clock.RunAsync(_options.Venue, _options.ReceiveWindow, _sink, ending.Token),
            _rest.Access.RunAsync(_sink, ending.Token),
            _funding.RunAsync(ending.Token),
            _account.RunAsync(ending.Token),
            WatchInstrumentsAsync(ending.Token),
        ];
        Task first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public void Dispose()
    {
        _publicStream.Dispose();
        _account.Dispose();
        _funding.Dispose();
    }

    private async Task WatchInstrumentsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_options.ListingInterval, _clock.Time, cancellationToken);
            try
            {
                IReadOnlyList<OkxListing> now = await _api.Listings.LoadAsync(cancellationToken);
                if (!now.Select(Of).SequenceEqual(_listings.Select(Of)))
                {
                    _log.Warning(VenueId.OkxPerp, "an instrument, its fees or its funding interval changed; starting the session anew");
                    return;
                }
            }
            catch (Exception unread) when (unread is VenueSetupException || WireText.IsMalformed(unread))
            {
                _log.Warning(VenueId.OkxPerp, unread.Message);
            }
        }

        static Instrument Of(OkxListing listing) => listing.Instrument;
    }
}
