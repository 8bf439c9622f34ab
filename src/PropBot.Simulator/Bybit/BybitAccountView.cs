using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.MarketData;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Bybit;

/// <summary>An account as the venue shows it, gathered from the simulation: the same over REST and on the streams.</summary>
internal sealed class BybitAccountView(SimulatedVenue venue, BybitContracts contracts, Func<BybitContract, DayStatistics> dayOf)
{
    private readonly Dictionary<(string Account, Symbol? Symbol), (decimal Sum, long LastBill)> _cumulative = [];

    public BybitOrder Order(SimulatedOrder order)
    {
        BybitContract contract = contracts[order.Symbol];
        return BybitStatements.Order(contract, order, dayOf(contract).LastPrice);
    }

    /// <param name="order">The fill's order as it was after the fill.</param>
    public BybitExecution Execution(SimulatedFill fill, SimulatedOrder order) => BybitStatements.Execution(
        contracts[fill.Symbol], fill, order, order.Quantity - order.FilledQuantity);

    public BybitExecution Funding(AccountBill bill) => BybitStatements.FundingExecution(contracts[bill.Symbol!.Value], bill);

    public BybitPosition Position(PositionStatement statement) => BybitStatements.Position(
        contracts[statement.Position.Symbol],
        statement,
        PositionRound.Of(venue, statement.Position),
        Cumulative(statement.Position.Account, statement.Position.Symbol));

    public BybitWallet Wallet(string account) => BybitStatements.Wallet(venue.Summary(account), Cumulative(account, null));

    /// <summary>Fills and funding, newest first, a page of them.</summary>
    public BybitReply Executions(BybitRequest request, Symbol? symbol, DateTimeOffset now)
    {
        (BybitPeriod? period, BybitError? error) = BybitPeriod.Read(request, now, BybitPeriod.Week);
        if (error is { } wrong)
        {
            return BybitReply.Refused(wrong);
        }

        long? orderId = null;
        if (BybitOrderParsing.NamesOrder(request))
        {
            orderId = BybitOrderParsing.ReadKey(request) is { } key ? venue.FindOrder(request.Account, key)?.OrderId : null;
            if (orderId is null)
            {
                return BybitReply.Ok(new BybitPage<BybitExecution>([], ""));
            }
        }

        var query = new HistoryQuery { Symbol = symbol, OrderId = orderId, From = period!.From, To = period.To, Limit = int.MaxValue };
        IEnumerable<BybitExecution> fills = venue.Fills(request.Account, query).Select(fill => ExecutionInHistory(fill));
        IEnumerable<BybitExecution> funding = orderId is null
            ? venue.Bills(request.Account, query).Where(bill => bill.Type == BillType.Funding).Select(Funding)
            : [];
        IEnumerable<BybitExecution> newestFirst = fills.Concat(funding)
            .Where(execution => request["execType"] is not { } type || type == execution.ExecType)
            .OrderBy(execution => long.Parse(execution.ExecTime, System.Globalization.CultureInfo.InvariantCulture))
            .Reverse();
        return BybitReply.Ok(PageAfter(newestFirst, execution => execution.ExecId, request, standard: 50, max: 100));
    }

    /// <summary>The transaction log, newest first, a page of it.</summary>
    public BybitReply Transactions(BybitRequest request, DateTimeOffset now)
    {
        (BybitPeriod? period, BybitError? error) = BybitPeriod.Read(request, now, BybitPeriod.Day);
        if (error is { } wrong)
        {
            return BybitReply.Refused(wrong);
        }

        IReadOnlyList<StatementLine> lines = StatementLine.From(
            venue.Bills(request.Account, new HistoryQuery { From = period!.From, To = period.To, Limit = int.MaxValue }));
        Dictionary<(long TradeId, long OrderId), (SimulatedFill Fill, decimal After)> fills = FillsWithPositions(request.Account, period);
        IEnumerable<BybitTransaction> newestFirst = lines
            .Select(line =>
            {
                bool hasFill = fills.TryGetValue((line.TradeId ?? 0, line.OrderId ?? 0), out (SimulatedFill Fill, decimal After) found);
                return BybitTransactions.Line(
                    line, line.Symbol is { } symbol ? contracts[symbol] : null, hasFill && line.IsFill ? found.Fill : null, found.After);
            })
            .Where(line => (request["type"] is not { } type || type == line.Type)
                && (request["currency"] is not { } currency || currency == line.Currency)
                && (request["category"] is not { } category || category == line.Category))
            .Reverse();
        return BybitReply.Ok(PageAfter(newestFirst, line => line.Id, request, standard: 20, max: 50));
    }

    /// <summary>A fill with what of its order was left then.</summary>
    public BybitExecution ExecutionInHistory(SimulatedFill fill)
    {
        SimulatedOrder order = venue.FindOrder(fill.Account, OrderKey.Of(fill.OrderId))
            ?? throw new InvalidOperationException($"fill {fill.TradeId} names order {fill.OrderId}, which does not exist");
        decimal filledUpToHere = venue
            .Fills(fill.Account, new HistoryQuery { OrderId = fill.OrderId, From = order.CreatedAt, To = fill.Time, Limit = int.MaxValue })
            .Where(earlier => earlier.TradeId <= fill.TradeId)
            .Sum(earlier => earlier.Quantity);
        return BybitStatements.Execution(contracts[fill.Symbol], fill, order, order.Quantity - filledUpToHere);
    }

    /// <summary>The fills of a period with the position each of them left, worked back from the positions of now.</summary>
    private Dictionary<(long TradeId, long OrderId), (SimulatedFill Fill, decimal After)> FillsWithPositions(string account, BybitPeriod period)
    {
        Dictionary<PositionKey, decimal> held = venue.Positions(account, includeFlat: true)
            .ToDictionary(position => position.Position.Key, position => position.Position.Quantity);
        var found = new Dictionary<(long TradeId, long OrderId), (SimulatedFill Fill, decimal After)>();
        foreach (SimulatedFill fill in venue.Fills(account, new HistoryQuery { From = period.From, Limit = int.MaxValue }).Reverse())
        {
            var key = new PositionKey(fill.Symbol, fill.PositionSide);
            decimal after = held.GetValueOrDefault(key);
            found[(fill.TradeId, fill.OrderId)] = (fill, after);
            held[key] = after - (fill.Side.Sign() * fill.Quantity);
        }

        return found;
    }

    /// <summary>Everything a symbol, or the account, ever brought beyond deposits; only new bills are looked at.</summary>
    private decimal Cumulative(string account, Symbol? symbol)
    {
        (decimal sum, long lastBill) = _cumulative.GetValueOrDefault((account, symbol));
        foreach (AccountBill bill in venue.Bills(account, new HistoryQuery { Symbol = symbol, AfterId = lastBill, Limit = int.MaxValue }))
        {
            lastBill = bill.BillId;
            sum += bill.Type is BillType.Deposit or BillType.Withdrawal ? 0m : bill.Amount;
        }

        _cumulative[(account, symbol)] = (sum, lastBill);
        return sum;
    }

    /// <summary>The cursor is the id of the last entry of the page before.</summary>
    private static BybitPage<T> PageAfter<T>(IEnumerable<T> newestFirst, Func<T, string> idOf, BybitRequest request, int standard, int max)
    {
        int limit = request.Limit(standard, max);
        IEnumerable<T> rest = request["cursor"] is { } cursor
            ? newestFirst.SkipWhile(entry => idOf(entry) != cursor).Skip(1)
            : newestFirst;
        T[] page = [.. rest.Take(limit)];
        return new BybitPage<T>(page, page.Length == limit ? idOf(page[^1]) : "");
    }
}
