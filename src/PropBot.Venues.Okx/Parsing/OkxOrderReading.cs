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
        return new OrderReport(
            listing.Instrument.Id,
            clientOrderId,
            new VenueOrderId(WireText.RequiredText(wire.OrdId, "ordId")),
            StatusOf(wire.State, contracts),
            listing.Units.ToBase(contracts),
            WireText.DecimalOrZero(wire.AvgPx),
            WireText.Milliseconds(wire.UTime) ?? WireText.RequiredMilliseconds(wire.CTime, "cTime"),
            RefusalOf(wire));
    }

    /// <summary>
    /// The latest fill that an update of the channel carries. An update without one (placed, cancelled, amended) has an empty
    /// <c>tradeId</c> and <c>fillSz</c> 0.
    /// </summary>
    public static FillReport? ReadFill(OkxOrder wire, OkxListing listing, ClientOrderId clientOrderId)
    {
        decimal contracts = WireText.DecimalOrZero(wire.FillSz);
        if (contracts == 0m || string.IsNullOrEmpty(wire.TradeId))
        {
            return null;
        }

        return new FillReport(
            listing.Instrument.Id,
            clientOrderId,
            new TradeId(wire.TradeId),
            SideOf(wire.Side),
            new Price(WireText.Required(wire.FillPx, "fillPx")),
            listing.Units.ToBase(contracts),
            FeeOf(wire.FillFee, wire.FillFeeCcy, "fillFee", listing),
            wire.ExecType == "M",
            WireText.RequiredMilliseconds(wire.FillTime, "fillTime"));
    }

    public static FillReport ReadFill(OkxFill wire, OkxListing listing, ClientOrderId clientOrderId) => new(
        listing.Instrument.Id,
        clientOrderId,
        new TradeId(WireText.RequiredText(wire.TradeId, "tradeId")),
        SideOf(wire.Side),
        new Price(WireText.Required(wire.FillPx, "fillPx")),
        listing.Units.ToBase(WireText.Required(wire.FillSz, "fillSz")),
        FeeOf(wire.Fee, wire.FeeCcy, "fee", listing),
        wire.ExecType == "M",
        WireText.Milliseconds(wire.FillTime) ?? WireText.RequiredMilliseconds(wire.Ts, "ts"));

    public static Side SideOf(string? side) => side switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => throw new FormatException($"'{side}' is not a side"),
    };

    private static OrderStatus StatusOf(string? state, decimal filledContracts) => state switch
    {
        "live" => filledContracts > 0m ? OrderStatus.PartiallyFilled : OrderStatus.Acknowledged,
        "partially_filled" => OrderStatus.PartiallyFilled,
        "filled" => OrderStatus.Filled,
        "canceled" or "mmp_canceled" => OrderStatus.Cancelled,
        _ => throw new FormatException($"'{state}' is not an order state"),
    };

    private static VenueRefusal? RefusalOf(OkxOrder wire) => wire.State == "canceled" && wire.CancelSource == OkxErrors.CancelledPostOnly
        ? new VenueRefusal(RefusalKind.WouldTakeLiquidity, wire.CancelSource, wire.CancelSourceReason ?? "")
        : null;

    /// <summary>The venue's sign is Core's: negative is paid, positive a rebate.</summary>
    private static Money FeeOf(string? fee, string? currency, string field, OkxListing listing) => new(
        WireText.Required(fee, field),
        string.IsNullOrEmpty(currency) ? listing.Instrument.SettleAsset : new Asset(currency));
}
