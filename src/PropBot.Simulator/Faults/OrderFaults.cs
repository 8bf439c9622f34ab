using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Faults;

/// <summary>What happens to orders at the venue itself. Used on the loop only.</summary>
internal sealed class OrderFaults(VenueFaults faults, StreamFaults streams)
{
    public Answer<SimulatedOrder> Place(SimulatedVenue venue, string account, OrderRequest request, DateTimeOffset now)
    {
        if (!faults.HasOrderFaults)
        {
            return venue.Place(account, request, now);
        }

        if (faults.StrikeOrder(FaultKind.OrderRefused, request.Symbol, now) is { } refused)
        {
            return new Refusal(refused.Rule.Reason, "struck by a fault", Limit: request.Price, Actual: request.Price);
        }

        bool canFillInPart = request.TimeInForce is not (TimeInForce.Fok or TimeInForce.PostOnly) || request.Type == OrderType.Market;
        return canFillInPart && faults.StrikeOrder(FaultKind.PartialFill, request.Symbol, now) is { } partial
            ? venue.Place(account, request with { FillAtMost = Part(venue, request.Symbol, request.Quantity, partial) }, now)
            : venue.Place(account, request, now);
    }

    public Answer<SimulatedOrder> Cancel(SimulatedVenue venue, string account, Symbol symbol, OrderKey key, DateTimeOffset now)
    {
        if (faults.HasOrderFaults
            && venue.FindOrder(account, key) is { IsOpen: true } order
            && order.Symbol == symbol
            && faults.StrikeOrder(FaultKind.FillAfterCancel, symbol, now) is { } fault
            && venue.FillResting(account, key, Part(venue, symbol, order.RemainingQuantity, fault), now) > 0m)
        {
            streams.HoldFillsOf(order.ClientOrderId, fault.Rule.EffectiveDelay);
        }

        return venue.Cancel(account, symbol, key, now);
    }

    /// <summary>Whole lots, and at least one lot less than all.</summary>
    private static decimal Part(SimulatedVenue venue, Symbol symbol, decimal quantity, ActiveFault fault)
    {
        if (!venue.TryGetInstrument(symbol, out InstrumentSetup? setup))
        {
            return quantity;
        }

        decimal lot = setup.Instrument.Lot.Value;
        return Math.Max(0m, Math.Min(setup.Instrument.Lot.RoundDown(new Quantity(quantity * fault.Rule.EffectiveSize)).Value, quantity - lot));
    }
}
