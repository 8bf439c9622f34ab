using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Rest;

namespace PropBot.Host.Tests.Runtime;

/// <summary>Ends in the given ways, one after the other, and then runs until cancelled. It is asked for nothing else.</summary>
internal sealed class FailingAdapter(params IReadOnlyList<Func<Task>> ends) : IVenueAdapter
{
    private readonly TaskCompletionSource _runsWell = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    /// <summary>Complete once it runs and will not end by itself.</summary>
    public Task RunsWell => _runsWell.Task;

    public VenueId Venue => VenueId.OkxPerp;

    public VenueCapabilities Capabilities => throw NotAsked();

    public VenueStatistics Statistics => throw NotAsked();

    public Task RunAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        if (_runs < ends.Count)
        {
            return ends[_runs++]();
        }

        _runsWell.TrySetResult();
        return new TaskCompletionSource().Task.WaitAsync(cancellationToken);
    }

    public Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken) => throw NotAsked();

    public Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<FillReport>?> QueryFillsAsync(
        InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(
        InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(
        InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken) => throw NotAsked();

    public Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken) => throw NotAsked();

    public Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken) => throw NotAsked();

    public Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken) => throw NotAsked();

    public Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken) => throw NotAsked();

    public Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken) => throw NotAsked();

    public ValueTask DisposeAsync() => default;

    private static NotSupportedException NotAsked() => new("only its run is tested");
}
