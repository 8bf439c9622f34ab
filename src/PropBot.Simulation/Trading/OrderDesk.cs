using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>What a client can ask of its account: orders, cancels, settings.</summary>
internal sealed class OrderDesk(VenueContext venue, Matching matching, MarginRules margin)
{
    private readonly OrderChecks _checks = new(venue, margin);

    public Answer<SimulatedOrder> Place(string accountName, OrderRequest request)
    {
        if (Refuse(accountName, request.Symbol, out Account account, out SimulatedBook book) is { } unknown)
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
        if (Refuse(accountName, symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        Refresh(book);
        if (account.Find(key) is not { } order || order.Symbol != symbol)
        {
            return new Refusal(RefusalReason.UnknownOrder, $"{symbol} has no {key}");
        }

        if (!order.IsOpen)
        {
            return new Refusal(RefusalReason.OrderAlreadyClosed, $"{key} is {order.Status}");
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

    public Answer<SymbolSettings> SetLeverage(string accountName, Symbol symbol, int leverage)
    {
        if (Refuse(accountName, symbol, out Account account, out SimulatedBook book) is { } unknown)
        {
            return unknown;
        }

        int max = book.Setup.MaxLeverage;
        if (leverage < 1 || leverage > max)
        {
            return new Refusal(RefusalReason.LeverageOutOfRange, $"leverage {leverage} is not within 1 to {max}", max, leverage);
        }

        SymbolSettings before = venue.SettingsOf(account, symbol);
        if (leverage == before.Leverage)
        {
            return before;
        }

        AccountSummary summary = margin.Summarize(account);
        decimal needed = margin.InitialMarginOf(account, symbol) * before.Leverage / leverage;
        decimal free = summary.AvailableBalance + margin.InitialMarginOf(account, symbol);
        if (leverage < before.Leverage && needed > free)
        {
            return new Refusal(RefusalReason.InsufficientMargin, $"leverage {leverage} needs {needed} of margin, {free} is free", free, needed);
        }

        return Change(before with { Leverage = leverage });
    }

    public Answer<SymbolSettings> SetMarginMode(string accountName, Symbol symbol, MarginMode mode)
    {
        if (Refuse(accountName, symbol, out Account account, out _) is { } unknown)
        {
            return unknown;
        }

        return mode == MarginMode.Cross
            ? venue.SettingsOf(account, symbol)
            : new Refusal(RefusalReason.UnsupportedMode, "the simulated venue keeps cross margin only");
    }

    private Answer<SymbolSettings> Change(SymbolSettings settings)
    {
        venue.Commit(new AccountMutation.SettingsChanged(settings) { Time = venue.Now });
        return settings;
    }

    private Refusal? Refuse(string accountName, Symbol symbol, out Account account, out SimulatedBook book)
    {
        account = venue.Accounts.Find(accountName)!;
        book = venue.Books.GetValueOrDefault(symbol)!;
        if (account is null)
        {
            return new Refusal(RefusalReason.UnknownAccount, "there is no such account");
        }

        return book is null ? new Refusal(RefusalReason.UnknownInstrument, $"there is no instrument {symbol}") : null;
    }

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
            Type = request.Type,
            TimeInForce = isMarket ? TimeInForce.Ioc : request.TimeInForce,
            Quantity = request.Quantity,
            Price = isMarket ? null : request.Price,
            ReduceOnly = request.ReduceOnly,
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
