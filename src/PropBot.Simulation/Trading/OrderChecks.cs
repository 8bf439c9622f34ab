using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulation.Trading;

/// <summary>Everything a venue checks before it accepts an order, in the order in which it answers.</summary>
internal sealed class OrderChecks(VenueContext venue, MarginRules margin)
{
    // Every venue has a largest price; what is beyond this multiple of the mark is a mistake.
    private const decimal LargestPriceInMarks = 100m;

    /// <returns>Null when the order may be accepted.</returns>
    public Refusal? Check(Account account, SimulatedBook book, OrderRequest request)
    {
        if (CheckStatus(book, request) is { } closed)
        {
            return closed;
        }

        if (book.Market is not { } market)
        {
            return new Refusal(RefusalReason.NoMarket, $"{request.Symbol} has no market yet");
        }

        if (!string.IsNullOrEmpty(request.ClientOrderId) && account.OrderIdsByClientId.ContainsKey(request.ClientOrderId))
        {
            return new Refusal(RefusalReason.DuplicateClientOrderId, $"client order id {request.ClientOrderId} was used before");
        }

        return CheckPositionSide(account, request)
            ?? CheckPrice(book.Setup, request, in market)
            ?? CheckQuantity(book.Setup.Instrument, request, in market)
            ?? CheckPosition(account, request)
            ?? CheckCount(account, request)
            ?? CheckPostOnly(book, request)
            ?? CheckMarketBand(book, request, in market)
            ?? margin.CheckOrder(account, book, request);
    }

    /// <summary>What is checked when an open order gets a new price or quantity.</summary>
    /// <param name="request">The order as it shall be, with its whole quantity.</param>
    public Refusal? CheckAmended(Account account, SimulatedBook book, SimulatedOrder order, OrderRequest request)
    {
        if (CheckStatus(book, request) is { } closed)
        {
            return closed;
        }

        if (book.Market is not { } market)
        {
            return new Refusal(RefusalReason.NoMarket, $"{request.Symbol} has no market yet");
        }

        OrderRequest left = request with { Quantity = request.Quantity - order.FilledQuantity };
        return CheckPrice(book.Setup, request, in market)
            ?? CheckQuantity(book.Setup.Instrument, request, in market)
            ?? margin.CheckOrder(account, book, left, order);
    }

    /// <summary>Whether a limit order of this side and price would match at once.</summary>
    public static bool WouldTake(SimulatedBook book, Side side, long limit)
    {
        LiquiditySide opposite = book.Opposite(side);
        BookLevel offered = opposite.BestOffered();
        return (offered.Quantity > 0 && opposite.IsWithin(offered.Price, limit))
            || (opposite.Resting.Count > 0 && opposite.IsWithin(opposite.Resting[0].Price, limit));
    }

    private static Refusal? CheckStatus(SimulatedBook book, OrderRequest request) => book.Status switch
    {
        InstrumentStatus.Trading => null,
        InstrumentStatus.Delisting when request.ReducesOnly => null,
        InstrumentStatus.Delisting =>
            new Refusal(RefusalReason.ReduceOnlyInstrument, $"{request.Symbol} is about to end: positions may be reduced only"),
        _ => new Refusal(RefusalReason.InstrumentNotTrading, $"{request.Symbol} is not trading"),
    };

    private static Refusal? CheckPositionSide(Account account, OrderRequest request) => account.Sides.Contains(request.PositionSide)
        ? null
        : new Refusal(
            RefusalReason.PositionSideMismatch, $"position side {request.PositionSide} does not fit the position mode {account.PositionMode}");

    private static Refusal? CheckPrice(InstrumentSetup setup, OrderRequest request, in MarketState market)
    {
        if (request.Type == OrderType.Market)
        {
            return null;
        }

        if (request.Price is not { } price || price <= 0m)
        {
            return new Refusal(RefusalReason.InvalidPrice, "a limit order needs a price above zero", 0m, request.Price);
        }

        decimal largest = market.MarkPrice * LargestPriceInMarks;
        if (price > largest)
        {
            return new Refusal(RefusalReason.InvalidPrice, $"price {price} is above {largest}", largest, price);
        }

        decimal tick = setup.Instrument.Tick.Value;
        if (price % tick != 0m)
        {
            return new Refusal(RefusalReason.PriceNotOnTick, $"price {price} is not on the tick of {tick}", tick, price);
        }

        if (setup.PriceBand is not { } band)
        {
            return null;
        }

        decimal bound = BandOf(request.Side, band, market.MarkPrice);
        bool outside = request.Side == Side.Buy ? price > bound : price < bound;
        return outside
            ? new Refusal(RefusalReason.PriceOutOfBand, $"price {price} is beyond {bound}, the band around the mark price", bound, price)
            : null;
    }

    private static Refusal? CheckQuantity(Instrument instrument, OrderRequest request, in MarketState market)
    {
        decimal quantity = request.Quantity;
        if (quantity <= 0m)
        {
            return new Refusal(RefusalReason.InvalidQuantity, "a quantity must be above zero", 0m, quantity);
        }

        if (quantity % instrument.Lot.Value != 0m)
        {
            return new Refusal(
                RefusalReason.QuantityNotOnLot, $"quantity {quantity} is not a multiple of {instrument.Lot.Value}", instrument.Lot.Value, quantity);
        }

        if (quantity < instrument.MinQuantity.Value)
        {
            return new Refusal(
                RefusalReason.BelowMinQuantity, $"quantity {quantity} is below {instrument.MinQuantity}", instrument.MinQuantity.Value, quantity);
        }

        if (instrument.MaxQuantity is { } max && quantity > max.Value)
        {
            return new Refusal(RefusalReason.AboveMaxQuantity, $"quantity {quantity} is above {max}", max.Value, quantity);
        }

        decimal notional = quantity * (request.Type == OrderType.Market ? market.MarkPrice : request.Price!.Value);
        decimal minNotional = instrument.MinNotional.Value;

        // What takes risk off is exempt, or a remainder could never be closed (Binance: "notional must be no smaller than 100 (unless
        // you choose reduce only)", error -4164, read 2026-11-22).
        return notional < minNotional && !request.ReducesOnly
            ? new Refusal(RefusalReason.BelowMinNotional, $"notional {notional} is below {minNotional}", minNotional, notional)
            : null;
    }

    private static Refusal? CheckPosition(Account account, OrderRequest request)
    {
        if (!request.ReducesOnly)
        {
            return null;
        }

        decimal held = account.QuantityOf(request.Position);
        bool reduces = request.Side == Side.Buy ? held < 0m : held > 0m;
        if (!reduces)
        {
            return new Refusal(
                RefusalReason.ReduceOnlyWouldIncrease, $"a reduce-only {request.Side} has no position to reduce", held, request.Quantity);
        }

        // A reduce-only order is cut to the position; a plain close of a hedge side must fit it.
        return !request.ReduceOnly && request.Quantity > Math.Abs(held)
            ? new Refusal(
                RefusalReason.ClosesMoreThanHeld, $"{request.Quantity} is more than the {held} that the side holds", Math.Abs(held), request.Quantity)
            : null;
    }

    private Refusal? CheckCount(Account account, OrderRequest request)
    {
        int open = account.OpenOrders(request.Symbol).Count();
        return open >= venue.Options.MaxOpenOrders
            ? new Refusal(RefusalReason.TooManyOpenOrders, $"{open} orders are open", venue.Options.MaxOpenOrders, open)
            : null;
    }

    private Refusal? CheckMarketBand(SimulatedBook book, OrderRequest request, in MarketState market)
    {
        BookLevel best = book.Opposite(request.Side).Best;
        if (!venue.Options.RefusesMarketBeyondBand || request.Type != OrderType.Market || book.Setup.PriceBand is not { } band || best.Quantity == 0)
        {
            return null;
        }

        decimal bound = BandOf(request.Side, band, market.MarkPrice);
        decimal price = book.PriceOf(best.Price);
        return request.Side.Sign() * (price - bound) > 0m
            ? new Refusal(RefusalReason.MarketBeyondBand, $"the best price {price} is beyond {bound}, the band around the mark price", bound, price)
            : null;
    }

    private static decimal BandOf(Side side, decimal band, decimal mark) => mark * (side == Side.Buy ? 1m + band : 1m - band);

    private Refusal? CheckPostOnly(SimulatedBook book, OrderRequest request)
    {
        bool matters = venue.Options.RefusesTakingPostOnly
            && request.Type == OrderType.Limit
            && request.TimeInForce == TimeInForce.PostOnly;
        return matters && WouldTake(book, request.Side, book.PriceUnits(request.Price!.Value))
            ? new Refusal(RefusalReason.WouldTakeLiquidity, "a post-only order would have matched at once", null, request.Price)
            : null;
    }
}
