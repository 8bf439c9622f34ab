using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Okx.Stream;

/// <summary>Everything that runs beside each other once the setup stands: both streams, clock, settlements, account, its modes, rules, maintenance.</summary>
internal sealed class OkxSession : IDisposable
{
    private readonly VenueOptions _options;
    private readonly IVenueSink _sink;
    private readonly OkxRest _rest;
    private readonly OkxPublicStream _publicStream;
    private readonly OkxPrivateStream _privateStream;
    private readonly StreamConnection _publicConnection;
    private readonly StreamConnection _privateConnection;
    private readonly AccountRefresh _account;
    private readonly FundingPoll _funding;
    private readonly OkxTeller _teller;
    private readonly OkxRules _rules;
    private readonly OkxMaintenance _maintenance;
    private readonly Func<CancellationToken, Task> _keepModes;

    public OkxSession(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        OkxRest rest,
        OkxApi api,
        OkxMemory memory,
        IReadOnlyList<OkxListing> listings,
        AccountModesReading modes)
    {
        _options = options;
        _sink = sink;
        _rest = rest;
        Dictionary<string, OkxListing> byName = listings.ToDictionary(l => l.Instrument.NativeSymbol, StringComparer.Ordinal);
        _account = new AccountRefresh(VenueId.OkxPerp, sink, clock, token => api.Accounts.QueryAsync(byName, token));
        _funding = new FundingPoll(
            sink,
            clock,
            options,
            () => rest.Clock.VenueNow,
            (since, lane, token) => api.Income.ReadFundingSinceAsync(since, lane, byName, token));
        AccountModesWatch modesWatch = new(
            options, clock, log, sink, token => api.Modes.SetAsync(listings, token), token => api.Modes.QueryAsync(listings, token));
        _keepModes = ending => modesWatch.RunAsync(modes, ending);
        _rules = new OkxRules(options, clock, log, rest, api, listings);
        _maintenance = new OkxMaintenance(options, clock, log, link, rest);
        _publicStream = new OkxPublicStream(options, clock, counters, log, sink, link, _rules, _maintenance, listings);
        _teller = new OkxTeller(options, counters, log, sink, memory.Told, byName);
        OkxCatchUp catchUp = new(options, rest, api, _teller, memory, _account, _funding, byName);
        _privateStream = new OkxPrivateStream(options, clock, log, sink, link, rest, _teller, catchUp, memory, _account, _funding);
        _publicConnection = new StreamConnection(
            options, OkxMessages.StreamOptionsFor(OkxPublicStream.Part, options), clock, counters, log, _publicStream);
        _privateConnection = new StreamConnection(
            options, OkxMessages.StreamOptionsFor(OkxPrivateStream.Part, options), clock, counters, log, _privateStream);
    }

    /// <summary>Returns when the instruments changed; ends with whatever ends one of its parts.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts =
        [
            _maintenance.RunAsync(ending.Token),
            _privateConnection.RunAsync(ending.Token),
            _publicConnection.RunAsync(ending.Token),
            _rest.Clock.RunAsync(_options.Venue, _options.ReceiveWindow, _sink, ending.Token),
            _funding.RunAsync(ending.Token),
            _account.RunAsync(ending.Token),
            _keepModes(ending.Token),
            _rules.UntilChangedAsync(ending.Token),
        ];
        Task first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public void Dispose()
    {
        _publicStream.Dispose();
        _privateStream.Dispose();
        _account.Dispose();
        _funding.Dispose();
        _teller.Dispose();
        _rules.Dispose();
        _maintenance.Dispose();
    }
}
