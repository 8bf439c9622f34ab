using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>Orders that the venue itself makes to take a position away.</summary>
internal sealed class VenueOrders(VenueContext venue, Matching matching)
{
    /// <summary>Accepts a market order of the venue against a position; the caller lets it fill.</summary>
    public SimulatedOrder Open(SimulatedPosition position, decimal quantity, OrderOrigin origin)
    {
        long orderId = venue.Accounts.LastOrderId + 1;
        var order = new SimulatedOrder
        {
            OrderId = orderId,
            Account = position.Account,
            ClientOrderId = $"{PrefixOf(origin)}{orderId}",
            Symbol = position.Symbol,
            Side = position.Quantity > 0m ? Side.Sell : Side.Buy,
            PositionSide = position.PositionSide,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Ioc,
            Quantity = quantity,
            ReduceOnly = true,
            Origin = origin,
            Status = SimulatedOrderStatus.New,
            CreatedAt = venue.Now,
            UpdatedAt = venue.Now,
        };
        venue.Commit(new AccountMutation.OrderAccepted(order) { Time = venue.Now });
        return order;
    }

    /// <summary>Closes a position, or a part of it, at the mark and past the book.</summary>
    public SimulatedOrder CloseAtMark(SimulatedBook book, SimulatedPosition position, decimal quantity, OrderOrigin origin)
    {
        decimal tick = book.Instrument.Tick.Value;
        decimal mark = Math.Max(tick, decimal.Round(MarginRules.MarkOf(book, position) / tick, MidpointRounding.AwayFromZero) * tick);
        return matching.FillAt(book, Open(position, quantity, origin), mark);
    }

    private static string PrefixOf(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Liquidation => "autoclose-",
        OrderOrigin.AutoDeleveraging => "adl_autoclose-",
        OrderOrigin.Settlement => "settlement_autoclose-",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "the venue makes no such orders"),
    };
}
