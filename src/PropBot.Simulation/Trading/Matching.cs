using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>Lets orders meet the book: takers on arrival, resting orders when the market comes to them.</summary>
internal sealed class Matching(VenueContext venue)
{
    private readonly FillBooking _booking = new(venue);

    /// <summary>
    /// Matches a new order and lets rest what may rest. A market order takes at any price that is shown; a reduce-only order never takes
    /// more than the position.
    /// </summary>
    /// <param name="atMost">Base units that may fill now at most; null: no such limit.</param>
    public SimulatedOrder Run(SimulatedBook book, SimulatedOrder order, decimal? atMost = null)
    {
        long limit = LimitOf(book, order);
        if (EndsUnmatched(book, order, limit) is { } reason)
        {
            return End(order, reason);
        }

        while (order.IsOpen)
        {
            decimal wanted = Allowed(order);
            if (wanted <= 0m)
            {
                return End(order, OrderEndReason.ReduceOnly);
            }

            wanted = Math.Min(wanted, atMost - order.FilledQuantity ?? wanted);
            if (wanted <= 0m || !book.TryTake(order.Side, Avoided(order), limit, book.QuantityUnits(wanted), out BookMatch match))
            {
                break;
            }

            order = Meet(book, order, match);
        }

        if (!order.IsOpen)
        {
            return order;
        }

        if (order.Type == OrderType.Limit && order.TimeInForce is TimeInForce.Gtc or TimeInForce.PostOnly)
        {
            Rest(book, order);
            return order;
        }

        bool nothing = order.Type == OrderType.Market && order.FilledQuantity == 0m;
        return End(order, nothing ? OrderEndReason.NoLiquidity : OrderEndReason.ImmediateRemainder);
    }

    /// <summary>Fills a resting order at its own price, wherever the market stands.</summary>
    /// <returns>Base units filled.</returns>
    public decimal FillResting(SimulatedBook book, SimulatedOrder order, decimal quantity)
    {
        if (book.FindResting(order.OrderId) is not { } resting || quantity <= 0m)
        {
            return 0m;
        }

        BookMatch match = book.MeetResting(resting, book.QuantityUnits(quantity));
        FillMaker(book, match, order.Side.Opposite(), isLiquidation: false);
        return book.QuantityOf(match.Quantity);
    }

    /// <summary>Fills the resting orders that the market's own liquidity has reached.</summary>
    public void FillReached(SimulatedBook book)
    {
        while (book.TryMatchReached(out BookMatch match))
        {
            FillMaker(book, match, SideOf(match.Maker!).Opposite(), isLiquidation: false);
        }
    }

    /// <summary>What others traded since the last state: resting orders at the touch get their share, the rest is printed there.</summary>
    public void Flow(SimulatedBook book, Side taker, decimal quantity)
    {
        long volume = book.QuantityUnits(book.Instrument.Lot.RoundDown(new Quantity(quantity)).Value);
        while (book.TryMatchFlow(taker, ref volume, out BookMatch match))
        {
            FillMaker(book, match, taker, isLiquidation: false);
        }

        BookLevel touch = book.Opposite(taker).BestOffered();
        if (volume > 0 && touch.Quantity > 0)
        {
            venue.Print(book, venue.Accounts.TakeTradeId(), taker, book.PriceOf(touch.Price), book.QuantityOf(volume), isLiquidation: false);
        }
    }

    /// <summary>Fills an order of the venue whole at a price of its own, past the book: nobody else sees it.</summary>
    public SimulatedOrder FillAt(SimulatedBook book, SimulatedOrder order, decimal price)
    {
        SimulatedOrder filled = _booking.Book(order, venue.Accounts.TakeTradeId(), price, order.RemainingQuantity, isMaker: false);
        KeepReduceOnly(book, order.Account);
        return filled;
    }

    /// <summary>
    /// Brings an amended order back into the book: a smaller quantity keeps its place, anything else is matched again and goes to the end of
    /// its price's queue.
    /// </summary>
    public SimulatedOrder Resume(SimulatedBook book, SimulatedOrder amended, bool keepsItsPlace)
    {
        if (book.FindResting(amended.OrderId) is not { } resting)
        {
            return amended;
        }

        if (keepsItsPlace)
        {
            resting.Remaining = book.QuantityUnits(Allowed(amended));
            return amended;
        }

        book.Remove(resting);
        return Run(book, amended);
    }

    /// <summary>Ends an order: out of the book, terminal for ever.</summary>
    public SimulatedOrder End(SimulatedOrder order, OrderEndReason reason)
    {
        SimulatedBook book = venue.Books[order.Symbol];
        if (book.FindResting(order.OrderId) is { } resting)
        {
            book.Remove(resting);
        }

        SimulatedOrder ended = order with
        {
            Status = SimulatedOrderStatus.Cancelled,
            EndReason = reason,
            UpdatedAt = venue.Now,
        };
        venue.Commit(new AccountMutation.OrderEnded(ended) { Time = venue.Now });
        return ended;
    }

    /// <summary>Puts an accepted order into the book: behind what stands at its price.</summary>
    public static RestingOrder ToResting(SimulatedBook book, SimulatedOrder order, decimal quantity) => new(
        order.OrderId,
        order.Account,
        order.Side == Side.Buy,
        book.PriceUnits(order.Price!.Value),
        book.QuantityUnits(quantity),
        order.ReducesOnly);

    /// <summary>Base units that an order may still fill: a reduce-only order no more than there is to reduce.</summary>
    public decimal Allowed(SimulatedOrder order)
    {
        if (!order.ReducesOnly)
        {
            return order.RemainingQuantity;
        }

        decimal held = venue.Accounts.Get(order.Account).QuantityOf(order.Position);
        decimal reducible = order.Side == Side.Buy ? -held : held;
        return Math.Min(order.RemainingQuantity, Math.Max(0m, reducible));
    }

    private static Side SideOf(RestingOrder order) => order.IsBid ? Side.Buy : Side.Sell;

    private static long LimitOf(SimulatedBook book, SimulatedOrder order) => order.Type == OrderType.Market
        ? (order.Side == Side.Buy ? long.MaxValue : 0L)
        : book.PriceUnits(order.Price!.Value);

    private static OrderEndReason? EndsUnmatched(SimulatedBook book, SimulatedOrder order, long limit)
    {
        if (order.Type == OrderType.Market)
        {
            return null;
        }

        long wanted = book.QuantityUnits(order.Quantity);
        return order.TimeInForce switch
        {
            TimeInForce.PostOnly when OrderChecks.WouldTake(book, order.Side, limit) => OrderEndReason.PostOnly,
            TimeInForce.Fok when book.Opposite(order.Side).Fillable(Avoided(order), BeforeOwn(book, order, limit), wanted) < wanted => OrderEndReason.FillOrKill,
            _ => null,
        };
    }

    private static string? Avoided(SimulatedOrder order) => order.SelfTrade == SelfTradeRule.Trade ? null : order.Account;

    /// <summary>How far an order goes that ends at the first order of its own account: not to the price of that one.</summary>
    private static long BeforeOwn(SimulatedBook book, SimulatedOrder order, long limit)
    {
        RestingOrder? own = order.SelfTrade is SelfTradeRule.CancelTaker or SelfTradeRule.CancelBoth
            ? book.Opposite(order.Side).Resting.Find(resting => resting.Account == order.Account)
            : null;
        return own is null ? limit : order.Side == Side.Buy ? Math.Min(limit, own.Price - 1) : Math.Max(limit, own.Price + 1);
    }

    private SimulatedOrder Meet(SimulatedBook book, SimulatedOrder taker, BookMatch match)
    {
        if (match.IsSelfTrade)
        {
            return Avoid(taker, venue.Accounts.Get(taker.Account).Orders[match.Maker!.OrderId]);
        }

        decimal price = book.PriceOf(match.Price);
        decimal quantity = book.QuantityOf(match.Quantity);
        if (match.Maker is not null)
        {
            // One trade, two orders: the maker's side prints it.
            long shared = FillMaker(book, match, taker.Side, taker.IsLiquidation);
            SimulatedOrder met = _booking.Book(taker, shared, price, quantity, isMaker: false);
            KeepReduceOnly(book, taker.Account);
            return met;
        }

        long tradeId = venue.Accounts.TakeTradeId();
        SimulatedOrder filled = _booking.Book(taker, tradeId, price, quantity, isMaker: false);
        venue.Print(book, tradeId, taker.Side, price, quantity, taker.IsLiquidation);
        KeepReduceOnly(book, taker.Account);
        return filled;
    }

    /// <summary>Two orders of one account have met: the rule of the one that arrives says which of them ends.</summary>
    private SimulatedOrder Avoid(SimulatedOrder taker, SimulatedOrder maker)
    {
        if (taker.SelfTrade is SelfTradeRule.CancelMaker or SelfTradeRule.CancelBoth)
        {
            End(maker with { SelfTradeOrderId = taker.OrderId }, OrderEndReason.SelfTrade);
        }

        return taker.SelfTrade == SelfTradeRule.CancelMaker
            ? taker
            : End(taker with { SelfTradeOrderId = maker.OrderId }, OrderEndReason.SelfTrade);
    }

    private long FillMaker(SimulatedBook book, BookMatch match, Side taker, bool isLiquidation)
    {
        RestingOrder resting = match.Maker!;
        SimulatedOrder order = venue.Accounts.Get(resting.Account).Orders[resting.OrderId];
        decimal price = book.PriceOf(match.Price);
        decimal quantity = book.QuantityOf(match.Quantity);
        long tradeId = venue.Accounts.TakeTradeId();
        SimulatedOrder filled = _booking.Book(order, tradeId, price, quantity, isMaker: true);
        venue.Print(book, tradeId, taker, price, quantity, isLiquidation);
        if (filled.IsOpen && resting.Remaining == 0)
        {
            // It had left the book because its position, not its quantity, was used up.
            End(filled, OrderEndReason.ReduceOnly);
        }

        KeepReduceOnly(book, resting.Account);
        return tradeId;
    }

    private void Rest(SimulatedBook book, SimulatedOrder order) => book.Rest(ToResting(book, order, Allowed(order)));

    /// <summary>After a position changed: resting reduce-only orders shrink or grow with it, those with nothing to reduce end.</summary>
    private void KeepReduceOnly(SimulatedBook book, string account)
    {
        List<SimulatedOrder>? toEnd = null;
        foreach (LiquiditySide side in new ReadOnlySpan<LiquiditySide>([book.Bids, book.Asks]))
        {
            foreach (RestingOrder resting in side.Resting)
            {
                if (!resting.ReduceOnly || resting.Account != account)
                {
                    continue;
                }

                SimulatedOrder order = venue.Accounts.Get(account).Orders[resting.OrderId];
                decimal allowed = Allowed(order);
                resting.Remaining = book.QuantityUnits(allowed);
                if (allowed == 0m)
                {
                    (toEnd ??= []).Add(order);
                }
            }
        }

        foreach (SimulatedOrder order in toEnd ?? [])
        {
            End(order, OrderEndReason.ReduceOnly);
        }
    }
}
