using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;
using PropBot.Venues;
using PropBot.Venues.Rest;

namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>A venue that takes and fills every order whole at once, tells of it, and answers every question truly.</summary>
internal sealed class TruthfulAdapter(VenueTruth truth, IVenueSink sink, Chronicle chronicle, TimeProvider time) : IVenueAdapter
{
    private readonly Lock _lock = new();

    /// <summary>Orders that it refuses.</summary>
    public Func<OrderIntent, bool> Refuses { get; set; } = _ => false;

    public VenueId Venue => truth.Venue;

    public VenueCapabilities Capabilities { get; } = new()
    {
        AmendsOrders = false,
        PositionModes = [],
        MarginModes = [],
        BookChecksum = false,
        BookDepth = 1,
        MarginRatio = false,
        AdlRank = false,
        MarginCalls = false,
        PreventsSelfTrades = true,
        OrderLimits = [new OrderLimit(1_000, TimeSpan.FromSeconds(1))],
        OrderHistoryReach = TimeSpan.FromDays(7),
        FillHistoryReach = TimeSpan.FromDays(7),
        IncomeReach = TimeSpan.FromDays(7),
    };

    public VenueStatistics Statistics => throw NotAsked();

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken)
    {
        chronicle.Add($"placed: {intent.ClientOrderId} {intent.Purpose}");
        if (Refuses(intent))
        {
            return new VenueOutcome.Refused(new VenueRefusal(RefusalKind.InsufficientMargin, "-1", "no margin"));
        }

        FillReport fill;
        OrderReport end;
        lock (_lock)
        {
            truth.Take(intent);
            fill = truth.Execute(intent.ClientOrderId, intent.Quantity.Value, intent.ReferencePrice.Value, time.GetUtcNow());
            end = truth.Expire(intent.ClientOrderId, time.GetUtcNow());
        }

        await sink.PublishAsync(new FillReported(fill), cancellationToken);
        await sink.PublishAsync(new OrderReported(end), cancellationToken);
        return new VenueOutcome.Accepted(new VenueOrderId($"v-{intent.ClientOrderId}"));
    }

    public Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken) =>
        Answer<AccountLookup>(() => new AccountLookup.Found(truth.Account(time.GetUtcNow())));

    public Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        Answer<OrderLookup>(() => truth.ReportOf(clientOrderId, time.GetUtcNow()) is { } report
            ? new OrderLookup.Found(report)
            : new OrderLookup.NotFound(new VenueProof("order by client id", "unknown order", time.GetUtcNow())));

    public Task<IReadOnlyList<FillReport>?> QueryFillsAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<FillReport>?>(() => truth.FillsOf(clientOrderId));

    public Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<OrderReport>?>(() => truth.OpenOrders(time.GetUtcNow()));

    public Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<FillReport>?>(() => truth.History(new QueryFillHistory(instrument, span.From, span.To)).Fills);

    public Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken) =>
        Answer<CoinPricesLookup>(() => new CoinPricesLookup.Found([.. coins.Select(coin => new CoinPrice(coin, new Price(1m), "truth"))]));

    public Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => Answer<RightsLookup>(() => new RightsLookup.Found(truth.Rights));

    public Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken) =>
        Answer<SettingsLookup>(() => truth.Settings is { } settings ? new SettingsLookup.Found(settings) : new SettingsLookup.Failed("not told"));

    public Task RunAsync(IVenueSink sink, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<PositionTier>?>(() => truth.Tiers);

    public ValueTask DisposeAsync() => default;

    private static NotSupportedException NotAsked() => new("no test asks for it");

    private Task<T> Answer<T>(Func<T> answer)
    {
        lock (_lock)
        {
            return Task.FromResult(answer());
        }
    }
}
