using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Orders over REST. Source of shapes and rules: developers.binance.com, USDⓈ-M Futures, Trade, read 2026-11-22.</summary>
internal sealed class BinanceTrading(VenueContext context, BinanceInstruments instruments)
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("POST", "/fapi/v1/order", BinanceSecurity.Order, 1, PlaceAsync),
        new("PUT", "/fapi/v1/order", BinanceSecurity.Order, 1, ModifyAsync),
        new("DELETE", "/fapi/v1/order", BinanceSecurity.Signed, 1, CancelAsync),
        new("GET", "/fapi/v1/order", BinanceSecurity.Signed, 1, call => QueryAsync(call, openOnly: false)),
        new("GET", "/fapi/v1/openOrder", BinanceSecurity.Signed, 1, call => QueryAsync(call, openOnly: true)),
        new("GET", "/fapi/v1/openOrders", BinanceSecurity.Signed, p => p.Has("symbol") ? 1 : 40, OpenOrdersAsync),
        new("DELETE", "/fapi/v1/allOpenOrders", BinanceSecurity.Signed, 1, CancelAllAsync),
        new("GET", "/fapi/v1/allOrders", BinanceSecurity.Signed, 5, AllOrdersAsync),
        new("GET", "/fapi/v1/userTrades", BinanceSecurity.Signed, 5, UserTradesAsync),
    ];

    private async Task<BinanceReply> PlaceAsync(BinanceCall call)
    {
        BinanceParameters parameters = call.Parameters;
        OrderRequest? request = BinanceOrderForm.Read(parameters, instruments, out Instrument? instrument);
        bool showsResult = BinanceOrderForm.ShowsResult(parameters);
        if (parameters.Error is { } error)
        {
            return error;
        }

        return await context.TradeAsync((_, now) => Place(context, call.Account, parameters, request!, instrument!, showsResult, now));
    }

    public static BinanceReply Place(
        VenueContext context, string account, BinanceParameters parameters, OrderRequest request, Instrument instrument, bool showsResult, DateTimeOffset now)
    {
        // "reduceOnly: cannot be sent in Hedge Mode": there the side of the position says what closes.
        if (parameters.Has("reduceOnly") && context.VenueOnLoop.PositionModeOf(account) == PositionMode.Hedge)
        {
            return BinanceError.NotRequired("reduceonly");
        }

        return Placed(context.Place(account, request, now), request.Side, instrument, showsResult);
    }

    /// <summary>What is said of an order that was asked for.</summary>
    public static BinanceReply Placed(Answer<SimulatedOrder> answer, Side side, Instrument instrument, bool showsResult) =>
        answer.IsAccepted ? Placed(answer.Value, instrument, showsResult) : BinanceError.Of(answer.Refusal, side);

    /// <summary>What is said of a cancel.</summary>
    public static BinanceReply Cancelled(Answer<SimulatedOrder> answer, Instrument instrument) =>
        answer.IsAccepted ? BinanceReply.Object(json => json.WriteOrder(answer.Value, instrument, withTime: false)) : BinanceError.Of(answer.Refusal);

    private async Task<BinanceReply> ModifyAsync(BinanceCall call)
    {
        BinanceAmendment? amendment = BinanceAmendment.Read(call.Parameters, instruments);
        return call.Parameters.Error is { } error
            ? error
            : await context.TradeAsync((venue, now) => amendment!.Carry(venue, call.Account, now));
    }

    private static BinanceReply Placed(SimulatedOrder order, Instrument instrument, bool showsResult)
    {
        if (IsHidden(order))
        {
            return BinanceError.FillOrKillRejected;
        }

        SimulatedOrder shown = showsResult
            ? order
            : order with { Status = SimulatedOrderStatus.New, EndReason = OrderEndReason.None, FilledQuantity = 0m, FilledNotional = 0m };
        return BinanceReply.Object(json => json.WriteOrder(shown, instrument, withTime: false));
    }

    private async Task<BinanceReply> CancelAsync(BinanceCall call)
    {
        Instrument? instrument = instruments.Mandatory(call.Parameters)?.Instrument;
        OrderKey key = BinanceOrderForm.ReadKey(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.TradeAsync((_, now) => Cancelled(context.Cancel(call.Account, instrument!.Id.Symbol, key, now), instrument));
    }

    private async Task<BinanceReply> CancelAllAsync(BinanceCall call)
    {
        Instrument? instrument = instruments.Mandatory(call.Parameters)?.Instrument;
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.TradeAsync((venue, now) =>
        {
            venue.CancelAll(call.Account, instrument!.Id.Symbol, now);
            return BinanceReply.Success("The operation of cancel all open order is done.");
        });
    }

    private async Task<BinanceReply> QueryAsync(BinanceCall call, bool openOnly)
    {
        Instrument? instrument = instruments.Mandatory(call.Parameters)?.Instrument;
        OrderKey key = BinanceOrderForm.ReadKey(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync<BinanceReply>((venue, _) =>
            venue.FindOrder(call.Account, key) is { } order
                && order.Symbol == instrument!.Id.Symbol
                && !IsHidden(order)
                && (order.IsOpen || !openOnly)
                ? BinanceReply.Object(json => json.WriteOrder(order, instrument, withTime: true))
                : BinanceError.NoSuchOrder);
    }

    private async Task<BinanceReply> OpenOrdersAsync(BinanceCall call)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, _) => Orders(venue.OpenOrders(call.Account, one?.Instrument.Id.Symbol)));
    }

    private async Task<BinanceReply> AllOrdersAsync(BinanceCall call)
    {
        HistoryQuery query = ReadHistory(call.Parameters, "orderId");
        return call.Parameters.Error is { } error
            ? error
            : await context.AskAsync((venue, _) => Orders(venue.Orders(call.Account, query)));
    }

    private async Task<BinanceReply> UserTradesAsync(BinanceCall call)
    {
        HistoryQuery query = ReadHistory(call.Parameters, "fromId");
        query = query with { OrderId = call.Parameters.Number("orderId") };
        return call.Parameters.Error is { } error
            ? error
            : await context.AskAsync((venue, _) => BinanceReply.Array(
                venue.Fills(call.Account, query), (json, fill) => json.WriteFill(fill, instruments[fill.Symbol])));
    }

    private BinanceReply Orders(IEnumerable<SimulatedOrder> orders) => BinanceReply.Array(
        orders.Where(order => !IsHidden(order)), (json, order) => json.WriteOrder(order, instruments[order.Symbol], withTime: true));

    /// <summary>From an id on, from a time on, or the latest; at most seven days and 1000 entries.</summary>
    private HistoryQuery ReadHistory(BinanceParameters parameters, string idName)
    {
        InstrumentSetup? setup = instruments.Mandatory(parameters);
        DateTimeOffset? from = parameters.Time("startTime");
        DateTimeOffset? to = parameters.Time("endTime");
        long? firstId = parameters.Number(idName);
        int limit = parameters.NumberWithin("limit", 1, 1000, otherwise: 500);
        if (from is not null && to - from > LongestWindow)
        {
            parameters.Fail(BinanceError.IntervalTooLong);
        }

        return new HistoryQuery
        {
            Symbol = setup?.Instrument.Id.Symbol,
            From = from,
            To = to ?? (from + LongestWindow),
            AfterId = firstId - 1,
            Limit = limit,
            Latest = firstId is null && from is null,
        };
    }

    /// <summary>Binance refuses a fill-or-kill order that cannot be filled and remembers nothing of it.</summary>
    public static bool IsHidden(SimulatedOrder order) => order.EndReason == OrderEndReason.FillOrKill;
}
