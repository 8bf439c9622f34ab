using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>The coin that everything settles in leaves its peg, comes back, or is not told of any more.</summary>
public sealed class SettleCoinStories
{
    private static readonly VenueId[] Both = [VenueId.BinanceUm, VenueId.OkxPerp];

    /// <summary>Goal: off its peg nothing opens, with limit and actual; back within half of the limit, and not before, opening goes on.</summary>
    [Fact]
    public void Depeg_StopsOpening_AndIsOverWithinHalfOfTheLimit()
    {
        EngineHarness desk = Desks.Running();
        Tell(desk, 0.985m);
        Lift(desk);

        Assert.Empty(desk.TakePlaced());
        RiskDenial denial = Assert.Single(desk.Snapshot.Risk.Denials, d => d.Code == "settle_depeg");
        Assert.Equal((100m, 150m, "bps"), (denial.Limit, denial.Actual, denial.Unit));
        Assert.Contains(desk.Snapshot.Alerts, a => a is { Code: "settle_depeg", Severity: "Critical" } && a.English.Contains("0.985", StringComparison.Ordinal));
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "settle_depeg");
        PreflightCheck check = desk.Snapshot.Preflight.Single(c => c.Name == "settle_coins");
        Assert.Equal((false, "150", "100"), (check.Ok, check.Value, check.Threshold));

        // 80 bps is within the limit and not within half of it.
        Tell(desk, 0.992m);
        Lift(desk);
        Assert.Empty(desk.TakePlaced());
        Tell(desk, 0.996m);
        Lift(desk);
        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "settle_depeg_resolved");

        // On the way out 80 bps is still well.
        Tell(desk, 0.992m);
        Assert.DoesNotContain(desk.Snapshot.OpeningBlocks, b => b.Code == "settle_depeg");
    }

    [Theory]
    [InlineData("0.9")]
    [InlineData(null)]
    public void Pair_OpenBeforeIt_IsClosedWhateverTheCoinIsWorth(string? dollars)
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        if (dollars is null)
        {
            desk.CoinPrice = null;
            desk.Pass(61);
        }
        else
        {
            Tell(desk, WireNumber.Parse(dollars));
        }

        (OrderIntent l, OrderIntent s) = desk.Converge();

        Assert.Equal((OrderPurpose.Close, OrderPurpose.Close), (l.Purpose, s.Purpose));
    }

    /// <summary>Goal: leg one is filled when the coin slips; the pair is made equal all the same.</summary>
    [Fact]
    public void Depeg_BetweenTheLegs_DoesNotStopTheRescue()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        Tell(desk, 0.9m);
        desk.Refuse(s, RefusalKind.InsufficientMargin);

        desk.Pass(1);

        Assert.Contains(desk.TakePlaced(), intent => intent.Purpose is OrderPurpose.Hedge or OrderPurpose.Unwind);
    }

    [Fact]
    public void Depeg_OverAgain_OpensAPair()
    {
        EngineHarness desk = Desks.Running();
        Tell(desk, 1.02m);
        Lift(desk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("settle_depeg") > 0);

        Tell(desk, 1.001m);
        Lift(desk);

        Assert.Equal(2, desk.TakePlaced().Count);
    }

    /// <summary>Two that disagree do not show which is right: the worse one counts. Of three the middle one does.</summary>
    [Theory]
    [InlineData("0.97 1", true)]
    [InlineData("1 0.97", true)]
    [InlineData("0.97 1 1.0001", false)]
    [InlineData("1 1.0001 1.3", false)]
    [InlineData("0.97 1 0.969", true)]
    public void Venues_Disagree_TheMiddleCountsAndOfTwoTheWorse(string told, bool isOff)
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        desk.CoinPrice = null;
        string[] words = told.Split(' ');
        desk.Pass(61);
        for (int i = 0; i < words.Length; i++)
        {
            desk.Feed(Word(desk.Options.Venues[i], WireNumber.Parse(words[i])));
        }

        Assert.Equal(isOff, desk.Snapshot.Risk.SettleCoins.Single().IsOffPeg);
    }

    /// <summary>Goal: a price that was asked for before the one that counts is older, however late it comes.</summary>
    [Fact]
    public void Price_OfAnOlderQuestion_AfterALaterOne_CountsForNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.CoinPrice = null;
        desk.Pass(60);
        foreach (VenueId venue in desk.Options.Venues)
        {
            desk.Feed(Word(venue, 0.97m));
        }

        desk.Pass(60);
        IReadOnlyList<QueryCoinPrices> asked = [.. desk.TakeQuestions().OfType<QueryCoinPrices>()];
        foreach (VenueId venue in desk.Options.Venues)
        {
            QueryCoinPrices[] both = [.. asked.Where(q => q.Venue == venue).TakeLast(2)];
            desk.Feed(Word(venue, 0.97m) with { Question = both[1].Question });
            desk.Feed(Word(venue, 1m) with { Question = both[0].Question });
        }

        desk.Pass(1);
        Assert.True(desk.Snapshot.Risk.SettleCoins.Single().IsOffPeg);
    }

    /// <summary>Goal: unknown is not at par. Prices that are not told any more count for a minute, then nothing opens.</summary>
    [Fact]
    public void Price_NotToldAnyMore_CountsForAWhileAndThenStopsOpening()
    {
        EngineHarness desk = Desks.Running();
        desk.CoinPrice = null;
        desk.Pass(55);
        Assert.DoesNotContain(desk.Snapshot.OpeningBlocks, b => b.Code == "settle_price_stale");

        foreach (QueryCoinPrices asked in desk.TakeQuestions().OfType<QueryCoinPrices>().TakeLast(2))
        {
            desk.Feed(new CoinPricesQueryFailed(asked.Venue, "no answer in 5 s") { Question = asked.Question });
        }

        desk.Pass(6);
        Lift(desk);

        Assert.Empty(desk.TakePlaced());
        RiskDenial denial = Assert.Single(desk.Snapshot.Risk.Denials, d => d.Code == "settle_price_stale");
        Assert.Equal((60m, "s"), (denial.Limit, denial.Unit));
        Assert.True(denial.Actual > 60m);
        AlertSnapshot alert = Assert.Single(desk.Snapshot.Alerts, a => a.Code == "settle_price_stale");
        Assert.Contains("no answer in 5 s", alert.English, StringComparison.Ordinal);

        Tell(desk, 1m);
        Lift(desk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void Price_NeverTold_KeepsTheAutopilotFromStarting()
    {
        EngineHarness desk = Desks.Stopped();
        desk.CoinPrice = null;
        desk.Begin();

        Lift(desk);

        Assert.Empty(desk.TakePlaced());
        Assert.False(desk.Snapshot.Preflight.Single(c => c.Name == "settle_coins").Ok);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "settle_price_stale");
        Assert.Equal(["settle_coins"], desk.Snapshot.Preflight.Where(c => !c.Ok).Select(c => c.Name));
    }

    /// <summary>Goal: a price that is not known does not say that the coin has come back.</summary>
    [Fact]
    public void Depeg_NotToldAnyMore_StaysUntilItIsToldThatItIsOver()
    {
        EngineHarness desk = Desks.Running();
        Tell(desk, 0.95m);
        desk.CoinPrice = null;

        desk.Pass(70);

        Assert.True(desk.Snapshot.Risk.SettleCoins.Single() is { IsOffPeg: true, PriceUsd: null, MayOpen: false });
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "settle_depeg");
    }

    [Fact]
    public void Rule_SwitchedOff_AsksNobodyAndRefusesNothing()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Risk = o.Risk with { MaxSettleDepegBps = 0m } });
        desk.CoinPrice = null;
        desk.Begin();

        Lift(desk);

        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.DoesNotContain(desk.TakeQuestions(), q => q is QueryCoinPrices);
        Assert.Empty(desk.Snapshot.Risk.SettleCoins);
    }

    /// <summary>A gap that is worth a pair.</summary>
    private static void Lift(EngineHarness desk)
    {
        desk.Calm();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
    }

    private static void Tell(EngineHarness desk, decimal dollars)
    {
        desk.CoinPrice = dollars;
        foreach (VenueId venue in Both)
        {
            desk.Feed(Word(venue, dollars));
        }
    }

    private static CoinPricesReported Word(VenueId venue, decimal dollars) => new(venue, [new CoinPrice(Asset.Usdt, new Price(dollars), "USDT-USD")]);
}
