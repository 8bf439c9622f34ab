using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests;

public sealed class SimulatedMarketTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 7, 59, 0, TimeSpan.Zero);
    private static readonly Symbol Btc = Symbol.Parse("BTCUSDT");

    [Fact]
    public void AdvanceTo_CarriesOutEveryStepAndNoMore()
    {
        SimulatedMarket market = Market();

        Assert.True(market.AdvanceTo(Start.AddMilliseconds(950)));

        Assert.Equal(Start.AddMilliseconds(950), market.Now);
        Assert.Equal(Start.AddMilliseconds(1_000), market.NextTime);
        Assert.All(market.Venues, venue => Assert.Equal(Start.AddMilliseconds(900), venue.Now));
        Assert.All(market.Venues, venue => Assert.NotEmpty(venue.Snapshot(Btc, 5).Bids));
    }

    [Fact]
    public void Settlement_PaysThePositionsHeldAtItsInstant()
    {
        SimulatedMarket market = Market();
        market.AdvanceTo(Start);
        SimulatedVenue okx = market.Venue(VenueId.OkxPerp);
        okx.OpenAccount("key", 100_000m, Start);
        var request = new OrderRequest { Symbol = Btc, Side = Side.Sell, Type = OrderType.Market, Quantity = 0.5m };
        Assert.True(okx.Place("key", request, market.Now).IsAccepted);

        market.AdvanceTo(Start.AddMinutes(2));

        AccountBill bill = Assert.Single(okx.Bills("key", new HistoryQuery()), bill => bill.Type == BillType.Funding);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero), bill.Time);
        Assert.Equal(decimal.Round(0.5m * bill.MarkPrice!.Value * bill.FundingRate!.Value, 8, MidpointRounding.AwayFromZero), bill.Amount);
    }

    [Fact]
    public void DefaultFeed_ShowsAnEdgeAboveAllCosts_WithinAMinute_ForAnySeed()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            SimulatedMarket market = Market(seed);
            decimal best = 0m;
            while (market.Now < Start.AddMinutes(1))
            {
                market.Step();
                best = Math.Max(best, BestEdgeBps(market));
            }

            // Four taker fees of 4 to 5.5 bps.
            Assert.True(best > 40m, $"seed {seed} shows {best} bps at most");
        }
    }

    [Fact]
    public void ResumeAt_PassesOverWhatWasLivedThrough()
    {
        SimulatedMarket market = Market();

        market.ResumeAt(Start.AddMinutes(2));

        Assert.Equal(Start.AddMinutes(2), market.Now);
        Assert.All(market.Venues, venue => Assert.Null(venue.Market(Btc)));
        Assert.All(market.Venues, venue => Assert.Empty(venue.Settlements(Btc)));
        market.Step();
        SimulatedMarket other = Market();
        other.AdvanceTo(market.Now);
        Assert.Equal(other.Venues[1].Market(Btc), market.Venues[1].Market(Btc));
    }

    [Fact]
    public void QuietFeed_NeverShowsAnEdgeWorthItsCosts()
    {
        SimulatedMarket market = Market(seed: 3, TimeSpan.FromSeconds(1), dislocations: null);
        while (market.Now < Start.AddHours(4))
        {
            market.Step();
            decimal edge = BestEdgeBps(market);
            Assert.True(edge < 16m, $"{market.Now:u} {edge}");
        }
    }

    private static SimulatedMarket Market(ulong seed = 1) => Market(seed, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(45));

    private static SimulatedMarket Market(ulong seed, TimeSpan step, TimeSpan? dislocations)
    {
        IReadOnlyList<SimulatedVenueOptions> venues = DefaultVenues.All(seed);
        var model = new MarketModel(new MarketModelOptions
        {
            Seed = seed,
            Start = Start,
            Venues = venues,
            StepInterval = step,
            DislocationInterval = dislocations,
        });
        return new SimulatedMarket(model, [.. venues.Select(options => new SimulatedVenue(options))]);
    }

    private static decimal BestEdgeBps(SimulatedMarket market)
    {
        decimal best = 0m;
        foreach (Symbol symbol in DefaultVenues.Symbols)
        {
            decimal highestBid = market.Venues.Max(venue => Best(venue, symbol, bid: true));
            decimal lowestAsk = market.Venues.Min(venue => Best(venue, symbol, bid: false));
            best = Math.Max(best, (highestBid - lowestAsk) / lowestAsk * 10_000m);
        }

        return best;
    }

    private static decimal Best(SimulatedVenue venue, Symbol symbol, bool bid)
    {
        var snapshot = venue.Snapshot(symbol, 1);
        return ScaledNumber.ToDecimal((bid ? snapshot.Bids : snapshot.Asks)[0].Price, snapshot.Instrument.PriceScale);
    }
}
