using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>An order that rests at a venue.</summary>
/// <param name="IsOurs">False: somebody else placed it on our account.</param>
public sealed record OpenOrderSnapshot(
    InstrumentId Instrument, ClientOrderId ClientOrderId, VenueOrderId? VenueOrderId, bool IsOurs, Side? Side, Quantity? Quantity, Price? LimitPrice)
{
    public static OpenOrderSnapshot Of(TrackedOrder order) => new(
        order.Intent.Instrument, order.Intent.ClientOrderId, order.Record.VenueOrderId, IsOurs: true, order.Intent.Side, order.Intent.Quantity,
        order.Intent.LimitPrice);

    public static OpenOrderSnapshot Of(OrderReport report) => new(
        report.Instrument, report.ClientOrderId, report.VenueOrderId, IsOurs: false, report.Side, report.QuantityInBase(), report.LimitPrice);
}
