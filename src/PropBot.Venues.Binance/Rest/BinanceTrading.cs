using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>Orders: place, cancel, ask. Quantities go as they are: the venue counts in coins.</summary>
internal sealed class BinanceTrading(BinanceRest rest)
{
    private const string OrderPath = "/fapi/v1/order";

    /// <summary>Most fills of one answer.</summary>
    private const int TradesLimit = 1_000;

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, Instrument instrument, CancellationToken cancellationToken)
    {
        if (OrderFilters.Refuse(intent, instrument) is { } refused)
        {
            return refused;
        }

        // Whatever makes risk smaller goes first.
        RequestLane lane = intent.Purpose == OrderPurpose.Open ? RequestLane.Open : RequestLane.Hedge;
        BinanceReply<BinanceOrder> reply = await rest.SendSignedAsync(
            HttpMethod.Post, OrderPath, ToParameters(intent, instrument), lane, rest.Budgets.NewOrder(),
            BinanceJson.Default.BinanceOrder, cancellationToken);
        return reply switch
        {
            BinanceReply<BinanceOrder>.Ok { Value: var order } => new VenueOutcome.Accepted(BinanceReports.ToVenueOrderId(order.OrderId)),
            BinanceReply<BinanceOrder>.Refused { Refusal: var refusal } => new VenueOutcome.Refused(refusal),
            _ => new VenueOutcome.Unknown(reply.Failure),
        };
    }

    public async Task<VenueOutcome> CancelAsync(Instrument instrument, ClientOrderId id, CancellationToken cancellationToken)
    {
        BinanceReply<BinanceCancel> reply = await rest.SendSignedAsync(
            HttpMethod.Delete, OrderPath, ById(instrument, id), RequestLane.Cancel, rest.Budgets.Weight(1),
            BinanceJson.Default.BinanceCancel, cancellationToken);
        return reply switch
        {
            BinanceReply<BinanceCancel>.Ok { Value: var cancel } => new VenueOutcome.Accepted(BinanceReports.ToVenueOrderId(cancel.OrderId)),
            BinanceReply<BinanceCancel>.Refused { Refusal: var refusal } => new VenueOutcome.Refused(refusal),
            _ => new VenueOutcome.Unknown(reply.Failure),
        };
    }

    public Task<BinanceReply<BinanceOrder>> FindAsync(Instrument instrument, ClientOrderId id, CancellationToken cancellationToken) =>
        AskAsync(ById(instrument, id), cancellationToken);

    public Task<BinanceReply<BinanceOrder>> FindAsync(Instrument instrument, long orderId, CancellationToken cancellationToken) =>
        AskAsync(new BinanceParameters().Add("symbol", instrument.NativeSymbol).Add("orderId", orderId), cancellationToken);

    public Task<BinanceReply<IReadOnlyList<BinanceOrder>>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/openOrders", new BinanceParameters().Add("symbol", instrument.NativeSymbol),
            RequestLane.Reconcile, rest.Budgets.Weight(1), BinanceJson.Default.IReadOnlyListBinanceOrder, cancellationToken);

    /// <summary>The fills of one order; null when no certain answer came, also when the venue shows fewer than it filled.</summary>
    public async Task<IReadOnlyList<FillReport>?> FillsAsync(Instrument instrument, ClientOrderId id, CancellationToken cancellationToken)
    {
        switch (await FindAsync(instrument, id, cancellationToken))
        {
            case BinanceReply<BinanceOrder>.Ok { Value.ExecutedQty: 0m }:
            case BinanceReply<BinanceOrder>.Refused refused when refused.Has(BinanceErrors.OrderDoesNotExist):
                return [];
            case BinanceReply<BinanceOrder>.Ok { Value: var order }:
                BinanceReply<IReadOnlyList<BinanceUserTrade>> reply = await TradesAsync(
                    new BinanceParameters().Add("symbol", instrument.NativeSymbol).Add("orderId", order.OrderId).Add("limit", TradesLimit),
                    cancellationToken);
                bool isWhole = reply is BinanceReply<IReadOnlyList<BinanceUserTrade>>.Ok { Value: var trades }
                    && trades.Sum(t => t.Qty) >= order.ExecutedQty;
                return isWhole
                    ? [.. ((BinanceReply<IReadOnlyList<BinanceUserTrade>>.Ok)reply).Value
                        .OrderBy(t => t.Time).ThenBy(t => t.Id).Select(t => BinanceReports.ToFill(t, instrument.Id, id))]
                    : null;
            default:
                return null;
        }
    }

    /// <summary>All fills of an instrument since an instant; the first 1,000 of them.</summary>
    public Task<BinanceReply<IReadOnlyList<BinanceUserTrade>>> TradesSinceAsync(
        Instrument instrument, DateTimeOffset since, CancellationToken cancellationToken) =>
        TradesAsync(
            new BinanceParameters().Add("symbol", instrument.NativeSymbol)
                .Add("startTime", since.ToUnixTimeMilliseconds()).Add("limit", TradesLimit),
            cancellationToken);

    private Task<BinanceReply<BinanceOrder>> AskAsync(BinanceParameters parameters, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(
            HttpMethod.Get, OrderPath, parameters, RequestLane.Reconcile, rest.Budgets.Weight(1), BinanceJson.Default.BinanceOrder,
            cancellationToken);

    private Task<BinanceReply<IReadOnlyList<BinanceUserTrade>>> TradesAsync(BinanceParameters parameters, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/userTrades", parameters, RequestLane.Reconcile, rest.Budgets.Weight(5),
            BinanceJson.Default.IReadOnlyListBinanceUserTrade, cancellationToken);

    private static BinanceParameters ById(Instrument instrument, ClientOrderId id) =>
        new BinanceParameters().Add("symbol", instrument.NativeSymbol).Add("origClientOrderId", id.Value);

    private static BinanceParameters ToParameters(OrderIntent intent, Instrument instrument)
    {
        BinanceParameters parameters = new BinanceParameters()
            .Add("symbol", instrument.NativeSymbol)
            .Add("side", intent.Side == Side.Buy ? "BUY" : "SELL")
            .Add("type", intent.Type == OrderType.Market ? "MARKET" : "LIMIT")
            .Add("quantity", WireNumber.Format(intent.Quantity.Value));
        if (intent.Type == OrderType.Limit)
        {
            // A market order with timeInForce or price is refused (-1106).
            parameters.Add("timeInForce", ToWire(intent.TimeInForce)).Add("price", WireNumber.Format(intent.LimitPrice!.Value.Value));
        }

        if (intent.ReduceOnly)
        {
            // Allowed in one-way mode only, which the adapter has set and read back.
            parameters.Add("reduceOnly", "true");
        }

        return parameters.Add("newClientOrderId", intent.ClientOrderId.Value).Add("newOrderRespType", "RESULT");
    }

    private static string ToWire(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        TimeInForce.PostOnly => "GTX",
        _ => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, "no such time in force"),
    };
}
