using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Okx.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Okx;

/// <summary>An account as the venue shows it, gathered from the simulation: the same over REST and on the streams.</summary>
internal sealed class OkxAccountView(SimulatedVenue venue, OkxContracts contracts, Func<OkxContract, DayStatistics> dayOf)
{
    public OkxBalance Balance(string account, DateTimeOffset now) =>
        OkxStatements.Balance(venue.Summary(account), venue.Positions(account).Sum(position => position.Notional), now);

    public OkxPosition Position(PositionStatement statement)
    {
        OkxContract contract = contracts[statement.Position.Symbol];
        return OkxStatements.Position(
            contract,
            statement,
            PositionRound.Of(venue, statement.Position),
            dayOf(contract).LastPrice,
            venue.Market(contract.Symbol)?.IndexPrice ?? 0m,
            venue.Now);
    }

    public OkxOrder Order(SimulatedOrder order) => OkxStatements.Order(contracts[order.Symbol], order, FillsOf(order), Settings(order));

    /// <param name="fill">The fill that is told; null when none is.</param>
    public OkxOrder OrderEvent(SimulatedOrder order, SimulatedFill? fill, bool amended = false)
    {
        OkxContract contract = contracts[order.Symbol];
        return OkxStatements.OrderEvent(contract, order, fill, FillsOf(order), Settings(order), dayOf(contract).LastPrice, amended);
    }

    private SymbolSettings Settings(SimulatedOrder order) => venue.SettingsOf(order.Account, order.Symbol);

    /// <summary>Its fills when it looked like this: its filled quantity says how many of them.</summary>
    private List<SimulatedFill> FillsOf(SimulatedOrder order)
    {
        var fills = new List<SimulatedFill>();
        decimal quantity = 0m;
        if (order.FilledQuantity == 0m)
        {
            return fills;
        }

        var query = new HistoryQuery { OrderId = order.OrderId, From = order.CreatedAt, To = order.UpdatedAt, Limit = int.MaxValue };
        foreach (SimulatedFill fill in venue.Fills(order.Account, query))
        {
            fills.Add(fill);
            quantity += fill.Quantity;
            if (quantity >= order.FilledQuantity)
            {
                break;
            }
        }

        return fills;
    }
}
