using PropBot.Core.Values;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>Everything that runs beside each other once the setup stands: both streams, clock, settlements, account, its modes, listing.</summary>
internal sealed class BybitSession : IDisposable
{
    private readonly BybitPublicStream _publicStream;
    private readonly StreamConnection _publicConnection;
    private readonly StreamConnection _privateConnection;
    private readonly BybitPrivateTelling _telling;
    private readonly AccountRefresh _account;
    private readonly FundingPoll _funding;
    private readonly Func<CancellationToken, Task> _keepTime;
    private readonly Func<CancellationToken, Task> _keepModes;

    public BybitSession(
        VenueOptions options, VenueClock clock, VenueCounters counters, IVenueLog log, IVenueSink sink, LinkState link, BybitParts parts,
        AccountModesReading modes)
    {
        BybitRest rest = parts.Rest;
        BybitListing listing = parts.Listing;
        _account = new AccountRefresh(VenueId.BybitLinear, sink, clock, token => parts.Accounts.QueryAsync(listing.ByName, token));
        _funding = new FundingPoll(
            sink,
            clock,
            options,
            () => rest.Clock.VenueNow,
            (since, lane, token) => parts.Incomes.ReadFundingSinceAsync(since, lane, listing.ByName, token));
        Listing = new BybitListingWatch(options, clock, log, sink, parts.Instruments, listing, now => _publicStream!.Renew(now));
        _publicStream = new BybitPublicStream(options, clock, counters, log, sink, link, listing.ByName.Values, Listing.Hint);
        _telling = new BybitPrivateTelling(options, counters, log, sink, listing, parts.News, rest.Shapes);
        BybitPrivateStream privateStream = new(
            options, clock, link, rest, new BybitCatchUp(rest, parts.Fills, parts.Queries), _telling, parts.News, _account, parts.Modes, _funding);
        _publicConnection = new StreamConnection(
            options, BybitMessages.StreamOptionsFor(BybitPublicStream.Part, options), clock, counters, log, _publicStream);
        _privateConnection = new StreamConnection(
            options, BybitMessages.StreamOptionsFor(BybitPrivateStream.Part, options), clock, counters, log, privateStream);
        AccountModesWatch modesWatch = new(
            options, clock, log, sink,
            token => parts.Modes.SetAsync([.. listing.ByName.Values], token),
            token => parts.Modes.QueryAsync([.. listing.ByName.Values], token));
        _keepModes = ending => modesWatch.RunAsync(modes, ending);
        _keepTime = ending => rest.Clock.RunAsync(options.Venue, options.ReceiveWindow, sink, ending);
    }

    public BybitListingWatch Listing { get; }

    /// <summary>Ends when cancelled, or with whatever ends one of its parts.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts =
        [
            _privateConnection.RunAsync(ending.Token),
            _publicConnection.RunAsync(ending.Token),
            _keepTime(ending.Token),
            _keepModes(ending.Token),
            _funding.RunAsync(ending.Token),
            _account.RunAsync(ending.Token),
            Listing.RunAsync(ending.Token),
        ];
        Task first = await Task.WhenAny(parts);
        await ending.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public void Dispose()
    {
        Listing.Dispose();
        _publicStream.Dispose();
        _telling.Dispose();
        _account.Dispose();
        _funding.Dispose();
    }
}
