using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Streams;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>Everything that runs beside each other once the setup stands: both streams, clock, settlements, account, instruments.</summary>
internal sealed class BybitSession : IDisposable
{
    /// <summary>How often the venue's instruments are compared with those in use; real time.</summary>
    private static readonly TimeSpan InstrumentInterval = TimeSpan.FromHours(1);

    private readonly VenueOptions _options;
    private readonly IVenueSink _sink;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly BybitRest _rest;
    private readonly BybitSetup _setup;
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly BybitPublicStream _publicStream;
    private readonly StreamConnection _publicConnection;
    private readonly StreamConnection _privateConnection;
    private readonly AccountRefresh _account;
    private readonly FundingPoll _funding;

    public BybitSession(
        VenueOptions options,
        VenueClock clock,
        VenueCounters counters,
        IVenueLog log,
        IVenueSink sink,
        LinkState link,
        BybitRest rest,
        BybitSetup setup,
        IReadOnlyList<Instrument> instruments)
    {
        _options = options;
        _sink = sink;
        _clock = clock;
        _log = log;
        _rest = rest;
        _setup = setup;
        _instruments = instruments;
        Dictionary<string, Instrument> byName = instruments.ToDictionary(i => i.NativeSymbol, StringComparer.Ordinal);
        BybitAccounts accounts = new(rest);
        _account = new AccountRefresh(VenueId.BybitLinear, sink, clock, token => accounts.QueryAsync(byName, token));
        _funding = new FundingPoll(
            sink,
            clock,
            options.FundingPollInterval,
            () => rest.Clock.VenueNow,
            (since, token) => accounts.ReadFundingSinceAsync(since, byName, token),
            options.FundingSince);
        _publicStream = new BybitPublicStream(options, clock, counters, log, sink, link, instruments);
        BybitPrivateStream privateStream = new(
            options, clock, counters, log, sink, link, rest, new BybitOrders(rest), _account, _funding, byName);
        _publicConnection = new StreamConnection(
            VenueId.BybitLinear, BybitMessages.StreamOptionsFor(BybitPublicStream.Part, options), clock, counters, log, _publicStream);
        _privateConnection = new StreamConnection(
            VenueId.BybitLinear, BybitMessages.StreamOptionsFor(BybitPrivateStream.Part, options), clock, counters, log, privateStream);
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
            await Task.Delay(InstrumentInterval, _clock.Time, cancellationToken);
            try
            {
                IReadOnlyList<Instrument> now = await _setup.LoadInstrumentsAsync(cancellationToken);
                if (!now.SequenceEqual(_instruments))
                {
                    _log.Warning(VenueId.BybitLinear, "an instrument, its fees or its funding interval changed; starting the session anew");
                    return;
                }
            }
            catch (Exception unread) when (unread is VenueSetupException || WireText.IsMalformed(unread))
            {
                _log.Warning(VenueId.BybitLinear, unread.Message);
            }
        }
    }
}
