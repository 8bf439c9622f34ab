using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>Orders and fills, wire to Core.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class BybitOrderReading
{
    public static OrderReport ReadReport(BybitOrder wire, Instrument instrument, ClientOrderId clientOrderId) =>
        ReadReport(wire, instrument.Id, clientOrderId);

    /// <summary>Linear contracts count in base units, whoever trades them.</summary>
    public static OrderReport ReadReport(BybitOrder wire, InstrumentId instrument, ClientOrderId clientOrderId)
    {
        decimal filled = WireText.DecimalOrZero(wire.CumExecQty);
        OrderStatus status = StatusOf(wire.OrderStatus, filled);
        return new OrderReport(
            instrument,
            clientOrderId,
            new VenueOrderId(WireText.RequiredText(wire.OrderId, "orderId")),
            status,
            new Quantity(filled),
            WireText.DecimalOrZero(wire.AvgPrice),
            WireText.Milliseconds(wire.UpdatedTime) ?? WireText.RequiredMilliseconds(wire.CreatedTime, "createdTime"),
            RefusalOf(wire, status))
        {
            Origin = BybitOrigin.Of(wire),
            Side = string.IsNullOrEmpty(wire.Side) ? null : SideOf(wire.Side),
            Quantity = WireText.Decimal(wire.Qty) is { } quantity ? new Quantity(quantity) : null,
            LimitPrice = wire.OrderType != "Market" && WireText.Decimal(wire.Price) is { } price and > 0m ? new Price(price) : null,
        };
    }

    /// <summary>When the venue made the order.</summary>
    public static DateTimeOffset CreatedAt(BybitOrder wire) => WireText.RequiredMilliseconds(wire.CreatedTime, "createdTime");

    /// <summary>
    /// An order that no list has any more, put together from all its executions: it is not open, so what did not fill was cancelled.
    /// </summary>
    /// <param name="executions">Not empty.</param>
    public static OrderReport ReadEnded(IReadOnlyList<BybitExecution> executions, Instrument instrument, ClientOrderId clientOrderId)
    {
        List<FillReport> fills = [.. executions.Select(e => ReadFill(e, instrument, clientOrderId)).OfType<FillReport>()];
        decimal filled = fills.Sum(f => f.Quantity.Value);
        decimal whole = WireText.Required(executions[0].OrderQty, "orderQty");
        return new OrderReport(
            instrument.Id,
            clientOrderId,
            new VenueOrderId(WireText.RequiredText(executions[0].OrderId, "orderId")),
            filled >= whole ? OrderStatus.Filled : OrderStatus.Cancelled,
            new Quantity(filled),
            fills.Sum(f => f.Price.Value * f.Quantity.Value) / filled,
            fills.Max(f => f.VenueTime))
        {
            Side = fills[0].Side,
            Quantity = new Quantity(whole),
        };
    }

    /// <returns>Null for what is not a trade: funding.</returns>
    public static FillReport? ReadFill(BybitExecution wire, Instrument instrument, ClientOrderId clientOrderId) => !BybitOrigin.IsTrade(wire)
        ? null
        : new FillReport(
            instrument.Id,
            clientOrderId,
            new TradeId(WireText.RequiredText(wire.ExecId, "execId")),
            SideOf(wire.Side),
            new Price(WireText.Required(wire.ExecPrice, "execPrice")),
            new Quantity(WireText.Required(wire.ExecQty, "execQty")),
            FeeOf(wire, instrument),
            wire.IsMaker,
            WireText.RequiredMilliseconds(wire.ExecTime, "execTime"));

    /// <param name="wire">Of an origin other than <see cref="OrderOrigin.Client"/>.</param>
    /// <param name="mode">In hedge mode what is sold for us comes off the long side.</param>
    public static ForcedFill ReadForced(BybitExecution wire, Instrument instrument, PositionMode mode)
    {
        Side side = SideOf(wire.Side);
        return new ForcedFill(
            instrument.Id,
            new VenueOrderId(WireText.RequiredText(wire.OrderId, "orderId")),
            new TradeId(WireText.RequiredText(wire.ExecId, "execId")),
            BybitOrigin.Of(wire),
            mode == PositionMode.OneWay ? PositionSide.Net : side == Side.Sell ? PositionSide.Long : PositionSide.Short,
            side,
            new Price(WireText.Required(wire.ExecPrice, "execPrice")),
            new Quantity(WireText.Required(wire.ExecQty, "execQty")),
            FeeOf(wire, instrument),
            WireText.RequiredMilliseconds(wire.ExecTime, "execTime"));
    }

    public static Side SideOf(string? side) => side switch
    {
        "Buy" => Side.Buy,
        "Sell" => Side.Sell,
        _ => throw new FormatException($"'{side}' is not a side"),
    };

    private static OrderStatus StatusOf(string? status, decimal filled) => status switch
    {
        "New" or "Untriggered" or "Triggered" or "Created" => filled > 0m ? OrderStatus.PartiallyFilled : OrderStatus.Acknowledged,
        "PartiallyFilled" => OrderStatus.PartiallyFilled,
        "Filled" => OrderStatus.Filled,
        "Cancelled" or "PartiallyFilledCanceled" or "Deactivated" => OrderStatus.Cancelled,
        "Rejected" => OrderStatus.Rejected,
        _ => throw new FormatException($"'{status}' is not an order status"),
    };

    private static VenueRefusal? RefusalOf(BybitOrder wire, OrderStatus status)
    {
        string reason = wire.RejectReason ?? "";
        RefusalKind kind = BybitErrors.KindOfReject(reason);
        bool refused = status == OrderStatus.Rejected || (status == OrderStatus.Cancelled && kind != RefusalKind.Unmapped);
        return refused ? new VenueRefusal(kind, reason, "") : null;
    }

    /// <summary>The venue's sign is the opposite of Core's: positive is paid.</summary>
    private static Money FeeOf(BybitExecution wire, Instrument instrument) => new(
        -WireText.Required(wire.ExecFee, "execFee"),
        string.IsNullOrEmpty(wire.FeeCurrency) ? instrument.SettleAsset : new Asset(wire.FeeCurrency));
}
