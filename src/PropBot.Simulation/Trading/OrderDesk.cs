using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>What a client can ask of its orders: place, amend, cancel.</summary>
internal sealed class OrderDesk(VenueContext venue, Matching matching, MarginRules margin)
{
    private readonly OrderChecks _checks = new(venue, margin);
    private readonly HashSet<(string Account, string ClientOrderId)> _askedIds = [];

    /// <summary>
    /// How often an order came with a client order id that had come before since the start, taken or refused: a client that sends an
    /// order twice shows here, although the venue takes it once.
    /// </summary>
    public long RepeatedClientOrderIds { get; private set; }

    public Answer<SimulatedOrder> Place(string accountName, OrderRequest request)
    {
        if (!string.IsNullOrEmpty(request.ClientOrderId) && !_askedIds.Add((accountName, request.ClientOrderId)))
        {
            RepeatedClientOrderIds++;
        }

        if (venue.Refuse(accountName, request.Symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        Refresh(book);
        if (_checks.Check(account, book, request) is { } refusal)
        {
            venue.Publish(book);
            return refusal;
        }

        SimulatedOrder order = Accept(account, request);
        SimulatedOrder result = matching.Run(book, order, request.FillAtMost);
        venue.Publish(book);
        return result;
    }

    public Answer<SimulatedOrder> Cancel(string accountName, Symbol symbol, OrderKey key)
    {
        if (venue.Refuse(accountName, symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        Refresh(book);
        Answer<SimulatedOrder> found = FindOpen(account, symbol, key);
        if (found.Value is not { } order)
        {
            return found;
        }

        SimulatedOrder ended = matching.End(order, OrderEndReason.CancelledByClient);
        venue.Publish(book);
        return ended;
    }

    /// <summary>Somebody came for this resting order alone: it fills at its own price.</summary>
    /// <returns>Base units filled; zero when the order does not rest.</returns>
    public decimal FillResting(string accountName, OrderKey key, decimal quantity)
    {
        if (venue.Accounts.Find(accountName)?.Find(key) is not { IsOpen: true } order)
        {
            return 0m;
        }

        SimulatedBook book = venue.Books[order.Symbol];
        Refresh(book);
        decimal filled = matching.FillResting(book, order, book.Instrument.Lot.RoundDown(new Quantity(quantity)).Value);
        venue.Publish(book);
        return filled;
    }

    public IReadOnlyList<SimulatedOrder> CancelAll(string accountName, Symbol? symbol)
    {
        Account account = venue.Accounts.Get(accountName);
        var ended = new List<SimulatedOrder>();
        foreach (SimulatedBook book in venue.Books.Values)
        {
            if (symbol is null || symbol == book.Instrument.Id.Symbol)
            {
                Refresh(book);
                foreach (SimulatedOrder order in account.OpenOrders(book.Instrument.Id.Symbol).ToList())
                {
                    ended.Add(matching.End(order, OrderEndReason.CancelledByClient));
                }

                venue.Publish(book);
            }
        }

        return ended;
    }

    public Answer<SimulatedOrder> Amend(string accountName, Symbol symbol, OrderKey key, decimal? newQuantity, decimal? newPrice)
    {
        if (venue.Refuse(accountName, symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        Refresh(book);
        Answer<SimulatedOrder> result = Amend(account, book, key, newQuantity, newPrice);
        venue.Publish(book);
        return result;
    }

    private Answer<SimulatedOrder> Amend(Account account, SimulatedBook book, OrderKey key, decimal? newQuantity, decimal? newPrice)
    {
        Answer<SimulatedOrder> found = FindOpen(account, book.Instrument.Id.Symbol, key);
        if (found.Value is not { } order)
        {
            return found;
        }

        decimal quantity = newQuantity ?? order.Quantity;
        decimal? price = newPrice ?? order.Price;
        if (quantity == order.Quantity && price == order.Price)
        {
            return new Refusal(RefusalReason.NothingToAmend, "neither price nor quantity would change");
        }

        if (quantity <= order.FilledQuantity)
        {
            return venue.Options.ImpossibleAmendEndsOrder && quantity > 0m
                ? matching.End(order, OrderEndReason.AmendedBelowFilled)
                : new Refusal(
                    RefusalReason.BelowFilledQuantity, $"{order.FilledQuantity} is filled already, {quantity} is not above it", order.FilledQuantity, quantity);
        }

        OrderRequest request = RequestOf(order) with { Quantity = quantity, Price = price };
        if (_checks.CheckAmended(account, book, order, request) is { } refusal)
        {
            return refusal;
        }

        bool wouldTake = order.TimeInForce == TimeInForce.PostOnly && OrderChecks.WouldTake(book, order.Side, book.PriceUnits(price!.Value));
        if (wouldTake)
        {
            return venue.Options.ImpossibleAmendEndsOrder
                ? matching.End(order, OrderEndReason.PostOnly)
                : new Refusal(RefusalReason.WouldTakeLiquidity, "the amended post-only order would match at once", null, price);
        }

        SimulatedOrder amended = order with { Quantity = quantity, Price = price, UpdatedAt = venue.Now };
        venue.Commit(new AccountMutation.OrderAmended(amended) { Time = venue.Now });
        return matching.Resume(book, amended, keepsItsPlace: price == order.Price && quantity < order.Quantity);
    }

    private static Answer<SimulatedOrder> FindOpen(Account account, Symbol symbol, OrderKey key)
    {
        if (account.Find(key) is not { } order || order.Symbol != symbol)
        {
            return new Refusal(RefusalReason.UnknownOrder, $"{symbol} has no {key}");
        }

        return order.IsOpen ? order : new Refusal(RefusalReason.OrderAlreadyClosed, $"{key} is {order.Status}");
    }

    private static OrderRequest RequestOf(SimulatedOrder order) => new()
    {
        Symbol = order.Symbol,
        ClientOrderId = order.ClientOrderId,
        Side = order.Side,
        PositionSide = order.PositionSide,
        Type = order.Type,
        TimeInForce = order.TimeInForce,
        Quantity = order.Quantity,
        Price = order.Price,
        ReduceOnly = order.ReduceOnly,
        SelfTrade = order.SelfTrade,
    };

    /// <summary>Liquidity comes back while nobody looks; whoever rests in its way is filled before the request is looked at.</summary>
    private void Refresh(SimulatedBook book)
    {
        book.Recover(venue.Now);
        matching.FillReached(book);
    }

    private SimulatedOrder Accept(Account account, OrderRequest request)
    {
        long orderId = venue.Accounts.LastOrderId + 1;
        bool isMarket = request.Type == OrderType.Market;
        var order = new SimulatedOrder
        {
            OrderId = orderId,
            Account = account.Name,
            ClientOrderId = string.IsNullOrEmpty(request.ClientOrderId) ? FreeClientId(account, orderId) : request.ClientOrderId,
            Symbol = request.Symbol,
            Side = request.Side,
            PositionSide = request.PositionSide,
            Type = request.Type,
            TimeInForce = isMarket ? TimeInForce.Ioc : request.TimeInForce,
            Quantity = request.Quantity,
            Price = isMarket ? null : request.Price,
            ReduceOnly = request.ReduceOnly,
            SelfTrade = request.SelfTrade,
            Status = SimulatedOrderStatus.New,
            CreatedAt = venue.Now,
            UpdatedAt = venue.Now,
        };
        venue.Commit(new AccountMutation.OrderAccepted(order) { Time = venue.Now });
        return order;
    }

    private static string FreeClientId(Account account, long orderId)
    {
        string id = $"venue{orderId}";
        while (account.OrderIdsByClientId.ContainsKey(id))
        {
            id += "x";
        }

        return id;
    }
}
