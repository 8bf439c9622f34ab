using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>Orders and fills, wire to Core: contracts become base units.</summary>
/// <remarks>A missing field throws <see cref="FormatException"/>.</remarks>
internal static class OkxOrderReading
{
    public static OrderReport ReadReport(OkxOrder wire, OkxListing listing, ClientOrderId clientOrderId) =>
        ReadReport(wire, listing.Instrument.Id, listing.Units.ToBase, clientOrderId);

    /// <summary>On an instrument that is none of ours: what its contract is is not known, so its sizes are in contracts.</summary>
    /// <exception cref="FormatException">A field is missing, or the order is on an instrument that it could not be cancelled by.</exception>
    public static OrderReport ReadStranger(OkxOrder wire, ClientOrderId clientOrderId)
    {
        InstrumentId instrument = OkxListing.StrangerOf(wire.InstId)
            ?? throw new FormatException($"order {wire.OrdId} is open on '{wire.InstId}', which is no instrument of the form BTC-USDT-SWAP; cancel it at the venue");
        return ReadReport(wire, instrument, contracts => new Quantity(contracts), clientOrderId) with { IsInContracts = true };
    }

    private static OrderReport ReadReport(OkxOrder wire, InstrumentId instrument, Func<decimal, Quantity> toUnits, ClientOrderId clientOrderId)
    {
        decimal contracts = WireText.DecimalOrZero(wire.AccFillSz);
        decimal limit = wire.OrdType == "market" ? 0m : WireText.DecimalOrZero(wire.Px);
        return new OrderReport(
            instrument,
            clientOrderId,
            new VenueOrderId(WireText.RequiredText(wire.OrdId, "ordId")),
            StatusOf(wire.State, contracts),
            toUnits(contracts),
            WireText.DecimalOrZero(wire.AvgPx),
            WireText.Milliseconds(wire.UTime) ?? WireText.RequiredMilliseconds(wire.CTime, "cTime"),
            RefusalOf(wire))
        {
            Origin = OkxOrigin.OfCategory(wire.Category),
            Side = string.IsNullOrEmpty(wire.Side) ? null : SideOf(wire.Side),
            Quantity = WireText.Decimal(wire.Sz) is { } size ? toUnits(size) : null,
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
    /// The latest fill of an order that the venue made by itself; null when there is none, or none that is told whole
    /// (<see cref="LacksForcedFill"/>).
    /// </summary>
    public static ForcedFill? ReadForcedFill(OkxOrder wire, OkxListing listing) => !HasFill(wire) || ForcedFeeOf(wire) is not { } fee
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
            FeeOf(fee, string.IsNullOrEmpty(wire.FillFeeCcy) ? wire.FeeCcy : wire.FillFeeCcy, listing),
            WireText.Milliseconds(wire.FillTime) ?? WireText.RequiredMilliseconds(wire.UTime, "uTime"));

    /// <summary>The venue's own order has a fill without a trade id or without its fee: it has to be read over REST.</summary>
    public static bool LacksForcedFill(OkxOrder wire) => OkxOrigin.OfCategory(wire.Category) != OrderOrigin.Client
        && WireText.DecimalOrZero(wire.FillSz) != 0m
        && (!IsTradeId(wire.TradeId) || ForcedFeeOf(wire) is null);

    /// <summary>What a fill is known by: its trade, or the entry in the account's books where the venue gives it no trade of its own.</summary>
    public static string TradeOf(OkxFill wire) => IsTradeId(wire.TradeId) ? wire.TradeId! : $"bill{WireText.RequiredText(wire.BillId, "billId")}";

    public static FillReport ReadFill(OkxFill wire, OkxListing listing, ClientOrderId clientOrderId) => new(
        listing.Instrument.Id,
        clientOrderId,
        new TradeId(TradeOf(wire)),
        SideOf(wire.Side),
        new Price(WireText.Required(wire.FillPx, "fillPx")),
        listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
        FeeOf(WireText.Required(wire.Fee, "fee"), wire.FeeCcy, listing),
        wire.ExecType == "M",
        TimeOf(wire));

    public static ForcedFill ReadForcedFill(OkxFill wire, OkxListing listing, OrderOrigin origin) => new(
        listing.Instrument.Id,
        new VenueOrderId(wire.OrdId ?? ""),
        new TradeId(TradeOf(wire)),
        origin,
        OkxModes.ReadSide(wire.PosSide),
        SideOf(wire.Side),
        new Price(WireText.Required(wire.FillPx, "fillPx")),
        listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
        FeeOf(WireText.Required(wire.Fee, "fee"), wire.FeeCcy, listing),
        TimeOf(wire));

    public static DateTimeOffset TimeOf(OkxFill wire) => WireText.Milliseconds(wire.FillTime) ?? WireText.RequiredMilliseconds(wire.Ts, "ts");

    public static Side SideOf(string? side) => side switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => throw new FormatException($"'{side}' is not a side"),
    };

    private static bool HasFill(OkxOrder wire) => IsTradeId(wire.TradeId) && WireText.DecimalOrZero(wire.FillSz) != 0m;

    /// <summary>Orders of the venue's own making may carry 0 in place of a trade.</summary>
    private static bool IsTradeId(string? text) => text is not (null or "" or "0");

    /// <summary>The fill's own fee, or the order's where this fill is all of it; null when neither is told.</summary>
    private static decimal? ForcedFeeOf(OkxOrder wire) =>
        WireText.Decimal(wire.FillFee) ?? (wire.AccFillSz == wire.FillSz ? WireText.Decimal(wire.Fee) : null);

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
