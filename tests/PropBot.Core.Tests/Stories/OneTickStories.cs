using FsCheck.Fluent;
using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Strategy;
using PropBot.Core.Tests.Properties;
using PropBot.Core.Tests.Stories.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a coin that has fallen to a few ticks, or to the last one, is traded off like any other: however far an order may go down, its price is
/// a price that its venue has.
/// </summary>
public sealed class OneTickStories
{
    private const decimal Tick = 0.0001m;

    private static readonly Instrument OnBinance = TestInstruments.Make(VenueId.BinanceUm, Symbol.Parse("DUSTUSDT"), Tick, lot: 1m, takerBps: 5m, minNotional: 0m);
    private static readonly Instrument OnOkx = TestInstruments.Make(VenueId.OkxPerp, OnBinance.Id.Symbol, Tick, lot: 1m, takerBps: 5m, minNotional: 0m);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(1, 500)]
    [InlineData(2, 500)]
    [InlineData(9, 500)]
    public void RescueOfALongAtTheLastTicks_EveryRungHasAPrice_AndItIsTakenOff(int bidTicks, int bandBps)
    {
        EngineHarness desk = Desks.Stopped(o => o with { Execution = o.Execution with { RescueBandBps = bandBps } }, OnBinance, OnOkx);
        desk.Start();
        desk.Connect();
        foreach (Instrument instrument in desk.Instruments)
        {
            desk.Quote(instrument.Id, bidTicks * Tick, (bidTicks + 1) * Tick, quantity: 1_000_000m);
        }

        desk.Venues[VenueId.BinanceUm].Interfere(OnBinance.Id, 1_000m, bidTicks * Tick);
        desk.CloseAll();
        var limits = new List<Price?>();
        desk.Serve(10, takes: order =>
        {
            limits.Add(order.LimitPrice);
            if (limits.Count > 6)
            {
                return true;
            }

            desk.Refuse(order, RefusalKind.VenueUnavailable);
            return false;
        });
        Assert.Equal(4, limits.Count(l => l is not null));
        Assert.All(limits, l => Assert.True(l is not { } price || (price.Value >= Tick && price.Value % Tick == 0m), $"{l}"));
        Assert.True(desk.IsFlat());
    }

    [Fact]
    public void Opening_AnyPriceOfOneTickOrMore_HasLimitsOnTheTick() => Seeded.Holds(
        from ask in Gen.Choose(1, 40)
        from bid in Gen.Choose(1, 40)
        from cap in Gen.Choose(0, 100)
        select (ask, bid, cap),
        drawn =>
        {
            DepthView l = TestBooks.View(OnBinance, drawn.ask == 1 ? [] : [((drawn.ask - 1) * Tick, 1_000_000m)], [(drawn.ask * Tick, 1_000_000m)]);
            decimal bid = drawn.bid * Tick;
            DepthView s = TestBooks.View(OnOkx, [(bid, 1_000_000m)], [(bid + Tick, 1_000_000m)]);
            PairPlan? plan = new OpportunityFinder(new StrategyOptions { MinNetEdgeBps = -100_000m }, drawn.cap)
                .Find(new LegMarket(l, default), new LegMarket(s, default), new Notional(100m), 0m, EngineHarness.Noon, PairEntry.Together);
            Assert.Equal(drawn.ask == 1, plan is null);
            Assert.True(plan is null || (plan.ShortLimit.Value >= Tick && plan.ShortLimit.Value % Tick == 0m && plan.ShortLimit.Value <= bid));
            Assert.True(plan is null || (plan.LongLimit.Value % Tick == 0m && plan.LongLimit.Value >= drawn.ask * Tick));
        });

    [Fact]
    public void RoundMarketable_AnyPriceOfOneTickOrMore_AnyBand_IsAPriceOnTheTick() => Seeded.Holds(
        from ticks in Gen.Choose(1, 20)
        from step in Gen.Choose(1, 500)
        from band in Gen.Choose(0, 9_000)
        select (ticks, step, band),
        drawn =>
        {
            var tick = new TickSize(drawn.step * 0.00005m);
            var price = new Price(drawn.ticks * tick.Value);
            Price sell = tick.RoundMarketable(price.MovedBy(Rate.FromBps(-drawn.band)), Side.Sell);
            Price buy = tick.RoundMarketable(price.MovedBy(Rate.FromBps(drawn.band)), Side.Buy);
            Assert.True(sell.Value % tick.Value == 0m && buy.Value % tick.Value == 0m);
            Assert.True(sell <= price && buy >= price);
            Assert.True(sell.Value >= tick.Value);
        },
        tests: 1_000);
}
