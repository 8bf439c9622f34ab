using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Venues.Binance;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rule I10 over real sockets: the account's setting is told with its statements, and keeps nothing from running.</summary>
public sealed class BinanceFeeCoinTests
{
    [Fact]
    public async Task Account_ThatPaysItsFeesInBnb_SaysSo_UntilThatIsSwitchedOff()
    {
        await using VenueUnderTest venue = await SimulatedVenue.StartAsync(
            VenueId.BinanceUm, (options, clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance));

        Assert.Null(await FeeCoinAsync(venue));
        await SwitchAsync(venue, "true");
        Assert.Equal(new Asset("BNB"), await FeeCoinAsync(venue));
        await SwitchAsync(venue, "false");
        Assert.Null(await FeeCoinAsync(venue));
    }

    /// <summary>Goal: one question without an answer blocks no close and no hedge; only that nobody knows is told.</summary>
    [Theory]
    [InlineData(FaultKind.ServerErrorBeforeAcceptance)]
    [InlineData(FaultKind.ConnectionReset)]
    public async Task Question_WithoutAnAnswer_IsToldAsUnknown_AndTheLinkComesUpAndReduces(FaultKind fault)
    {
        await using VenueUnderTest venue = await SimulatedVenue.StartAsync(
            VenueId.BinanceUm, (options, clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance));
        await ((SimulatedVenue)venue).Host.InjectAsync(new FaultRule { Kind = fault, Match = "GET /fapi/v1/feeBurn", Duration = TimeSpan.FromDays(1) });

        await using var running = new RunningAdapter(venue.CreateAdapter(venue.Options, ClockOf(venue)));
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        AccountReport told = Assert.IsType<AccountLookup.Found>(await running.Adapter.QueryAccountAsync(CancellationToken.None)).Report;
        Assert.Equal((true, null), (told.IsFeeCoinUnknown, told.FeeCoin));
        Assert.DoesNotContain(running.Sink.Events, e => e is VenueLinkChanged { Link: VenueLink.Down });
        InstrumentsLoaded loaded = await running.Sink.WaitForAsync<InstrumentsLoaded>();
        OrderIntent open = Market(loaded.Instruments[0], "pb1p1l0", Side.Sell, OrderPurpose.Open, venue);
        OrderIntent close = Market(loaded.Instruments[0], "pb1p1l1", Side.Buy, OrderPurpose.Close, venue) with { ReduceOnly = true };
        foreach (OrderIntent order in new[] { open, close })
        {
            Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.PlaceAsync(order, CancellationToken.None));
            await running.Sink.WaitForAsync<OrderReported>(r => r.Report.ClientOrderId == order.ClientOrderId && r.Report.Status == OrderStatus.Filled);
        }
    }

    /// <summary>Goal: what was read once counts for an hour of silence and no longer; after that it is unknown until it is told again.</summary>
    [Fact]
    public async Task Answer_LastsForAnHourOfSilence()
    {
        await using BinanceStub stub = await BinanceStub.StartAsync();
        var time = new SteppedTime();
        var clock = new VenueClock(time, time.GetTimestamp());
        using var rest = new BinanceRest(stub.Options, clock, new VenueCounters());
        Assert.True(await rest.Clock.MeasureAsync(CancellationToken.None));
        var coin = new BinanceFeeCoin(rest, clock);
        Assert.True(coin.IsUnknown);
        Assert.Null(await coin.ReadAsync(CancellationToken.None));
        Assert.False(coin.IsUnknown);

        stub.Answer("GET /fapi/v1/feeBurn", "no such page", 404);
        Assert.NotNull(await coin.ReadAsync(CancellationToken.None));
        time.Step(TimeSpan.FromMinutes(59));
        Assert.Equal((false, false), (coin.IsUnknown, coin.IsAnswered));
        time.Step(TimeSpan.FromMinutes(2));
        Assert.True(coin.IsUnknown);

        stub.Answer("GET /fapi/v1/feeBurn", """{"feeBurn":true}""");
        Assert.Null(await coin.ReadAsync(CancellationToken.None));
        Assert.Equal((false, new Asset("BNB")), (coin.IsUnknown, coin.Coin));
    }

    private static OrderIntent Market(Instrument instrument, string id, Side side, OrderPurpose purpose, VenueUnderTest venue) => new()
    {
        ClientOrderId = new ClientOrderId(id),
        Pair = new PairId(1),
        Leg = LegRole.Short,
        Purpose = purpose,
        Instrument = instrument.Id,
        Side = side,
        Quantity = new Quantity(0.02m),
        Type = OrderType.Market,
        TimeInForce = TimeInForce.Ioc,
        ReferencePrice = new Price(1m),
        DecidedAt = venue.Time.GetUtcNow(),
    };

    /// <summary>As an adapter that starts now tells it; its link comes up all the same.</summary>
    private static async Task<Asset?> FeeCoinAsync(VenueUnderTest venue)
    {
        await using var running = new RunningAdapter(venue.CreateAdapter(venue.Options, ClockOf(venue)));
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        AccountLookup lookup = await running.Adapter.QueryAccountAsync(CancellationToken.None);
        return Assert.IsType<AccountLookup.Found>(lookup).Report.FeeCoin;
    }

    /// <summary>What the account's owner does on the venue's site.</summary>
    private static async Task SwitchAsync(VenueUnderTest venue, string feeBurn)
    {
        using var rest = new BinanceRest(venue.Options, ClockOf(venue), new VenueCounters());
        Assert.True(await rest.Clock.MeasureAsync(CancellationToken.None));
        BinanceReply<BinanceError> reply = await rest.SendSignedAsync(
            HttpMethod.Post, "/fapi/v1/feeBurn", new BinanceParameters().Add("feeBurn", feeBurn), RequestLane.Reconcile, rest.Budgets.Weight(1),
            BinanceJson.Default.BinanceError, CancellationToken.None);
        Assert.IsType<BinanceReply<BinanceError>.Ok>(reply);
    }

    private static VenueClock ClockOf(VenueUnderTest venue) => new(venue.Time, venue.Time.GetTimestamp());

    /// <summary>The real clock, with steps on top of it.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private long _steps;

        public override long TimestampFrequency => System.TimestampFrequency;

        public override long GetTimestamp() => System.GetTimestamp() + _steps;

        public void Step(TimeSpan by) => _steps += (long)(by.TotalSeconds * TimestampFrequency);
    }
}
