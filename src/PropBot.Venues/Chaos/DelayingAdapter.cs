using Polly;
using Polly.Simmy;
using Polly.Simmy.Latency;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Chaos;

/// <summary>
/// Lets every command for orders wait before it leaves, as a slow matching engine would. Each waits by itself: nobody else is held
/// up, and questions are not delayed.
/// </summary>
internal sealed class DelayingAdapter(VenueChaos chaos, TimeProvider time, IVenueAdapter inner) : IVenueAdapter
{
    private readonly ResiliencePipeline _delay = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddChaosLatency(new ChaosLatencyStrategyOptions
        {
            InjectionRate = 1,
            Latency = chaos.Options.OrderDelay,
            OnLatencyInjected = _ =>
            {
                chaos.Count(ChaosKind.OrderDelay);
                return default;
            },
        })
        .Build();

    public VenueId Venue => inner.Venue;

    public VenueCapabilities Capabilities => inner.Capabilities;

    public VenueStatistics Statistics => inner.Statistics;

    public Task RunAsync(IVenueSink sink, CancellationToken cancellationToken) => inner.RunAsync(sink, cancellationToken);

    public Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) =>
        LaterAsync(() => inner.PlaceAsync(intent, cancellationToken), cancellationToken);

    public Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken) =>
        LaterAsync(() => inner.AmendAsync(amendment, cancellationToken), cancellationToken);

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        LaterAsync(() => inner.CancelAsync(instrument, clientOrderId, cancellationToken), cancellationToken);

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken) =>
        LaterAsync(() => inner.CancelAsync(instrument, venueOrderId, cancellationToken), cancellationToken);

    public Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        LaterAsync(() => inner.CancelAllAsync(instrument, cancellationToken), cancellationToken);

    public Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        inner.QueryOrderAsync(instrument, clientOrderId, cancellationToken);

    public Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        inner.QueryFillsAsync(instrument, clientOrderId, cancellationToken);

    public Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken) => inner.QueryOpenOrdersAsync(cancellationToken);

    public Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        inner.QueryOrderHistoryAsync(instrument, span, cancellationToken);

    public Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) =>
        inner.QueryFillHistoryAsync(instrument, span, cancellationToken);

    public Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken) =>
        inner.QueryIncomeAsync(span, lane, cancellationToken);

    public Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken) =>
        inner.QueryPositionTiersAsync(instrument, cancellationToken);

    public Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken) => inner.QueryAccountAsync(cancellationToken);

    public Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => inner.QueryRightsAsync(cancellationToken);

    public Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken) => inner.QuerySettingsAsync(cancellationToken);

    public Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken) =>
        inner.QueryCoinPricesAsync(coins, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Task<VenueOutcome> LaterAsync(Func<Task<VenueOutcome>> command, CancellationToken cancellationToken) =>
        _delay.ExecuteAsync(static (send, _) => new ValueTask<VenueOutcome>(send()), command, cancellationToken).AsTask();
}
