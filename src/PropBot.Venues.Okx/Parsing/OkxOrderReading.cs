using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>Orders and fills, wire to Core: contracts become base units.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class OkxOrderReading
{
    public static OrderReport ReadReport(OkxOrder wire, OkxListing listing, ClientOrderId clientOrderId)
    {
        decimal contracts = WireText.DecimalOrZero(wire.AccFillSz);
        decimal limit = wire.OrdType == "market" ? 0m : WireText.DecimalOrZero(wire.Px);
        return new OrderReport(
            listing.Instrument.Id,
            clientOrderId,
            new VenueOrderId(WireText.RequiredText(wire.OrdId, "ordId")),
            StatusOf(wire.State, contracts),
            listing.Units.ToBase(contracts),
            WireText.DecimalOrZero(wire.AvgPx),
            WireText.Milliseconds(wire.UTime) ?? WireText.RequiredMilliseconds(wire.CTime, "cTime"),
            RefusalOf(wire))
        {
            Origin = OkxOrigin.OfCategory(wire.Category),
            Side = string.IsNullOrEmpty(wire.Side) ? null : SideOf(wire.Side),
            Quantity = WireText.Decimal(wire.Sz) is { } size ? listing.Units.ToBase(size) : null,
            LimitPrice = limit > 0m ? new Price(limit) : null,
        };
    }

    /// <summary>
    /// The latest fill that an update of the channel carries. An update without one (placed, cancelled, amended) has an empty
    /// <c>tradeId</c> and <c>fillSz</c> 0.
    /// </summary>
    public static FillReport? ReadFill(OkxOrder wire, OkxListing listing, ClientOrderId clientOrderId) => !HasFill(wire)
        ? null
        : new FillReport(
            listing.Instrument.Id,
            clientOrderId,
            new TradeId(wire.TradeId!),
            SideOf(wire.Side),
            new Price(WireText.Required(wire.FillPx, "fillPx")),
            listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
            FeeOf(WireText.Required(wire.FillFee, "fillFee"), wire.FillFeeCcy, listing),
            wire.ExecType == "M",
            WireText.RequiredMilliseconds(wire.FillTime, "fillTime"));

    /// <summary>
    /// The latest fill of an order that the venue made by itself. Where the update does not tell the fill's own fee, the order's is
    /// taken if this fill is all of it; else it is left at zero, and the account's bills tell the rest.
    /// </summary>
    public static ForcedFill? ReadForcedFill(OkxOrder wire, OkxListing listing) => !HasFill(wire)
        ? null
        : new ForcedFill(
            listing.Instrument.Id,
            new VenueOrderId(WireText.RequiredText(wire.OrdId, "ordId")),
            new TradeId(wire.TradeId!),
            OkxOrigin.OfCategory(wire.Category),
            OkxModes.ReadSide(wire.PosSide),
            SideOf(wire.Side),
            new Price(WireText.Required(wire.FillPx, "fillPx")),
            listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
            FeeOf(
                WireText.Decimal(wire.FillFee) ?? (wire.AccFillSz == wire.FillSz ? WireText.DecimalOrZero(wire.Fee) : 0m),
                string.IsNullOrEmpty(wire.FillFeeCcy) ? wire.FeeCcy : wire.FillFeeCcy,
                listing),
            WireText.Milliseconds(wire.FillTime) ?? WireText.RequiredMilliseconds(wire.UTime, "uTime"));

    public static FillReport ReadFill(OkxFill wire, OkxListing listing, ClientOrderId clientOrderId) => new(
        listing.Instrument.Id,
        clientOrderId,
        new TradeId(WireText.RequiredText(wire.TradeId, "tradeId")),
        SideOf(wire.Side),
        new Price(WireText.Required(wire.FillPx, "fillPx")),
        listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
        FeeOf(WireText.Required(wire.Fee, "fee"), wire.FeeCcy, listing),
        wire.ExecType == "M",
        TimeOf(wire));

    public static ForcedFill ReadForcedFill(OkxFill wire, OkxListing listing, OrderOrigin origin) => new(
        listing.Instrument.Id,
        new VenueOrderId(wire.OrdId ?? ""),
        new TradeId(WireText.RequiredText(wire.TradeId, "tradeId")),
        origin,
        OkxModes.ReadSide(wire.PosSide),
        SideOf(wire.Side),
        new Price(WireText.Required(wire.FillPx, "fillPx")),
        listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
        FeeOf(WireText.DecimalOrZero(wire.Fee), wire.FeeCcy, listing),
        TimeOf(wire));

    public static DateTimeOffset TimeOf(OkxFill wire) => WireText.Milliseconds(wire.FillTime) ?? WireText.RequiredMilliseconds(wire.Ts, "ts");

    public static Side SideOf(string? side) => side switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => throw new FormatException($"'{side}' is not a side"),
    };

    private static bool HasFill(OkxOrder wire) => !string.IsNullOrEmpty(wire.TradeId) && WireText.DecimalOrZero(wire.FillSz) != 0m;

    private static OrderStatus StatusOf(string? state, decimal filledContracts) => state switch
    {
        "live" => filledContracts > 0m ? OrderStatus.PartiallyFilled : OrderStatus.Acknowledged,
        "partially_filled" => OrderStatus.PartiallyFilled,
        "filled" => OrderStatus.Filled,
        "canceled" or "mmp_canceled" => OrderStatus.Cancelled,
        _ => throw new FormatException($"'{state}' is not an order state"),
    };

    private static VenueRefusal? RefusalOf(OkxOrder wire) => wire.State == "canceled" && OkxErrors.KindOfCancel(wire.CancelSource) is { } kind
        ? new VenueRefusal(kind, wire.CancelSource!, wire.CancelSourceReason ?? "")
        : null;

    /// <summary>The venue's sign is Core's: negative is paid, positive a rebate.</summary>
    private static Money FeeOf(decimal fee, string? currency, OkxListing listing) => new(
        fee, string.IsNullOrEmpty(currency) ? listing.Instrument.SettleAsset : new Asset(currency));
}
