using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>
/// Forced liquidation of a cross account: all orders are cancelled, then positions are closed at the market, the one with the
/// largest maintenance margin first, until the equity suffices again.
/// </summary>
internal sealed class Liquidation(VenueContext venue, MarginRules margin, Matching matching)
{
    /// <summary>Checks every account that holds the instrument whose mark has moved.</summary>
    public void Check(Symbol symbol)
    {
        foreach (Account account in venue.Accounts.InOrder)
        {
            if (account.QuantityOf(symbol) != 0m)
            {
                AccountSummary summary = margin.Summarize(account);
                if (summary.Equity < summary.MaintenanceMargin)
                {
                    Liquidate(account, summary);
                }
            }
        }
    }

    private void Liquidate(Account account, AccountSummary summary)
    {
        venue.Commit(new AccountMutation.LiquidationStarted(account.Name, summary.Equity, summary.MaintenanceMargin) { Time = venue.Now });
        foreach (SimulatedOrder order in account.OpenOrders(null).ToList())
        {
            matching.End(order, OrderEndReason.Liquidation);
            venue.Publish(venue.Books[order.Symbol]);
        }

        IEnumerable<SimulatedPosition> largestFirst = account.Positions.Values
            .Where(position => !position.IsFlat)
            .OrderByDescending(MaintenanceOf)
            .ToList();
        foreach (SimulatedPosition position in largestFirst)
        {
            Close(account, position);
            AccountSummary left = margin.Summarize(account);
            if (left.MaintenanceMargin > 0m && left.Equity >= left.MaintenanceMargin)
            {
                return;
            }
        }

        if (account.WalletBalance < 0m && account.Positions.Values.All(position => position.IsFlat))
        {
            Book(account, BillType.InsuranceCover, -account.WalletBalance, null, null);
        }
    }

    private void Close(Account account, SimulatedPosition position)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        long orderId = venue.Accounts.LastOrderId + 1;
        var order = new SimulatedOrder
        {
            OrderId = orderId,
            Account = account.Name,
            ClientOrderId = $"autoclose-{orderId}",
            Symbol = position.Symbol,
            Side = position.Quantity > 0m ? Side.Sell : Side.Buy,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Ioc,
            Quantity = Math.Abs(position.Quantity),
            ReduceOnly = true,
            IsLiquidation = true,
            Status = SimulatedOrderStatus.New,
            CreatedAt = venue.Now,
            UpdatedAt = venue.Now,
        };
        venue.Commit(new AccountMutation.OrderAccepted(order) { Time = venue.Now });
        SimulatedOrder done = matching.Run(book, order);
        decimal fee = done.FilledNotional * venue.Options.LiquidationFeeRate;
        if (fee != 0m)
        {
            Book(account, BillType.LiquidationFee, -fee, position.Symbol, orderId);
        }

        venue.Publish(book);
    }

    private void Book(Account account, BillType type, decimal amount, Symbol? symbol, long? orderId)
    {
        AccountBill bill = venue.NextBill(account, type, amount, symbol) with { OrderId = orderId };
        venue.Commit(new AccountMutation.WalletChanged(bill) { Time = venue.Now });
    }

    private decimal MaintenanceOf(SimulatedPosition position)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        return MarginRules.Maintenance(book.Setup, Math.Abs(position.Quantity) * MarginRules.MarkOf(book, position));
    }
}
