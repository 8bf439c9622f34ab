using FsCheck.Fluent;
using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Tests.Properties;
using PropBot.Core.Tests.Stories.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: what is more than a venue takes in one order is hedged, closed and taken off by several, each of them one that it takes.</summary>
public sealed class LargestOrderStories
{
    [Fact]
    public void AdoptedPosition_OfThreeAndAHalfOrders_IsTakenOffByFour_AtTheFirstRung()
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc with { MaxQuantity = new Quantity(0.1m) });
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.35m, 59_000m);
        desk.CloseAll();
        var sent = new List<OrderIntent>();
        desk.Serve(6, Seen(sent));
        Assert.Equal([0.1m, 0.1m, 0.1m, 0.05m], sent.Select(o => o.Quantity.Value));
        // Each did what it could: none is a second attempt, at a wider band or at the market. Ten basis points over 60,000.1 are 60,060.2.
        Assert.All(sent, o => Assert.Equal((new Price(60_060.2m), true), (o.LimitPrice, o.ReduceOnly)));
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.True(desk.IsFlat());
        Assert.False(desk.HasAlert("rescue_exhausted"));
    }

    [Fact]
    public void AdoptedPosition_ThatFillsInPartOnly_GoesDownTheLadder_AndNoRungSendsMore()
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc with { MaxQuantity = new Quantity(0.1m) });
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.35m, 59_000m);
        desk.CloseAll();
        var sent = new List<OrderIntent>();
        desk.Serve(8, order =>
        {
            sent.Add(order);
            if (sent.Count > 6)
            {
                return true;
            }

            desk.Accept(order);
            desk.Fill(order, 0.01m);
            desk.Expire(order);
            return false;
        });
        Assert.All(sent, o => Assert.True(o.Quantity.Value <= 0.1m));
        Assert.Equal([OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Market], sent.Take(5).Select(o => o.Type));
        Assert.True(desk.IsFlat());
    }

    [Fact]
    public void OpenPair_WhoseVenueLowersItsLargestOrder_IsClosedInEqualParts()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc with { MaxQuantity = new Quantity(0.03m) }]));
        desk.TakePlaced();
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        var closes = new List<OrderIntent>();
        for (int part = 0; part < 3; part++)
        {
            IReadOnlyList<OrderIntent> placed = desk.TakePlaced();
            Assert.Equal([Desks.Binance, Desks.Okx], placed.Select(o => o.Instrument));
            closes.AddRange(placed);
            foreach (OrderIntent close in placed)
            {
                desk.Complete(close);
            }

            Assert.Equal(0m, desk.Pair(pair).Imbalance);
            desk.Pass(0.3);
        }

        Assert.Equal([0.03m, 0.03m, 0.03m, 0.03m, 0.02m, 0.02m], closes.Select(o => o.Quantity.Value));
        Assert.Equal(PairStatus.Closed, desk.Pair(pair).Status);
        Assert.Equal(0, desk.Pair(pair).RescueAttempts);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void HedgeOfMoreThanOneOrder_IsCompletedBySeveral()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc with { MaxQuantity = new Quantity(0.03m) }]));
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.InvalidRequest);
        var sent = new List<OrderIntent>();
        desk.Serve(2, Seen(sent));
        Assert.Equal([0.03m, 0.03m, 0.02m], sent.Select(o => o.Quantity.Value));
        Assert.All(sent, o => Assert.Equal((OrderPurpose.Hedge, Desks.Okx), (o.Purpose, o.Instrument)));
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void PartsOfAClose_AnyLotsAndLimits_AreEqualAndOrderableOnBothVenues() => Seeded.Holds(
        from lots in Gen.Choose(1, 6).ArrayOf(2)
        from least in Gen.Choose(1, 4).ArrayOf(2)
        from most in Gen.Choose(4, 40).ArrayOf(2)
        from steps in Gen.Choose(1, 60)
        select (lots, least, most, steps),
        drawn =>
        {
            Instrument l = Of(VenueId.BinanceUm, drawn.lots[0], drawn.least[0], drawn.most[0]);
            Instrument s = Of(VenueId.OkxPerp, drawn.lots[1], drawn.least[1], drawn.most[1]);
            decimal left = drawn.steps * LotSize.Common(l.Lot, s.Lot).Value;
            bool isOrderable = left >= Math.Max(l.MinQuantity.Value, s.MinQuantity.Value);
            while (left > 0m && isOrderable)
            {
                IReadOnlyList<CloseOfLeg> parts = ClosePart.Of([Leg(LegRole.Long, l, Side.Sell, left), Leg(LegRole.Short, s, Side.Buy, left)]);
                Assert.Equal(2, parts.Count);
                Assert.All(parts, p => Assert.True(
                    p.Instrument.Instrument.Lot.Divides(p.Quantity) && p.Quantity <= p.Instrument.Instrument.MaxQuantity!.Value && !p.Quantity.IsZero));
                if (parts[0].Quantity != parts[1].Quantity)
                {
                    // No common step fits into one order of both.
                    Assert.True(LotSize.Common(l.Lot, s.Lot).Value * 2m > Math.Min(l.MaxQuantity!.Value.Value, s.MaxQuantity!.Value.Value)
                        || Math.Max(l.MinQuantity.Value, s.MinQuantity.Value) * 2m + LotSize.Common(l.Lot, s.Lot).Value > Math.Min(l.MaxQuantity!.Value.Value, s.MaxQuantity!.Value.Value));
                    return;
                }

                Assert.True(parts[0].Quantity >= l.MinQuantity && parts[0].Quantity >= s.MinQuantity);
                left -= parts[0].Quantity.Value;
            }
        });

    private static Func<OrderIntent, bool> Seen(List<OrderIntent> sent) => order =>
    {
        sent.Add(order);
        return true;
    };

    private static CloseOfLeg Leg(LegRole role, Instrument instrument, Side side, decimal held) => new(role, new InstrumentState(instrument), side, new Quantity(held));

    private static Instrument Of(VenueId venue, int lot, int least, int most) =>
        TestInstruments.Make(venue, TestInstruments.Btc, 0.1m, lot * 0.001m, 5m, minNotional: 0m, minQuantity: lot * least * 0.001m) with
        {
            MaxQuantity = new Quantity(lot * most * 0.001m),
        };
}
