using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Benchmarks;

/// <summary>An engine in RUN over quiet books of three venues, and a venue that fills every order at its touch.</summary>
internal sealed class BenchDesk
{
    public const long QuietBid = 600_000;

    private readonly Dictionary<InstrumentId, DepthChanged> _books = [];
    private long _sequence;
    private long _trades;
    private DateTimeOffset _at = new(2025, 10, 10, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed;

    public BenchDesk(params Instrument[] instruments)
    {
        Engine = new TradingEngine(new EngineOptions
        {
            Autopilot = true,
            Venues = [.. instruments.Select(i => i.Id.Venue).Distinct()],
            Symbols = [.. instruments.Select(i => i.Id.Symbol).Distinct()],
            Risk = new() { CoolDown = TimeSpan.Zero, BookStaleAfter = TimeSpan.FromDays(1), MaxDailyLoss = null },
            Strategy = new() { WarmUp = TimeSpan.Zero, MaxHolding = TimeSpan.FromDays(10_000) },
        });
        Feed(new EngineStarted(RecoveredState.Fresh("bench")));
        foreach (IGrouping<VenueId, Instrument> venue in instruments.GroupBy(i => i.Id.Venue))
        {
            Feed(new InstrumentsLoaded(venue.Key, [.. venue]));
            Feed(new VenueLinkChanged(venue.Key, VenueLink.Up, "connected"));
            Feed(new AccountReported(new AccountReport(venue.Key, Asset.Usdt, 1_000_000_000m, 0m, 1_000_000_000m, [], _at)));
        }

        foreach (Instrument instrument in instruments)
        {
            _books[instrument.Id] = new DepthChanged(View(instrument, QuietBid, 1_000));
            Feed(_books[instrument.Id]);
        }

        Feed(new ClockTicked());
    }

    public TradingEngine Engine { get; }

    /// <summary>Twenty levels a side, one tick apart.</summary>
    public static DepthView View(Instrument instrument, long bid, long quantity)
    {
        var view = new DepthView(instrument) { BidCount = 20, AskCount = 20, Trust = BookTrust.Synced };
        for (int i = 0; i < 20; i++)
        {
            (view.BidPrices[i], view.BidQuantities[i]) = (bid - i, quantity);
            (view.AskPrices[i], view.AskQuantities[i]) = (bid + 1 + i, quantity);
        }

        return view;
    }

    /// <summary>The book of an instrument moves as a whole.</summary>
    public IReadOnlyList<Effect> Move(InstrumentId id, long bid)
    {
        DepthChanged changed = _books[id];
        for (int i = 0; i < changed.View.BidCount; i++)
        {
            changed.View.BidPrices[i] = bid - i;
            changed.View.AskPrices[i] = bid + 1 + i;
        }

        return Feed(changed);
    }

    public IReadOnlyList<Effect> Feed(EngineEvent happened)
    {
        _elapsed += TimeSpan.FromMilliseconds(1);
        _at += TimeSpan.FromMilliseconds(1);
        return Engine.Process(new EngineInput(++_sequence, _at, _elapsed, happened));
    }

    public void RefuseAll(IReadOnlyList<Effect> effects)
    {
        foreach (OrderIntent order in OrdersOf(effects))
        {
            Feed(new PlaceAnswered(order.ClientOrderId, new VenueOutcome.Refused(new VenueRefusal(RefusalKind.RateLimited, "429", ""))));
        }
    }

    /// <summary>Answer, one fill and the report, for each order.</summary>
    public void FillAll(IReadOnlyList<Effect> effects)
    {
        foreach (OrderIntent order in OrdersOf(effects))
        {
            var venueOrder = new VenueOrderId("1");
            Feed(new PlaceAnswered(order.ClientOrderId, new VenueOutcome.Accepted(venueOrder)));
            Feed(new FillReported(new FillReport(order.Instrument, order.ClientOrderId, new TradeId($"{++_trades}"), order.Side,
                order.ReferencePrice, order.Quantity, new Money(-2.4m, Asset.Usdt), IsMaker: false, _at)));
            Feed(new OrderReported(new OrderReport(order.Instrument, order.ClientOrderId, venueOrder, OrderStatus.Filled,
                order.Quantity, order.ReferencePrice.Value, _at)));
        }
    }

    private static OrderIntent[] OrdersOf(IReadOnlyList<Effect> effects)
    {
        OrderIntent[] orders = [.. effects.OfType<PlaceOrder>().Select(p => p.Intent)];
        if (orders.Length == 0)
        {
            throw new InvalidOperationException("no order was sent: what is measured is not what it says");
        }

        return orders;
    }
}
