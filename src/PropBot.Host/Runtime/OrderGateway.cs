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
        QueryTradingRights query => QueryRightsAsync(query.Venue),
        QueryPositionTiers query => QueryTiersAsync(query.Instrument),
        QueryAccountSettings query => QuerySettingsAsync(query.Venue),
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

    private async Task QueryOrderAsync(QueryOrder query)
    {
        OrderLookup lookup;
        try
        {
            lookup = await adapters[query.Instrument.Venue].QueryOrderAsync(query.Instrument, query.ClientOrderId, _ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, $"query {query.ClientOrderId}", query.Instrument.Venue.Name);
            lookup = new OrderLookup.Failed(failure.Message);
        }

        EngineEvent answer = lookup switch
        {
            OrderLookup.Found found => new OrderReported(found.Report),
            OrderLookup.NotFound missing => new OrderNotFound(query.Instrument, query.ClientOrderId, missing.Proof),
            OrderLookup.Failed failed => new OrderQueryFailed(query.Instrument, query.ClientOrderId, failed.Reason),
            _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
        };
        await inbox.PublishAsync(answer, _ending.Token);
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

    private async Task QueryFillHistoryAsync(QueryFillHistory query)
    {
        IVenueAdapter adapter = adapters[query.Instrument.Venue];
        HistorySpan span = Reachable(query.From, query.To, adapter.Capabilities.FillHistoryReach);
        IReadOnlyList<FillReport>? fills = null;
        string reason = "the venue gave no certain answer";
        try
        {
            fills = await adapter.QueryFillHistoryAsync(query.Instrument, span, _ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, $"fills of {query.Instrument}", query.Instrument.Venue.Name);
            reason = failure.Message;
        }

        EngineEvent answer = fills is null
            ? new FillHistoryQueryFailed(query.Instrument, reason)
            : new FillHistoryReported(query.Instrument, span.From, span.To, fills) { Question = query.Question };
        await inbox.PublishAsync(answer, _ending.Token);
    }

    /// <summary>What of the span the venue's list still has, less an hour in which its end may move on.</summary>
    private static HistorySpan Reachable(DateTimeOffset from, DateTimeOffset to, TimeSpan reach)
    {
        DateTimeOffset oldest = to - reach + TimeSpan.FromHours(1);
        return new HistorySpan(from > oldest ? from : oldest, to);
    }

    private async Task QueryOpenOrdersAsync(QueryOpenOrders query)
    {
        VenueId venue = query.Venue;
        IReadOnlyList<OrderReport>? orders = null;
        string reason = "the venue gave no certain answer";
        try
        {
            orders = await adapters[venue].QueryOpenOrdersAsync(_ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, "open orders", venue.Name);
            reason = failure.Message;
        }

        EngineEvent answer = orders is null ? new OpenOrdersQueryFailed(venue, reason) : new OpenOrdersReported(venue, orders) { Question = query.Question };
        await inbox.PublishAsync(answer, _ending.Token);
    }

    private async Task QueryIncomeAsync(QueryIncome query)
    {
        IVenueAdapter adapter = adapters[query.Venue];
        HistorySpan span = Reachable(query.From, query.To, adapter.Capabilities.IncomeReach);
        IReadOnlyList<IncomeEntry>? entries = null;
        string reason = "the venue gave no certain answer";
        try
        {
            entries = await adapter.QueryIncomeAsync(span, query.IsRoutine ? RequestLane.Routine : RequestLane.Reconcile, _ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, "income", query.Venue.Name);
            reason = failure.Message;
        }

        EngineEvent answer = entries is null
            ? new IncomeQueryFailed(query.Venue, reason)
            : new IncomeReported(query.Venue, span.From, entries) { Question = query.Question };
        await inbox.PublishAsync(answer, _ending.Token);
    }

    private async Task QueryRightsAsync(VenueId venue)
    {
        RightsLookup lookup;
        try
        {
            lookup = await adapters[venue].QueryRightsAsync(_ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, "rights of the key", venue.Name);
            lookup = new RightsLookup.Failed(failure.Message);
        }

        EngineEvent answer = lookup switch
        {
            RightsLookup.Found found => new TradingRightsReported(found.Rights),
            RightsLookup.Failed failed => new TradingRightsQueryFailed(venue, failed.Reason),
            _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
        };
        await inbox.PublishAsync(answer, _ending.Token);
    }

    private async Task QueryTiersAsync(InstrumentId instrument)
    {
        IReadOnlyList<PositionTier>? tiers = null;
        string reason = "the venue gave no certain answer";
        try
        {
            tiers = await adapters[instrument.Venue].QueryPositionTiersAsync(instrument, _ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, $"position tiers of {instrument.Symbol}", instrument.Venue.Name);
            reason = failure.Message;
        }

        EngineEvent answer = tiers is null ? new PositionTiersQueryFailed(instrument, reason) : new PositionTiersReported(instrument, tiers);
        await inbox.PublishAsync(answer, _ending.Token);
    }

    private async Task QuerySettingsAsync(VenueId venue)
    {
        SettingsLookup lookup;
        try
        {
            lookup = await adapters[venue].QuerySettingsAsync(_ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, "settings of the account", venue.Name);
            lookup = new SettingsLookup.Failed(failure.Message);
        }

        EngineEvent answer = lookup switch
        {
            SettingsLookup.Found found => new AccountSettingsReported(found.Settings),
            SettingsLookup.Failed failed => new AccountSettingsQueryFailed(venue, failed.Reason),
            _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
        };
        await inbox.PublishAsync(answer, _ending.Token);
    }

    private async Task QueryCoinPricesAsync(QueryCoinPrices query)
    {
        CoinPricesLookup lookup;
        try
        {
            lookup = await adapters[query.Venue].QueryCoinPricesAsync(query.Coins, _ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, "coin prices", query.Venue.Name);
            lookup = new CoinPricesLookup.Failed(failure.Message);
        }

        EngineEvent answer = lookup switch
        {
            CoinPricesLookup.Found found => new CoinPricesReported(query.Venue, found.Prices),
            CoinPricesLookup.Failed failed => new CoinPricesQueryFailed(query.Venue, failed.Reason),
            _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
        };
        await inbox.PublishAsync(answer, _ending.Token);
    }

    private async Task QueryAccountAsync(QueryAccount query)
    {
        VenueId venue = query.Venue;
        AccountLookup lookup;
        try
        {
            lookup = await adapters[venue].QueryAccountAsync(_ending.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.RequestFailed(failure, "account", venue.Name);
            lookup = new AccountLookup.Failed(failure.Message);
        }

        EngineEvent answer = lookup switch
        {
            AccountLookup.Found found => new AccountReported(found.Report) { Question = query.Question },
            AccountLookup.Failed failed => new AccountQueryFailed(venue, failed.Reason),
            _ => throw new UnreachableException($"no answer for {lookup.GetType().Name}"),
        };
        await inbox.PublishAsync(answer, _ending.Token);
    }
}
