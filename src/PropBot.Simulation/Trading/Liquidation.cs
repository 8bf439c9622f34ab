using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>
/// Forced liquidation. Cross: all orders are cancelled, then the cross positions are closed at the market, the one with the largest
/// maintenance margin first, until the equity suffices again. Isolated: the instrument's orders are cancelled and the position
/// is closed by itself; what it loses beyond its margin the insurance fund covers.
/// </summary>
internal sealed class Liquidation(VenueContext venue, MarginRules margin, Matching matching, VenueOrders orders)
{
    /// <summary>Checks every account that holds the instrument whose mark has moved; warns before it is too late.</summary>
    public void Check(Symbol symbol)
    {
        foreach (Account account in venue.Accounts.InOrder)
        {
            if (!account.HoldsAny(symbol))
            {
                continue;
            }

            if (venue.SettingsOf(account, symbol).MarginMode == MarginMode.Cross)
            {
                Check(account, MarginScope.Cross);
                continue;
            }

            foreach (PositionSide side in account.Sides)
            {
                Check(account, MarginScope.Isolated(new PositionKey(symbol, side)));
            }
        }
    }

    /// <summary>Closes positions of an instrument as if their margin were gone.</summary>
    /// <returns>The orders that closed them.</returns>
    public IReadOnlyList<SimulatedOrder> Force(Account account, Symbol symbol, PositionSide? side)
    {
        var closed = new List<SimulatedOrder>();
        foreach (SimulatedPosition position in account.PositionsIn(symbol).ToList())
        {
            if (position.IsFlat || (side is not null && position.PositionSide != side))
            {
                continue;
            }

            bool isolated = venue.SettingsOf(account, symbol).MarginMode == MarginMode.Isolated;
            MarginScope scope = isolated ? MarginScope.Isolated(position.Key) : MarginScope.Cross;
            (decimal equity, decimal maintenance) = margin.StateOf(account, scope);
            Begin(account, scope, equity, maintenance, symbol);
            closed.Add(CloseCovered(account, position, isolated));
        }

        return closed;
    }

    private void Check(Account account, MarginScope scope)
    {
        (decimal equity, decimal maintenance) = margin.StateOf(account, scope);
        if (equity >= maintenance)
        {
            Warn(account, scope, equity, maintenance);
        }
        else if (scope.Position is { } key)
        {
            Begin(account, scope, equity, maintenance, key.Symbol);
            CloseCovered(account, account.PositionOf(key), isolated: true);
        }
        else
        {
            Begin(account, scope, equity, maintenance, symbol: null);
            CloseLargestFirst(account);
        }
    }

    private void Warn(Account account, MarginScope scope, decimal equity, decimal maintenance)
    {
        bool isHigh = AccountSummary.RatioOf(maintenance, equity) >= venue.Options.MarginCallRatio;
        bool wasHigh = account.MarginCalls.Contains(scope);
        if (isHigh && !wasHigh)
        {
            venue.Commit(new AccountMutation.MarginCalled(account.Name, scope, equity, maintenance) { Time = venue.Now });
        }
        else if (!isHigh && wasHigh)
        {
            venue.Commit(new AccountMutation.MarginEased(account.Name, scope) { Time = venue.Now });
        }
    }

    private void Begin(Account account, MarginScope scope, decimal equity, decimal maintenance, Symbol? symbol)
    {
        venue.Commit(new AccountMutation.LiquidationStarted(account.Name, equity, maintenance, scope) { Time = venue.Now });
        foreach (SimulatedOrder order in account.OpenOrders(symbol).ToList())
        {
            matching.End(order, OrderEndReason.Liquidation);
            venue.Publish(venue.Books[order.Symbol]);
        }
    }

    private void CloseLargestFirst(Account account)
    {
        IEnumerable<SimulatedPosition> largestFirst = account.Positions.Values
            .Where(position => !position.IsFlat && venue.SettingsOf(account, position.Symbol).MarginMode == MarginMode.Cross)
            .OrderByDescending(MaintenanceOf)
            .ToList();
        foreach (SimulatedPosition position in largestFirst)
        {
            Close(account, position);
            (decimal equity, decimal maintenance) = margin.StateOf(account, MarginScope.Cross);
            if (maintenance > 0m && equity >= maintenance)
            {
                return;
            }
        }

        AccountSummary left = margin.Summarize(account);
        if (left.CrossWalletBalance < 0m && left.CrossMaintenanceMargin == 0m)
        {
            Book(account, BillType.InsuranceCover, -left.CrossWalletBalance, null, null);
        }
    }

    /// <summary>Closes one position; an isolated one never costs the rest of the wallet anything.</summary>
    private SimulatedOrder CloseCovered(Account account, SimulatedPosition position, bool isolated)
    {
        decimal before = margin.Summarize(account).CrossWalletBalance;
        SimulatedOrder closed = Close(account, position);
        decimal loss = before - margin.Summarize(account).CrossWalletBalance;
        if (isolated && loss > 0m)
        {
            Book(account, BillType.InsuranceCover, loss, position, closed.OrderId);
        }

        return closed;
    }

    private SimulatedOrder Close(Account account, SimulatedPosition position)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        SimulatedOrder order = orders.Open(position, Math.Abs(position.Quantity), OrderOrigin.Liquidation);
        SimulatedOrder done = matching.Run(book, order);
        decimal fee = done.FilledNotional * venue.Options.LiquidationFeeRate;
        if (fee != 0m)
        {
            Book(account, BillType.LiquidationFee, -fee, position, order.OrderId);
        }

        venue.Publish(book);
        return done;
    }

    private void Book(Account account, BillType type, decimal amount, SimulatedPosition? position, long? orderId)
    {
        AccountBill bill = venue.NextBill(account, type, amount, position?.Symbol) with
        {
            PositionSide = position?.PositionSide ?? PositionSide.Net,
            OrderId = orderId,
        };
        venue.Commit(new AccountMutation.WalletChanged(bill) { Time = venue.Now });
    }

    private decimal MaintenanceOf(SimulatedPosition position)
    {
        SimulatedBook book = venue.Books[position.Symbol];
        return MarginRules.Maintenance(book.Setup, Math.Abs(position.Quantity) * MarginRules.MarkOf(book, position));
    }
}
