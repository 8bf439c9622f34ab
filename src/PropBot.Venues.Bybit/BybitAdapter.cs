using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Stream;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit;

/// <summary>Bybit v5, linear USDT perpetuals of a unified account. The venue's rules are in docs/venues/bybit-linear.md.</summary>
public sealed class BybitAdapter : IVenueAdapter
{
    private const string NotReady = "the instruments are not loaded yet";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly VenueOptions _options;
    private readonly VenueClock _clock;
    private readonly IVenueLog _log;
    private readonly VenueCounters _counters = new();
    private readonly BybitParts _parts;
    private BybitSession? _session;

    public BybitAdapter(VenueOptions options, VenueClock clock, IVenueLog log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _parts = new BybitParts(options, clock, _counters);
    }

    public VenueId Venue => VenueId.BybitLinear;

    public VenueCapabilities Capabilities { get; } = new()
    {
        AmendsOrders = true,
        PositionModes = [PositionMode.OneWay, PositionMode.Hedge],
        MarginModes = [MarginMode.Cross, MarginMode.Isolated],
        BookChecksum = false,
        BookDepth = BybitBook.Depth,
        MarginRatio = true,
        AdlRank = true,
        MarginCalls = true,
        PreventsSelfTrades = true,
        OrderLimits = [new OrderLimit(10, TimeSpan.FromSeconds(1))],
        OrderHistoryReach = BybitOrderQueries.Reach,
        FillHistoryReach = BybitFills.Reach,
        IncomeReach = BybitIncomes.Reach,
    };

    public VenueStatistics Statistics => _counters.Read(_parts.Rest.Clock);

    public Task RunAsync(IVenueSink sink, CancellationToken cancellationToken) =>
        Together.RunAsync(cancellationToken, ending => RunSessionAsync(sink, ending), ending => _parts.Rest.Access.RunAsync(sink, ending));

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) =>
        _parts.Listing.Of(intent.Instrument) is { } instrument
            ? Look(await _parts.Orders.PlaceAsync(intent, instrument, cancellationToken), instrument)
            : Refused();

    public async Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken) =>
        _parts.Listing.Of(amendment.Instrument) is { } instrument
            ? Look(await _parts.Orders.AmendAsync(amendment, instrument, cancellationToken), instrument)
            : Refused();

    public async Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        CancelsAs(instrument) is { } native ? await _parts.Orders.CancelAsync(native, clientOrderId, cancellationToken) : Refused();

    public async Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken) =>
        CancelsAs(instrument) is { } native ? await _parts.Orders.CancelAsync(native, venueOrderId, cancellationToken) : Refused();

    public async Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        _parts.Listing.Of(instrument) is { } known ? await _parts.Orders.CancelAllAsync(known, cancellationToken) : Refused();

    public async Task<OrderLookup> QueryOrderAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        _parts.Listing.Of(instrument) is { } known
            ? await _parts.Queries.QueryAsync(known, clientOrderId, cancellationToken)
            : new OrderLookup.Failed(NotReady);

    public async Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        _parts.Listing.Of(instrument) is { } known ? await _parts.Fills.QueryOfOrderAsync(known, clientOrderId, cancellationToken) : null;

    public async Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken) =>
        _parts.Listing.IsLoaded ? await _parts.Queries.QueryOpenAsync(_parts.Listing.ByName, cancellationToken) : null;

    public async Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(
        InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        _parts.Listing.Of(instrument) is { } known ? await _parts.Queries.QueryHistoryAsync(known, span, cancellationToken) : null;

    public async Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(
        InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        _parts.Listing.Of(instrument) is { } known ? await _parts.Fills.QueryHistoryAsync(known, span, cancellationToken) : null;

    public async Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken) =>
        _parts.Listing.IsLoaded ? await _parts.Incomes.QueryAsync(span, lane, _parts.Listing.ByName, cancellationToken) : null;

    public async Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        _parts.Listing.Of(instrument) is { } known ? await _parts.Tiers.QueryAsync(known, cancellationToken) : null;

    public async Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken) => _parts.Listing.IsLoaded
        ? await _parts.Accounts.QueryAsync(_parts.Listing.ByName, cancellationToken)
        : new AccountLookup.Failed(NotReady);

    public Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => _parts.Accounts.QueryRightsAsync(cancellationToken);

    public async Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken) => _parts.Listing.IsLoaded
        ? await _parts.Modes.QueryAsync([.. _parts.Listing.ByName.Values], cancellationToken)
        : new SettingsLookup.Failed(NotReady);

    public Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken) =>
        _parts.Coins.QueryAsync(coins, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _parts.Dispose();
        return default;
    }

    /// <summary>Also of instruments that are none of ours, once ours are loaded.</summary>
    private string? CancelsAs(InstrumentId instrument) => _parts.Listing.IsLoaded ? BybitListing.NativeOf(instrument.Symbol) : null;

    private static VenueOutcome.Refused Refused() => new(new VenueRefusal(RefusalKind.VenueUnavailable, "", NotReady));

    private async Task RunSessionAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        using LinkState link = new(Venue, sink, BybitPrivateStream.Part, BybitPublicStream.Part);
        Backoff backoff = new(ShortestPause, LongestPause, _options.JitterSeed);
        IReadOnlyList<Instrument>? instruments;
        while ((instruments = await SetUpAsync(link, cancellationToken)) is null)
        {
            await Task.Delay(backoff.Next(), _clock.Time, cancellationToken);
        }

        AccountModesReading modes = await _parts.Modes.SetAsync(instruments, cancellationToken);
        modes.Log(_log);
        await sink.PublishAsync(new InstrumentsLoaded(Venue, instruments), cancellationToken);
        using BybitSession session = new(_options, _clock, _counters, _log, sink, link, _parts, modes);
        Volatile.Write(ref _session, session);
        try
        {
            await session.RunAsync(cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _session, null);
        }
    }

    private async Task<IReadOnlyList<Instrument>?> SetUpAsync(LinkState link, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Instrument> instruments = await _parts.Setup.RunAsync(_parts.Listing, cancellationToken);
            _parts.Listing.Replace(instruments);
            return instruments;
        }
        catch (Exception notYet) when (notYet is VenueSetupException || WireText.IsMalformed(notYet))
        {
            _log.Warning(Venue, notYet.Message);
            await link.SetupFailedAsync(notYet.Message, cancellationToken);
            return null;
        }
    }

    /// <summary>A refusal that good rules would have foreseen says that the rules may have changed.</summary>
    private VenueOutcome Look(VenueOutcome outcome, Instrument instrument)
    {
        if (outcome is VenueOutcome.Refused { Refusal: { Kind: RefusalKind.InvalidRequest or RefusalKind.InstrumentNotTrading, Code: not ("" or "not_sent") } refusal })
        {
            Volatile.Read(ref _session)?.Listing.Hint($"{instrument.NativeSymbol}: {refusal.Code} {refusal.Message}; the rules");
        }

        return outcome;
    }
}
