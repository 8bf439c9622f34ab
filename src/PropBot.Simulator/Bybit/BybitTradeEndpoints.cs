using System.Globalization;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// Placing, cancelling and asking for orders. The answer to a new order says that it was accepted, never that it was filled.
/// </summary>
internal sealed class BybitTradeEndpoints(VenueContext context, BybitContracts contracts, BybitAccountView view)
{
    /// <summary>Closed orders that <c>/v5/order/realtime</c> still shows.</summary>
    private const int RecentClosedMax = 500;

    public void AddTo(BybitRoutes routes)
    {
        routes.AddPrivate("POST", "/v5/order/create", CreateAsync);
        routes.AddPrivate("POST", "/v5/order/amend", AmendAsync);
        routes.AddPrivate("POST", "/v5/order/cancel", CancelAsync);
        routes.AddPrivate("POST", "/v5/order/cancel-all", CancelAllAsync);
        routes.AddPrivate("POST", "/v5/order/create-batch", request => BybitBatch.AnswerAsync(request, CreateAsync));
        routes.AddPrivate("POST", "/v5/order/amend-batch", request => BybitBatch.AnswerAsync(request, AmendAsync));
        routes.AddPrivate("POST", "/v5/order/cancel-batch", request => BybitBatch.AnswerAsync(request, CancelAsync));
        routes.AddPrivate("GET", "/v5/order/realtime", RealtimeAsync);
        routes.AddPrivate("GET", "/v5/order/history", HistoryAsync);
        routes.AddPrivate("GET", "/v5/execution/list", ExecutionsAsync);
    }

    private Task<BybitReply> CreateAsync(BybitRequest request)
    {
        (OrderRequest? order, BybitError? error) = BybitOrderParsing.Read(request, contracts);
        if (order is null)
        {
            return Task.FromResult(BybitReply.Refused(error!.Value));
        }

        return context.TradeAsync((_, now) => BybitAcks.Of(context.Place(request.Account, order, now)));
    }

    /// <summary><c>qty</c> is the whole quantity with what is filled; what is left out stays.</summary>
    private Task<BybitReply> AmendAsync(BybitRequest request)
    {
        (BybitContract? contract, OrderKey? named, BybitError? error) = BybitOrderParsing.ReadNamed(request, contracts);
        if (error is { } unnamed)
        {
            return Task.FromResult(BybitReply.Refused(unnamed));
        }

        (decimal? quantity, decimal? price, BybitError? wrong) = BybitOrderParsing.ReadAmendment(request);
        if (wrong is { } refused)
        {
            return Task.FromResult(BybitReply.Refused(refused));
        }

        return context.TradeAsync((venue, now) => BybitAcks.Of(venue.Amend(request.Account, contract!.Symbol, named!.Value, quantity, price, now)));
    }

    private Task<BybitReply> CancelAsync(BybitRequest request)
    {
        (BybitContract? contract, OrderKey? key, BybitError? error) = BybitOrderParsing.ReadNamed(request, contracts);
        return error is { } wrong
            ? Task.FromResult(BybitReply.Refused(wrong))
            : context.TradeAsync((_, now) => BybitAcks.Of(context.Cancel(request.Account, contract!.Symbol, key!.Value, now)));
    }

    private Task<BybitReply> CancelAllAsync(BybitRequest request)
    {
        if (Scope(request, out BybitContract? contract) is { } error)
        {
            return Task.FromResult(BybitReply.Refused(error));
        }

        return context.TradeAsync((venue, now) => BybitReply.Ok(new BybitCancelAllResult(
            [.. venue.CancelAll(request.Account, contract?.Symbol, now).Select(BybitAcks.Ack)], "1")));
    }

    private Task<BybitReply> RealtimeAsync(BybitRequest request)
    {
        if (BybitCategory.Elsewhere(request) is { } answer)
        {
            return Task.FromResult(answer);
        }

        if (Scope(request, out BybitContract? contract) is { } error)
        {
            return Task.FromResult(BybitReply.Refused(error));
        }

        return context.AskAsync((venue, _) =>
        {
            if (BybitOrderParsing.NamesOrder(request))
            {
                SimulatedOrder? found = BybitOrderParsing.ReadKey(request) is { } key ? venue.FindOrder(request.Account, key) : null;
                bool isShown = found is not null && (contract is null || found.Symbol == contract.Symbol) && (found.IsOpen || IsRecent(venue, found));
                return BybitReply.Ok(new BybitPage<BybitOrder>(isShown ? [view.Order(found!)] : [], ""));
            }

            // 0 or nothing: open orders; 1: the latest closed ones.
            IEnumerable<SimulatedOrder> orders = request["openOnly"] is "1" or "2"
                ? RecentClosed(venue, request.Account).Where(order => contract is null || order.Symbol == contract.Symbol)
                : venue.OpenOrders(request.Account, contract?.Symbol);
            return Page(request, orders);
        });
    }

    private Task<BybitReply> HistoryAsync(BybitRequest request)
    {
        if (BybitCategory.Elsewhere(request) is { } answer)
        {
            return Task.FromResult(answer);
        }

        BybitContract? contract = contracts.Find(request["symbol"]);
        if (request["symbol"] is not null && contract is null)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        return context.AskAsync((venue, now) =>
        {
            if (BybitOrderParsing.NamesOrder(request))
            {
                SimulatedOrder? found = BybitOrderParsing.ReadKey(request) is { } key ? venue.FindOrder(request.Account, key) : null;
                return Page(request, found is not null && !found.IsOpen ? [found] : []);
            }

            (BybitPeriod? period, BybitError? error) = BybitPeriod.Read(request, now, BybitPeriod.Week);
            return error is { } wrong
                ? BybitReply.Refused(wrong)
                : Page(request, venue
                    .Orders(request.Account, new HistoryQuery { Symbol = contract?.Symbol, From = period!.From, To = period.To, Limit = int.MaxValue })
                    .Where(order => !order.IsOpen));
        });
    }

    private Task<BybitReply> ExecutionsAsync(BybitRequest request)
    {
        if (BybitCategory.Elsewhere(request) is { } answer)
        {
            return Task.FromResult(answer);
        }

        if (request["symbol"] is { } symbol && contracts.Find(symbol) is null)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        return context.AskAsync((_, now) => view.Executions(request, contracts.Find(request["symbol"])?.Symbol, now));
    }

    /// <summary>Newest first; the cursor is the number of the last order of the page before.</summary>
    private BybitReply Page(BybitRequest request, IEnumerable<SimulatedOrder> orders)
    {
        int limit = request.Limit(standard: 20, max: 50);
        long below = long.TryParse(request["cursor"], NumberStyles.None, CultureInfo.InvariantCulture, out long cursor) ? cursor : long.MaxValue;
        SimulatedOrder[] page =
        [
            .. orders
                .Where(order => order.OrderId < below)
                .OrderByDescending(order => order.OrderId)
                .Take(limit),
        ];
        string next = page.Length == limit ? BybitText.Number(page[^1].OrderId) : "";
        return BybitReply.Ok(new BybitPage<BybitOrder>(
            [.. page.Select(view.Order).Where(order => request["orderStatus"] is not { } status || status == order.OrderStatus)], next));
    }

    private static bool IsRecent(SimulatedVenue venue, SimulatedOrder order) =>
        RecentClosed(venue, order.Account).Any(recent => recent.OrderId == order.OrderId);

    private static IEnumerable<SimulatedOrder> RecentClosed(SimulatedVenue venue, string account) => venue
        .Orders(account, new HistoryQuery { Latest = true, Limit = RecentClosedMax + venue.OpenOrders(account).Count })
        .Where(order => !order.IsOpen)
        .TakeLast(RecentClosedMax);

    /// <summary>One symbol, or everything that settles in a coin.</summary>
    private BybitError? Scope(BybitRequest request, out BybitContract? contract)
    {
        contract = null;
        if (request["category"] == BybitStatements.Linear && request["symbol"] is null && (request["settleCoin"] ?? request["baseCoin"]) is not null)
        {
            return null;
        }

        return request["category"] == BybitStatements.Linear && request["symbol"] is null
            ? BybitErrors.ScopeMissing
            : BybitOrderParsing.FindContract(request, contracts, out contract);
    }
}
