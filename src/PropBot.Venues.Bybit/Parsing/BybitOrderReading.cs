using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>Orders and fills, wire to Core.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class BybitOrderReading
{
    public static OrderReport ReadReport(BybitOrder wire, Instrument instrument, ClientOrderId clientOrderId)
    {
        decimal filled = WireText.DecimalOrZero(wire.CumExecQty);
        OrderStatus status = StatusOf(wire.OrderStatus, filled);
        return new OrderReport(
            instrument.Id,
            clientOrderId,
            new VenueOrderId(WireText.RequiredText(wire.OrderId, "orderId")),
            status,
            new Quantity(filled),
            WireText.DecimalOrZero(wire.AvgPrice),
            WireText.Milliseconds(wire.UpdatedTime) ?? WireText.RequiredMilliseconds(wire.CreatedTime, "createdTime"),
            RefusalOf(wire, status));
    }

    /// <returns>Null for what is not a trade: funding, liquidation, delivery.</returns>
    public static FillReport? ReadFill(BybitExecution wire, Instrument instrument, ClientOrderId clientOrderId) => wire.ExecType != "Trade"
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
