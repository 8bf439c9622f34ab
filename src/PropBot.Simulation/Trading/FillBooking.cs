using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Simulation.Trading;

/// <summary>Turns a meeting in the book into an account's fill: fee, profit, position, bills, in one mutation.</summary>
internal sealed class FillBooking(VenueContext venue)
{
    private const int MoneyPlaces = 8;

    /// <returns>The order after the fill.</returns>
    public SimulatedOrder Book(SimulatedOrder order, long tradeId, decimal price, decimal quantity, bool isMaker)
    {
        Account account = venue.Accounts.Get(order.Account);
        FeeSchedule fees = venue.TierOf(account).Fees;
        decimal feeRate = IsFree(order.Origin) ? 0m : (isMaker ? fees.Maker : fees.Taker).Value;
        decimal fee = -(price * quantity * feeRate);
        SimulatedPosition before = account.PositionOf(order.Position);
        (SimulatedPosition after, decimal realized, bool reduced) = Move(before, order.Side.Sign() * quantity, price, venue.Now);
        SymbolSettings settings = venue.SettingsOf(account, order.Symbol);
        if (settings.MarginMode == MarginMode.Isolated)
        {
            after = after with { IsolatedMargin = IsolatedMarginAfter(before, after, price, settings.Leverage) };
        }

        var fill = new SimulatedFill
        {
            TradeId = tradeId,
            OrderId = order.OrderId,
            Account = order.Account,
            ClientOrderId = order.ClientOrderId,
            Symbol = order.Symbol,
            Side = order.Side,
            Price = price,
            Quantity = quantity,
            IsMaker = isMaker,
            PositionSide = order.PositionSide,
            Origin = order.Origin,
            FeeRate = feeRate,
            Fee = fee,
            RealizedPnl = realized,
            Time = venue.Now,
        };
        decimal filled = order.FilledQuantity + quantity;
        SimulatedOrder changed = order with
        {
            FilledQuantity = filled,
            FilledNotional = order.FilledNotional + (price * quantity),
            Fees = order.Fees + fee,
            Status = filled == order.Quantity ? SimulatedOrderStatus.Filled : SimulatedOrderStatus.PartiallyFilled,
            UpdatedAt = venue.Now,
        };
        venue.Commit(new AccountMutation.OrderFilled(changed, fill, after, Bills(account, fill, reduced)) { Time = venue.Now });
        return changed;
    }

    /// <summary>
    /// A one-way position after a trade. What is closed leaves with its share of the entry's cost, so that cost and proceeds over a
    /// whole round meet to the last digit.
    /// </summary>
    internal static (SimulatedPosition After, decimal Realized, bool Reduced) Move(
        SimulatedPosition before, decimal signedQuantity, decimal price, DateTimeOffset now)
    {
        decimal held = before.Quantity;
        bool reduces = held != 0m && Math.Sign(held) != Math.Sign(signedQuantity);
        decimal closed = reduces ? Math.Min(Math.Abs(held), Math.Abs(signedQuantity)) : 0m;
        decimal leaving = closed == Math.Abs(held)
            ? (closed == 0m ? 0m : before.EntryNotional)
            : decimal.Round(before.EntryNotional * closed / Math.Abs(held), MoneyPlaces, MidpointRounding.AwayFromZero);
        decimal realized = closed == 0m ? 0m : (Math.Sign(held) * price * closed) - leaving;
        decimal opened = signedQuantity + (Math.Sign(held) * closed);
        SimulatedPosition after = before with
        {
            Quantity = held + signedQuantity,
            EntryNotional = before.EntryNotional - leaving + (opened * price),
            UpdatedAt = now,
        };
        return (after, realized, closed > 0m);
    }

    /// <summary>What is closed gives back its share of the margin, what is opened takes notional over leverage from the wallet.</summary>
    private static decimal IsolatedMarginAfter(SimulatedPosition before, SimulatedPosition after, decimal price, int leverage)
    {
        bool turned = Math.Sign(before.Quantity) != Math.Sign(after.Quantity);
        decimal held = Math.Abs(before.Quantity);
        decimal left = turned ? 0m : Math.Min(held, Math.Abs(after.Quantity));
        decimal kept = left == held
            ? before.IsolatedMargin
            : left == 0m ? 0m : decimal.Round(before.IsolatedMargin * left / held, MoneyPlaces, MidpointRounding.AwayFromZero);
        decimal opened = Math.Abs(after.Quantity) - left;
        return kept + decimal.Round(opened * price / leverage, MoneyPlaces, MidpointRounding.AwayFromZero);
    }

    /// <summary>Nobody pays a fee for being taken out of a position in another's interest.</summary>
    private static bool IsFree(OrderOrigin origin) => origin is OrderOrigin.AutoDeleveraging or OrderOrigin.Settlement;

    private List<AccountBill> Bills(Account account, SimulatedFill fill, bool reduced)
    {
        var bills = new List<AccountBill>(2);
        if (reduced)
        {
            bills.Add(venue.NextBill(account, BillType.RealizedPnl, fill.RealizedPnl, fill.Symbol) with
            {
                PositionSide = fill.PositionSide,
                OrderId = fill.OrderId,
                TradeId = fill.TradeId,
            });
        }

        if (fill.Fee != 0m)
        {
            AccountBill bill = venue.NextBill(account, BillType.Fee, fill.Fee, fill.Symbol);
            decimal balance = bills.Count > 0 ? bills[0].BalanceAfter : account.WalletBalance;
            bills.Add(bill with
            {
                BillId = bill.BillId + bills.Count,
                BalanceAfter = balance + fill.Fee,
                PositionSide = fill.PositionSide,
                OrderId = fill.OrderId,
                TradeId = fill.TradeId,
            });
        }

        return bills;
    }
}
