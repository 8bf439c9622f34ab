using FsCheck;
using FsCheck.Fluent;
using PropBot.Core.Costs;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Properties;

/// <summary>The expected edge: worked out once by hand, and never better for a higher fee or a thinner book.</summary>
public sealed class EdgeTests
{
    private static readonly DateTimeOffset Now = EngineHarness.Noon;
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(30);

    private static readonly Gen<Market> Markets = Gen.Choose(1, 100).ArrayOf(12).Zip(Gen.Choose(-80, 80)).Select(drawn =>
        new Market(drawn.Item1, drawn.Item2));

    [Fact]
    public void Estimate_TwoLevels_IsWorkedOutHere()
    {
        // Long: asks 0.05 at 60,000 and 1 at 60,010, bid 59,990. Short: bids 0.05 at 60,300 and 1 at 60,290, ask 60,310. 0.1 BTC.
        DepthView l = TestBooks.View(TestInstruments.BinanceBtc, [(59_990m, 1m)], [(60_000m, 0.05m), (60_010m, 1m)]);
        DepthView s = TestBooks.View(TestInstruments.OkxBtc, [(60_300m, 0.05m), (60_290m, 1m)], [(60_310m, 1m)]);
        var funding = new FundingQuote(new Rate(0.0001m), Now.AddMinutes(10), TimeSpan.FromHours(8));
        Assert.True(EdgeCalculator.TryEstimate(
            new LegMarket(l, funding), new LegMarket(s, default), new Quantity(0.1m), usualGapBps: 2m, Now, Horizon, out EdgeEstimate edge));
        // Touch gap 300 of 60,000: 50. Fees 5 + 5 each way. Entry: 60,005 - 60,000 and 60,300 - 60,295: 10 of 60,000. Exit: mid
        // 59,995 to 59,990 and 60,310 from mid 60,305: 10 of 60,000. Funding: the long pays 1. The usual gap stays: 2.
        Assert.Equal(50m, edge.GrossBps, 20);
        Assert.Equal((10m, 10m), (edge.EntryFeesBps, edge.ExitFeesBps));
        Assert.Equal(10m / 6m, edge.EntrySlippageBps, 20);
        Assert.Equal(10m / 6m, edge.ExitSlippageBps, 20);
        Assert.Equal((1m, 2m), (edge.FundingBps, edge.ResidualBasisBps));
        Assert.Equal(50m - 10m - 10m - (20m / 6m) - 1m - 2m, edge.NetBps, 20);
    }

    [Fact]
    public void Estimate_MoreThanTheBookShows_IsNotKnown()
    {
        DepthView deep = TestBooks.View(TestInstruments.BinanceBtc, [(59_990m, 1m)], [(60_000m, 1m)]);
        DepthView thin = TestBooks.View(TestInstruments.OkxBtc, [(60_300m, 1m)], [(60_310m, 0.05m)]);
        // The way out of the short leg shows 0.05.
        Assert.False(Estimate(deep, thin, 0.06m, out _));
        Assert.True(Estimate(deep, thin, 0.05m, out _));
        Assert.False(Estimate(deep, thin, 0m, out _));
    }

    [Fact]
    public void UsualGap_InOurFavour_IsNoEdge()
    {
        DepthView l = TestBooks.View(TestInstruments.BinanceBtc, [(59_990m, 1m)], [(60_000m, 1m)]);
        DepthView s = TestBooks.View(TestInstruments.OkxBtc, [(60_300m, 1m)], [(60_310m, 1m)]);
        Assert.True(EdgeCalculator.TryEstimate(new LegMarket(l, default), new LegMarket(s, default), new Quantity(0.1m), -12m, Now, Horizon, out EdgeEstimate edge));
        Assert.Equal(0m, edge.ResidualBasisBps);
    }

    [Fact]
    public void HigherFee_OnEitherVenue_NeverRaisesTheNet() => Seeded.Holds(
        Markets.Zip(Gen.Choose(1, 300)),
        drawn =>
        {
            (Market market, int tenths) = drawn;
            foreach (bool onLong in new[] { true, false })
            {
                decimal dearer = 5m + (tenths * 0.1m);
                bool before = Estimate(market.Long(5m), market.Short(5m), 0.05m, out EdgeEstimate cheap);
                bool after = Estimate(market.Long(onLong ? dearer : 5m), market.Short(onLong ? 5m : dearer), 0.05m, out EdgeEstimate dear);
                Assert.Equal(before, after);
                // Two fills on the venue.
                Assert.Equal(before ? cheap.NetBps - (2m * (dearer - 5m)) : 0m, dear.NetBps, 18);
            }
        });

    [Fact]
    public void ThinnerBook_OnAnySide_NeverRaisesTheNet() => Seeded.Holds(
        Markets.Zip(Gen.Choose(0, 11)),
        drawn =>
        {
            (Market market, int level) = drawn;
            Market thinner = market.Thinned(level);
            bool before = Estimate(market.Long(5m), market.Short(5m), 0.05m, out EdgeEstimate deep);
            bool after = Estimate(thinner.Long(5m), thinner.Short(5m), 0.05m, out EdgeEstimate thin);
            Assert.True(before || !after, "what was too thin is too thin when there is less");
            Assert.True(!after || thin.NetBps <= deep.NetBps, $"{thin.NetBps} > {deep.NetBps}");
        });

    [Fact]
    public void Net_ClosedAtOnceOnTheSameBooksWithAMeetingOfTheMids_IsTheCash() => Seeded.Holds(
        Markets,
        market =>
        {
            DepthView l = market.Long(5m);
            DepthView s = market.Short(5m);
            if (!Estimate(l, s, 0.05m, out EdgeEstimate edge))
            {
                return;
            }

            // The exit as the estimate sees it: the same books, the short one moved so that the mids are equal.
            var quantity = new Quantity(0.05m);
            decimal moved = l.Mid.Value - s.Mid.Value;
            decimal cash = s.Walk(Side.Sell, quantity).Notional - l.Walk(Side.Buy, quantity).Notional
                + l.Walk(Side.Sell, quantity).Notional - (s.Walk(Side.Buy, quantity).Notional + (moved * quantity.Value));
            decimal expected = (edge.NetBps + edge.EntryFeesBps + edge.ExitFeesBps) * l.BestAsk.Value * quantity.Value / 10_000m;
            Assert.Equal(cash, expected, 10);
        });

    private static bool Estimate(DepthView l, DepthView s, decimal quantity, out EdgeEstimate edge) => EdgeCalculator.TryEstimate(
        new LegMarket(l, default), new LegMarket(s, default), new Quantity(quantity), 0m, Now, Horizon, out edge);

    /// <summary>Three levels a side: quantities in 0.001 from the first twelve numbers, the short venue shifted by ticks.</summary>
    private sealed record Market(int[] Quantities, int ShiftTicks)
    {
        public DepthView Long(decimal takerBps) => View(TestInstruments.BinanceBtc, takerBps, 0, 60_000m);

        public DepthView Short(decimal takerBps) => View(TestInstruments.OkxBtc with { Lot = new LotSize(0.001m) }, takerBps, 6, 60_000m + (ShiftTicks * 5m));

        public Market Thinned(int level) => this with { Quantities = [.. Quantities.Select((q, i) => i == level ? Math.Max(1, q / 2) : q)] };

        private DepthView View(Instrument instrument, decimal takerBps, int from, decimal bid) => TestBooks.View(
            instrument with { Fees = new FeeSchedule(Rate.FromBps(2m), Rate.FromBps(takerBps)) },
            [.. Enumerable.Range(0, 3).Select(i => (bid - (i * 3m), Quantities[from + i] * 0.001m))],
            [.. Enumerable.Range(0, 3).Select(i => (bid + 0.1m + (i * 4m), Quantities[from + 3 + i] * 0.001m))]);
    }
}
