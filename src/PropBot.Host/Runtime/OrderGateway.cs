using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Host.Metrics;
using PropBot.Host.Tracing;
using PropBot.Venues;
using PropBot.Venues.Rest;

namespace PropBot.Host.Runtime;

/// <summary>
/// Carries requests to the adapters and their answers back into the inbox. The only caller of the adapters' requests; it is given
/// a request only after the ledger has its intent.
/// </summary>
public sealed class OrderGateway(
    IReadOnlyDictionary<VenueId, IVenueAdapter> adapters, IVenueSink inbox, LatencyMeters meters, ILogger<OrderGateway> log,
    TradeTracer? tracer = null)
    : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private int _inFlight;

    /// <summary>Requests whose answer is not in yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Starts the request and returns at once; both legs of a pair are on their way one right after the other.</summary>
    public void Send(VenueEffect request)
    {
        Interlocked.Increment(ref _inFlight);
        _ = SendAsync(request);
    }

    /// <summary>Ends what only asks. Orders that are on their way are left to their own time limit.</summary>
    public void StopAsking() => _ending.Cancel();

    public void Dispose() => _ending.Dispose();

    private async Task SendAsync(VenueEffect request)
    {
        try
        {
            await Answer(request);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ChannelClosedException)
        {
            // The process is ending: the ledger has the intent, the next start asks for it.
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private Task Answer(VenueEffect request) => request switch
    {
        PlaceOrder place => PlaceAsync(place.Intent),
        CancelOrder cancel => CancelAsync(cancel),
        CancelForeignOrder cancel => CancelAsync(cancel),
        QueryOrder query => QueryOrderAsync(query),
        QueryFills query => QueryFillsAsync(query),
        QueryAccount query => QueryAccountAsync(query),
        QueryFillHistory query => QueryFillHistoryAsync(query),
        QueryOpenOrders query => QueryOpenOrdersAsync(query),
        QueryIncome query => QueryIncomeAsync(query),
        QueryTradingRights query => QueryRightsAsync(query),
        QueryPositionTiers query => QueryTiersAsync(query),
        QueryAccountSettings query => QuerySettingsAsync(query),
        QueryCoinPrices query => QueryCoinPricesAsync(query),
        _ => throw new UnreachableException($"no request for {request.GetType().Name}"),
    };

    private async Task PlaceAsync(OrderIntent intent)
    {
        long started = Stopwatch.GetTimestamp();
        VenueOutcome outcome;
        try
        {
            outcome = await adapters[intent.Instrument.Venue].PlaceAsync(intent, CancellationToken.None);
        }
        catch (Exception failure)
        {
            log.RequestFailed(failure, $"place {intent.ClientOrderId}", intent.Instrument.Venue.Name);
            outcome = new VenueOutcome.Unknown(failure.Message);
        }

        Measure(intent, outcome, Stopwatch.GetElapsedTime(started));
        tracer?.Answered(intent.ClientOrderId, isCancel: false, started, outcome);
        await inbox.PublishAsync(new PlaceAnswered(intent.ClientOrderId, outcome), CancellationToken.None);
    }

    private void Measure(OrderIntent intent, VenueOutcome outcome, TimeSpan took)
    {
        meters.OrderCycleMs.Observe(took.TotalMilliseconds);
        if (intent.Purpose == OrderPurpose.Open)
        {
            return;
        }

        meters.HedgeCycleMs.Observe(took.TotalMilliseconds);
        if (outcome is not VenueOutcome.Accepted)
        {
            meters.CountHedgeError();
        }
    }

    private async Task CancelAsync(CancelOrder cancel)
    {
        long started = Stopwatch.GetTimestamp();
        VenueOutcome outcome = await CancelAsync(
            cancel.Instrument, cancel.ClientOrderId.Value, adapter => adapter.CancelAsync(cancel.Instrument, cancel.ClientOrderId, CancellationToken.None));
        tracer?.Answered(cancel.ClientOrderId, isCancel: true, started, outcome);
        await inbox.PublishAsync(new CancelAnswered(cancel.ClientOrderId, outcome), CancellationToken.None);
    }

    private async Task CancelAsync(CancelForeignOrder cancel)
    {
        VenueOutcome outcome = await CancelAsync(
            cancel.Instrument, cancel.VenueOrderId.Value, adapter => adapter.CancelAsync(cancel.Instrument, cancel.VenueOrderId, CancellationToken.None));
        await inbox.PublishAsync(new ForeignCancelAnswered(cancel.Instrument, cancel.VenueOrderId, outcome), CancellationToken.None);
    }

    private async Task<VenueOutcome> CancelAsync(InstrumentId instrument, string order, Func<IVenueAdapter, Task<VenueOutcome>> cancel)
    {
        try
        {
            return await cancel(adapters[instrument.Venue]);
        }
        catch (Exception failure)
        {
            log.RequestFailed(failure, $"cancel {order}", instrument.Venue.Name);
            return new VenueOutcome.Unknown(failure.Message);
        }
    }

    private Task QueryOrderAsync(QueryOrder query)
    {
        return AskAsync(
            query.Instrument.Venue, $"query {query.ClientOrderId}", async adapter => await adapter.QueryOrderAsync(query.Instrument, query.ClientOrderId, _ending.Token),
            lookup => lookup switch
            {
                OrderLookup.Found found => new OrderReported(found.Report),
                OrderLookup.NotFound missing => new OrderNotFound(query.Instrument, query.ClientOrderId, missing.Proof),
                OrderLookup.Failed failed => Failed(failed.Reason),
                _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
            },
            Failed);

        OrderQueryFailed Failed(string reason) => new(query.Instrument, query.ClientOrderId, reason);
    }

    private async Task QueryFillsAsync(QueryFills query)
    {
        IReadOnlyList<FillReport>? fills = null;
        try
        {
            fills = await adapters[query.Instrument.Venue].QueryFillsAsync(query.Instrument, query.ClientOrderId, _ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, $"fills of {query.ClientOrderId}", query.Instrument.Venue.Name);
        }

        foreach (FillReport fill in fills ?? [])
        {
            await inbox.PublishAsync(new FillReported(fill), _ending.Token);
        }
    }

    private Task QueryFillHistoryAsync(QueryFillHistory query)
    {
        HistorySpan span = Reachable(query.From, query.To, adapters[query.Instrument.Venue].Capabilities.FillHistoryReach);
        return AskAsync(
            query.Instrument.Venue, $"fills of {query.Instrument}", adapter => adapter.QueryFillHistoryAsync(query.Instrument, span, _ending.Token),
            fills => new FillHistoryReported(query.Instrument, span.From, span.To, fills) { Question = query.Question },
            reason => new FillHistoryQueryFailed(query.Instrument, reason));
    }

    /// <summary>What of the span the venue's list still has, less an hour in which its end may move on.</summary>
    private static HistorySpan Reachable(DateTimeOffset from, DateTimeOffset to, TimeSpan reach)
    {
        DateTimeOffset oldest = to - reach + TimeSpan.FromHours(1);
        return new HistorySpan(from > oldest ? from : oldest, to);
    }

    private Task QueryOpenOrdersAsync(QueryOpenOrders query) => AskAsync(
        query.Venue, "open orders", adapter => adapter.QueryOpenOrdersAsync(_ending.Token),
        orders => new OpenOrdersReported(query.Venue, orders) { Question = query.Question },
        reason => new OpenOrdersQueryFailed(query.Venue, reason));

    private Task QueryIncomeAsync(QueryIncome query)
    {
        HistorySpan span = Reachable(query.From, query.To, adapters[query.Venue].Capabilities.IncomeReach);
        RequestLane lane = query.IsRoutine ? RequestLane.Routine : RequestLane.Reconcile;
        return AskAsync(
            query.Venue, "income", adapter => adapter.QueryIncomeAsync(span, lane, _ending.Token),
            entries => new IncomeReported(query.Venue, span.From, entries) { Question = query.Question },
            reason => new IncomeQueryFailed(query.Venue, reason));
    }

    private Task QueryTiersAsync(QueryPositionTiers query) => AskAsync(
        query.Instrument.Venue, $"position tiers of {query.Instrument.Symbol}", adapter => adapter.QueryPositionTiersAsync(query.Instrument, _ending.Token),
        tiers => new PositionTiersReported(query.Instrument, tiers) { Question = query.Question },
        reason => new PositionTiersQueryFailed(query.Instrument, reason) { Question = query.Question });

    private Task QueryAccountAsync(QueryAccount query)
    {
        return AskAsync(
            query.Venue, "account", async adapter => await adapter.QueryAccountAsync(_ending.Token),
            lookup => lookup switch
            {
                AccountLookup.Found found => new AccountReported(found.Report) { Question = query.Question },
                AccountLookup.Failed failed => Failed(failed.Reason),
                _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
            },
            Failed);

        AccountQueryFailed Failed(string reason) => new(query.Venue, reason);
    }

    private Task QueryRightsAsync(QueryTradingRights query)
    {
        return AskAsync(
            query.Venue, "rights of the key", async adapter => await adapter.QueryRightsAsync(_ending.Token),
            lookup => lookup switch
            {
                RightsLookup.Found found => new TradingRightsReported(found.Rights) { Question = query.Question },
                RightsLookup.Failed failed => Failed(failed.Reason),
                _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
            },
            Failed);

        TradingRightsQueryFailed Failed(string reason) => new(query.Venue, reason) { Question = query.Question };
    }

    private Task QuerySettingsAsync(QueryAccountSettings query)
    {
        return AskAsync(
            query.Venue, "settings of the account", async adapter => await adapter.QuerySettingsAsync(_ending.Token),
            lookup => lookup switch
            {
                SettingsLookup.Found found => new AccountSettingsReported(found.Settings) { Question = query.Question },
                SettingsLookup.Failed failed => Failed(failed.Reason),
                _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
            },
            Failed);

        AccountSettingsQueryFailed Failed(string reason) => new(query.Venue, reason) { Question = query.Question };
    }

    private Task QueryCoinPricesAsync(QueryCoinPrices query)
    {
        return AskAsync(
            query.Venue, "coin prices", async adapter => await adapter.QueryCoinPricesAsync(query.Coins, _ending.Token),
            lookup => lookup switch
            {
                CoinPricesLookup.Found found => new CoinPricesReported(query.Venue, found.Prices) { Question = query.Question },
                CoinPricesLookup.Failed failed => Failed(failed.Reason),
                _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
            },
            Failed);

        CoinPricesQueryFailed Failed(string reason) => new(query.Venue, reason) { Question = query.Question };
    }

    /// <summary>A question that changes nothing at the venue, and its answer for the engine; no certain answer is one too.</summary>
    private async Task AskAsync<T>(
        VenueId venue, string what, Func<IVenueAdapter, Task<T?>> ask, Func<T, EngineEvent> answered, Func<string, EngineEvent> failed)
        where T : class
    {
        T? answer = null;
        string reason = "the venue gave no certain answer";
        try
        {
            answer = await ask(adapters[venue]);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, what, venue.Name);
            reason = failure.Message;
        }

        await inbox.PublishAsync(answer is null ? failed(reason) : answered(answer), _ending.Token);
    }
}
