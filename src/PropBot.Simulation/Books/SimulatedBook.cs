using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Books;

/// <summary>The book of one instrument: the market's liquidity, what was taken of it, and the accounts' resting orders.</summary>
internal sealed class SimulatedBook
{
    private const int TradesKept = 500;
    private readonly SimulatedVenueOptions _options;
    private readonly SeededRandom _random;
    private readonly TimeSpan _recoveryHalfLife;
    private readonly BookUpdate _update;
    private readonly Queue<PublicTrade> _trades = new(TradesKept + 1);
    private BookShape _shape;
    private DateTimeOffset _takenAt;

    public SimulatedBook(InstrumentSetup setup, SimulatedVenueOptions options)
    {
        Setup = setup;
        _options = options;
        _shape = new BookShape(setup, options.BookVariation, options.BookLevelsPerZone);
        _random = new SeededRandom(options.Seed, $"book {Instrument.Id}");
        _recoveryHalfLife = options.BookRecoveryHalfLife;
        _update = new BookUpdate(Instrument);
    }

    public InstrumentSetup Setup { get; private set; }

    public Instrument Instrument => Setup.Instrument;

    public InstrumentStatus Status => Instrument.Status;

    public LiquiditySide Bids { get; } = new(isBid: true);

    public LiquiditySide Asks { get; } = new(isBid: false);

    public MarketState? Market { get; private set; }

    /// <summary>Market time of the feed's last word; default before its first since the start of the process.</summary>
    public DateTimeOffset MarketTime { get; set; }

    public long UpdateId { get; private set; }

    public DateTimeOffset Time { get; private set; }

    public IReadOnlyCollection<PublicTrade> Trades => _trades;

    /// <summary>The side a taker of this side meets.</summary>
    public LiquiditySide Opposite(Side taker) => taker == Side.Buy ? Asks : Bids;

    public LiquiditySide Own(Side side) => side == Side.Buy ? Bids : Asks;

    public long PriceUnits(decimal price) => ScaledNumber.FromDecimal(price, Instrument.PriceScale);

    public long QuantityUnits(decimal quantity) => ScaledNumber.FromDecimal(quantity, Instrument.QuantityScale);

    public decimal PriceOf(long units) => ScaledNumber.ToDecimal(units, Instrument.PriceScale);

    public decimal QuantityOf(long units) => ScaledNumber.ToDecimal(units, Instrument.QuantityScale);

    /// <summary>Lets what was taken come back: half of it per half-life.</summary>
    public void Recover(DateTimeOffset now)
    {
        if (now <= _takenAt)
        {
            return;
        }

        if (Bids.Taken > 0 || Asks.Taken > 0)
        {
            double left = Math.Pow(0.5, (now - _takenAt) / _recoveryHalfLife);
            Bids.Taken = (long)(Bids.Taken * left);
            Asks.Taken = (long)(Asks.Taken * left);
        }

        _takenAt = now;
    }

    /// <summary>Makes the market's levels anew around what the feed says.</summary>
    public void Shape(in MarketState state)
    {
        Market = state;
        (long bid, long ask) = _shape.Touch(in state);
        _shape.Fill(Bids.Offered, isBid: true, bid, state.DepthScale, _random);
        _shape.Fill(Asks.Offered, isBid: false, ask, state.DepthScale, _random);
        Bids.ClipQueues();
        Asks.ClipQueues();
    }

    /// <summary>Takes over new terms. The book must be empty when they change its steps, since all levels are counted in them.</summary>
    public void Replace(InstrumentSetup setup)
    {
        bool sameSteps = setup.Instrument.Tick == Instrument.Tick && setup.Instrument.Lot == Instrument.Lot;
        Setup = setup;
        _update.Instrument = setup.Instrument;
        if (!sameSteps)
        {
            _shape = new BookShape(setup, _options.BookVariation, _options.BookLevelsPerZone);
        }
    }

    /// <summary>Takes everything out of the book, resting orders too.</summary>
    /// <returns>The resting orders that stood in it, in the order of their queue.</returns>
    public IReadOnlyList<RestingOrder> Empty()
    {
        IReadOnlyList<RestingOrder> resting = [.. Bids.Resting, .. Asks.Resting];
        foreach (LiquiditySide side in new ReadOnlySpan<LiquiditySide>([Bids, Asks]))
        {
            side.Offered.Clear();
            side.Resting.Clear();
            side.Taken = 0;
        }

        return resting;
    }

    /// <summary>The next meeting of a taker with the book, one level or one resting order at a time.</summary>
    /// <param name="limit">Worst price, at the price scale.</param>
    /// <param name="wanted">At the quantity scale, above zero.</param>
    /// <param name="avoids">The account that the taker must not trade with; null: it trades with everybody.</param>
    /// <returns>False when nothing is left within the limit.</returns>
    public bool TryTake(Side taker, string? avoids, long limit, long wanted, out BookMatch match)
    {
        LiquiditySide side = Opposite(taker);
        BookLevel offered = side.BestOffered();
        RestingOrder? resting = side.Resting.Count > 0 ? side.Resting[0] : null;
        match = default;
        bool restingFirst = resting is not null
            && (offered.Quantity == 0
                || side.IsBetter(resting.Price, offered.Price)
                || (resting.Price == offered.Price && resting.Ahead == 0));
        if (restingFirst)
        {
            if (!side.IsWithin(resting!.Price, limit))
            {
                return false;
            }

            match = resting.Account == avoids ? new BookMatch(resting.Price, 0, resting, IsSelfTrade: true) : Meet(side, resting, wanted);
            return true;
        }

        if (offered.Quantity == 0 || !side.IsWithin(offered.Price, limit))
        {
            return false;
        }

        long quantity = Math.Min(wanted, offered.Quantity);
        if (resting is not null && resting.Price == offered.Price)
        {
            quantity = Math.Min(quantity, resting.Ahead);
        }

        side.Taken += quantity;
        side.Serve(offered.Price, quantity);
        match = new BookMatch(offered.Price, quantity, null, IsSelfTrade: false);
        return true;
    }

    /// <summary>The next resting order that the market's own liquidity has reached: it fills at its own price.</summary>
    public bool TryMatchReached(out BookMatch match) => TryMatchReached(Bids, Asks, out match) || TryMatchReached(Asks, Bids, out match);

    /// <summary>
    /// The next resting order that a taker among the others meets: those before the market's best price at once, those at it when what
    /// stands ahead is served. Uses up <paramref name="volume"/>.
    /// </summary>
    public bool TryMatchFlow(Side taker, ref long volume, out BookMatch match)
    {
        match = default;
        LiquiditySide side = Opposite(taker);
        if (side.Resting.Count == 0 || volume <= 0)
        {
            return false;
        }

        BookLevel offered = side.BestOffered();
        RestingOrder first = side.Resting[0];
        if (offered.Quantity > 0 && side.IsBetter(offered.Price, first.Price))
        {
            return false;
        }

        if (offered.Quantity > 0 && offered.Price == first.Price && first.Ahead > 0)
        {
            long served = Math.Min(volume, first.Ahead);
            side.Serve(first.Price, served);
            volume -= served;
            if (volume == 0)
            {
                return false;
            }
        }

        match = Meet(side, first, volume);
        volume -= match.Quantity;
        return true;
    }

    /// <summary>A resting order meets a taker that came for it alone.</summary>
    public BookMatch MeetResting(RestingOrder order, long wanted) => Meet(order.IsBid ? Bids : Asks, order, wanted);

    public void Rest(RestingOrder order) => (order.IsBid ? Bids : Asks).Add(order);

    public RestingOrder? FindResting(long orderId) =>
        Bids.Resting.Find(order => order.OrderId == orderId) ?? Asks.Resting.Find(order => order.OrderId == orderId);

    public void Remove(RestingOrder order) => (order.IsBid ? Bids : Asks).Resting.Remove(order);

    public void Remember(in PublicTrade trade)
    {
        _trades.Enqueue(trade);
        if (_trades.Count > TradesKept)
        {
            _trades.Dequeue();
        }
    }

    /// <summary>What changed since the last call, as the next update; null when nothing did. Reused: read it at once.</summary>
    public BookUpdate? TakeUpdate(DateTimeOffset now)
    {
        BookLevel bestBid = Bids.Best;
        BookLevel bestAsk = Asks.Best;
        _update.Clear();
        Bids.Show(_update.Changes(isBid: true));
        Asks.Show(_update.Changes(isBid: false));
        if (_update.IsEmpty)
        {
            return null;
        }

        UpdateId++;
        Time = now;
        _update.UpdateId = UpdateId;
        _update.Time = now;
        _update.BestBid = Bids.Best;
        _update.BestAsk = Asks.Best;
        _update.BestChanged = bestBid != Bids.Best || bestAsk != Asks.Best;
        return _update;
    }

    public BookSnapshot Snapshot(int depth) => new(
        Instrument, UpdateId, Time, Bids.Shown[..Math.Min(depth, Bids.Shown.Length)].ToArray(), Asks.Shown[..Math.Min(depth, Asks.Shown.Length)].ToArray());

    public void CopyTo(DepthView view)
    {
        view.BidCount = Copy(Bids.Shown, view.BidPrices, view.BidQuantities);
        view.AskCount = Copy(Asks.Shown, view.AskPrices, view.AskQuantities);
        view.UpdateId = UpdateId;
        view.VenueTime = Time;
        view.Trust = view.HasBothSides ? BookTrust.Synced : BookTrust.Unsynced;
    }

    public BookState Export() => new()
    {
        Symbol = Instrument.Id.Symbol,
        Status = Status,
        UpdateId = UpdateId,
        Time = Time,
        Market = Market,
        Random = _random.State,
        Bids = [.. Bids.Offered],
        Asks = [.. Asks.Offered],
        BidTaken = Bids.Taken,
        AskTaken = Asks.Taken,
        TakenAt = _takenAt,
        Queue = [.. Bids.Resting.Concat(Asks.Resting).Select(order => new QueuePlace(order.OrderId, order.Ahead))],
    };

    /// <summary>Takes over everything but the resting orders, which <see cref="LiquiditySide.Restore"/> puts back.</summary>
    public void Import(BookState state)
    {
        UpdateId = state.UpdateId;
        Time = state.Time;
        Market = state.Market;
        _random.State = state.Random;
        Bids.Offered.AddRange(state.Bids);
        Asks.Offered.AddRange(state.Asks);
        Bids.Taken = state.BidTaken;
        Asks.Taken = state.AskTaken;
        _takenAt = state.TakenAt;
    }

    /// <summary>Makes what is shown from what was taken over, without telling it as an update.</summary>
    public void ShowImported()
    {
        Bids.Show(_update.Changes(isBid: true));
        Asks.Show(_update.Changes(isBid: false));
        _update.Clear();
    }

    private static bool TryMatchReached(LiquiditySide resting, LiquiditySide reaching, out BookMatch match)
    {
        match = default;
        if (resting.Resting.Count == 0)
        {
            return false;
        }

        RestingOrder first = resting.Resting[0];
        BookLevel offered = reaching.BestOffered();
        if (offered.Quantity == 0 || !reaching.IsWithin(offered.Price, first.Price))
        {
            return false;
        }

        match = Meet(resting, first, offered.Quantity);
        reaching.Taken += match.Quantity;
        return true;
    }

    private static BookMatch Meet(LiquiditySide side, RestingOrder maker, long wanted)
    {
        long quantity = Math.Min(wanted, maker.Remaining);
        maker.Remaining -= quantity;
        if (maker.Remaining == 0)
        {
            side.Resting.Remove(maker);
        }

        return new BookMatch(maker.Price, quantity, maker, IsSelfTrade: false);
    }

    private static int Copy(ReadOnlySpan<BookLevel> levels, long[] prices, long[] quantities)
    {
        int count = Math.Min(levels.Length, DepthView.MaxLevels);
        for (int i = 0; i < count; i++)
        {
            prices[i] = levels[i].Price;
            quantities[i] = levels[i].Quantity;
        }

        return count;
    }
}
