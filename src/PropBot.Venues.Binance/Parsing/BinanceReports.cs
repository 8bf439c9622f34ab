using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>Turns the venue's orders, fills and incomes into Core's.</summary>
/// <remarks>A value that cannot be is a <see cref="FormatException"/>.</remarks>
internal static class BinanceReports
{
    /// <summary>9999-12-31, the last millisecond that a time here can be.</summary>
    public const long MaxMilliseconds = 253_402_300_799_999;

    public static OrderReport ToReport(BinanceOrder order, InstrumentId instrument, ClientOrderId id) => new(
        instrument,
        id,
        ToVenueOrderId(order.OrderId),
        ToStatus(order.Status),
        ToQuantity(order.ExecutedQty),
        order.AvgPrice,
        ToTime(order.UpdateTime))
    {
        Origin = BinanceOrigins.Of(order.ClientOrderId),
        Side = order.Side is null ? null : ToSide(order.Side),
        Quantity = order.OrigQty is > 0m ? ToQuantity(order.OrigQty.Value) : null,
        LimitPrice = order.Price is > 0m ? new Price(order.Price.Value) : null,
    };

    /// <summary>All of them, foreign ones and those on symbols that are none of ours too, oldest first.</summary>
    /// <exception cref="FormatException">One cannot be read, or is on a symbol that it could not be cancelled by.</exception>
    public static IReadOnlyList<OrderReport> ToReports(IEnumerable<BinanceOrder> orders, VenueId venue, IReadOnlyList<Instrument> instruments)
    {
        var reports = new List<OrderReport>();
        foreach (BinanceOrder order in orders.OrderBy(o => o.Time).ThenBy(o => o.OrderId))
        {
            InstrumentId on = instruments.FirstOrDefault(i => i.NativeSymbol == order.Symbol)?.Id
                ?? BinanceStrangers.IdOf(venue, order.Symbol)
                ?? throw new FormatException($"order {order.OrderId} is open on '{order.Symbol}', which is no symbol such as BTCUSDT; cancel it at the venue");
            reports.Add(ToReport(order, on, OwnOrderIds.ForeignIdOf(order.ClientOrderId)));
        }

        return reports;
    }

    public static OrderReport ToReport(BinanceOrderUpdate order, InstrumentId instrument, ClientOrderId id) => new(
        instrument,
        id,
        ToVenueOrderId(order.OrderId),
        ToStatus(order.Status),
        ToQuantity(order.CumulativeQuantity),
        order.AveragePrice,
        ToTime(order.TradeTime))
    {
        Origin = BinanceOrigins.Of(order.ClientOrderId),
        Side = ToSide(order.Side),
        Quantity = order.Quantity > 0m ? ToQuantity(order.Quantity) : null,
        LimitPrice = order.LimitPrice > 0m ? new Price(order.LimitPrice) : null,
    };

    /// <summary>The fill that an order update tells of; null when it tells of none.</summary>
    public static FillReport? ToFill(BinanceOrderUpdate order, InstrumentId instrument, ClientOrderId id, Asset settle)
    {
        if (order.ExecutionType != "TRADE" || order.LastQuantity <= 0m)
        {
            return null;
        }

        return new FillReport(
            instrument,
            id,
            ToTradeId(order.TradeId),
            ToSide(order.Side),
            ToPrice(order.LastPrice),
            ToQuantity(order.LastQuantity),
            FeeOf(order, settle),
            order.IsMaker,
            ToTime(order.TradeTime));
    }

    public static FillReport ToFill(BinanceUserTrade trade, InstrumentId instrument, ClientOrderId id) => new(
        instrument,
        id,
        ToTradeId(trade.Id),
        ToSide(trade.Side),
        ToPrice(trade.Price),
        ToQuantity(trade.Qty),
        new Money(-trade.Commission, ToAsset(trade.CommissionAsset)),
        trade.Maker,
        ToTime(trade.Time));

    /// <summary>The same for a trade of whatever order; trades do not carry client ids.</summary>
    /// <param name="clientIds">By the venue's order id.</param>
    public static FillReport ToFill(BinanceUserTrade trade, InstrumentId instrument, IReadOnlyDictionary<long, string> clientIds) =>
        ToFill(trade, instrument, OwnOrderIds.ForeignIdOf(clientIds[trade.OrderId]));

    /// <summary>The same trade as a forced fill of ours.</summary>
    public static ForcedFill ToForcedFill(BinanceUserTrade trade, InstrumentId instrument, OrderOrigin origin) => new(
        instrument,
        ToVenueOrderId(trade.OrderId),
        ToTradeId(trade.Id),
        origin,
        BinanceOrigins.PositionSideOf(trade.PositionSide),
        ToSide(trade.Side),
        ToPrice(trade.Price),
        ToQuantity(trade.Qty),
        new Money(-trade.Commission, ToAsset(trade.CommissionAsset)),
        ToTime(trade.Time));

    /// <summary>
    /// The forced fill that an update of one of the venue's own orders tells of, by <c>TRADE</c> or <c>CALCULATED</c>; null when it
    /// tells of none, or of one without a trade id, which has to be read over REST.
    /// </summary>
    public static ForcedFill? ToForcedFill(BinanceOrderUpdate order, InstrumentId instrument, Asset settle) =>
        !TradedByVenue(order) || order.TradeId <= 0
            ? null
            : new ForcedFill(
                instrument,
                ToVenueOrderId(order.OrderId),
                ToTradeId(order.TradeId),
                BinanceOrigins.Of(order.ClientOrderId),
                BinanceOrigins.PositionSideOf(order.PositionSide),
                ToSide(order.Side),
                ToPrice(order.LastPrice),
                ToQuantity(order.LastQuantity),
                FeeOf(order, settle),
                ToTime(order.TradeTime));

    /// <summary>Does the update tell of something traded by one of the venue's own orders?</summary>
    public static bool TradedByVenue(BinanceOrderUpdate order) =>
        order.ExecutionType is "TRADE" or "CALCULATED" && order.LastQuantity > 0m && BinanceOrigins.Of(order.ClientOrderId) != OrderOrigin.Client;

    public static FundingPayment ToPayment(BinanceIncome income, InstrumentId instrument) => new(
        instrument,
        $"{income.IncomeType}:{income.Symbol}:{income.TranId}",
        new Money(income.Income, ToAsset(income.Asset)),
        ToTime(income.Time));

    /// <exception cref="FormatException">A status that the venue's documents do not have.</exception>
    public static OrderStatus ToStatus(string status) => status switch
    {
        // NEW_INSURANCE and NEW_ADL: the venue's own orders of a liquidation, on their way.
        "NEW" or "NEW_INSURANCE" or "NEW_ADL" => OrderStatus.Acknowledged,
        "PARTIALLY_FILLED" => OrderStatus.PartiallyFilled,
        "FILLED" => OrderStatus.Filled,
        "CANCELED" => OrderStatus.Cancelled,
        "REJECTED" => OrderStatus.Rejected,
        // EXPIRED: the rest of an IOC or FOK, too; EXPIRED_IN_MATCH: self-trade prevention.
        "EXPIRED" or "EXPIRED_IN_MATCH" => OrderStatus.Expired,
        _ => throw new FormatException($"order status '{status}' is not known"),
    };

    /// <exception cref="FormatException">Not a time.</exception>
    public static DateTimeOffset ToTime(long unixMilliseconds) => unixMilliseconds is >= 0 and <= MaxMilliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
        : throw new FormatException($"{unixMilliseconds} is not a time in milliseconds");

    public static VenueOrderId ToVenueOrderId(long orderId) => new($"{orderId}");

    private static Money FeeOf(BinanceOrderUpdate order, Asset settle) => new(
        -(order.Commission ?? 0m), string.IsNullOrEmpty(order.CommissionAsset) ? settle : ToAsset(order.CommissionAsset));

    private static TradeId ToTradeId(long tradeId) => new($"{tradeId}");

    private static Quantity ToQuantity(decimal value) =>
        value >= 0m ? new Quantity(value) : throw new FormatException($"{value} is not a quantity");

    private static Price ToPrice(decimal value) => value > 0m ? new Price(value) : throw new FormatException($"{value} is not a price");

    private static Asset ToAsset(string code) =>
        string.IsNullOrWhiteSpace(code) ? throw new FormatException("an asset has no name") : new Asset(code);

    private static Side ToSide(string side) => side switch
    {
        "BUY" => Side.Buy,
        "SELL" => Side.Sell,
        _ => throw new FormatException($"side '{side}' is not known"),
    };
}
