using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using Xunit;

namespace PropBot.SystemTests.Crash;

/// <summary>Goal: the checks of the crash test find what they are there to find. Each test plants one fault into books that agree.</summary>
public sealed class CrashChecksTests
{
    private static readonly InstrumentId Binance = new(VenueId.BinanceUm, Symbol.Parse("BTCUSDT"));
    private static readonly InstrumentId Okx = new(VenueId.OkxPerp, Symbol.Parse("BTCUSDT"));
    private static readonly VenueOrder TheirOrder = new(Binance, "a1", Side.Buy, OrderType.Limit, 100m, false, 1m, 1m, IsOpen: false, IsClients: true);
    private static readonly VenueFill TheirFill = new(Binance, "a1", Side.Buy, 100m, 1m, -0.05m, IsClients: true);

    private static OrderRecord Order => new(
        new OrderIntent
        {
            ClientOrderId = new ClientOrderId("a1"),
            Pair = new PairId(1),
            Leg = LegRole.Long,
            Purpose = OrderPurpose.Open,
            Instrument = Binance,
            Side = Side.Buy,
            Quantity = new Quantity(1m),
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.Ioc,
            LimitPrice = new Price(100m),
            ReferencePrice = new Price(100m),
            DecidedAt = default,
        },
        OrderStatus.Filled, new VenueOrderId("7"), new Quantity(1m), new Quantity(1m), default, null);

    private static FillRecord Fill => new(
        new FillReport(Binance, new ClientOrderId("a1"), new TradeId("t1"), Side.Buy, new Price(100m), new Quantity(1m), new Money(-0.05m, Asset.Usdt), false, default),
        new PairId(1), LegRole.Long, OrderPurpose.Open);

    private static PairRecord Pair => new()
    {
        Id = new PairId(1),
        Symbol = Symbol.Parse("BTCUSDT"),
        Status = PairStatus.Partial,
        Long = new LegRecord { Instrument = Binance, BoughtQuantity = 1m },
        Short = new LegRecord { Instrument = Okx },
        TargetQuantity = new Quantity(1m),
        ExpectedEdge = default,
        OpenedAt = default,
    };

    private static DeadDesk Desk => new(
        RecoveredState.Fresh("abc12"), [Pair], new Dictionary<ClientOrderId, OrderRecord> { [new ClientOrderId("a1")] = Order }, [Fill],
        [Line(1, "order.intent"), Line(2, "fill")], new LedgerVerification(1, []));

    private static VenueBooks Venues => new([TheirOrder], [TheirFill], 0);

    [Fact]
    public void Books_ThatAgree_HaveNoFinding()
    {
        Assert.Empty(CrashChecks.AtDeath(Desk, Venues));
        Assert.Empty(CrashChecks.SinceDeath(Desk, Desk, Venues, recovered: false));
    }

    [Fact]
    public void OrderWithoutIntent_IsFound() => Finds("no intent", Desk, Venues with { Orders = [TheirOrder, TheirOrder with { ClientOrderId = "a2" }] });

    [Fact]
    public void OrderTwiceAtTheVenue_IsFound() => Finds("2 times at the venues", Desk, Venues with { Orders = [TheirOrder, TheirOrder] });

    [Fact]
    public void OrderSentTwice_IsFound() => Finds("had come before", Desk, Venues with { RepeatedClientOrderIds = 1 });

    [Fact]
    public void OrderOtherThanIntended_IsFound() => Finds("not the one that was intended", Desk, Venues with { Orders = [TheirOrder with { Quantity = 2m }] });

    [Theory]
    [InlineData(OrderStatus.NeverReached)]
    [InlineData(OrderStatus.Rejected)]
    public void OrderGivenUpAndThereAllTheSame_IsFound(OrderStatus status) => Finds("at the venue all the same", With(Order with { Status = status }), Venues);

    [Fact]
    public void FilledOrderThatTheVenueLacks_IsFound() => Finds("not at the venue", Desk, Venues with { Orders = [] });

    [Fact]
    public void FillTwiceInTheLedger_IsFound() => Finds("2 times in the ledger", Desk with { Fills = [Fill, Fill] }, Venues);

    [Fact]
    public void FillThatTheVenueLacks_IsFound() => Finds("0 times at the venue", Desk, Venues with { Fills = [] });

    [Fact]
    public void UnequalPairShownAsOpen_IsFound() => Finds("unequal by 1", Desk with { Pairs = [Pair with { Status = PairStatus.Open }] }, Venues);

    [Fact]
    public void LegLargerThanDecided_IsFound() =>
        Finds("more than the 1", Desk with { Pairs = [Pair with { Long = Pair.Long with { BoughtQuantity = 2m } }] }, Venues);

    [Fact]
    public void HoleInTheJournal_IsFound() => Finds("line 2 of the journal has the id 3", Desk with { Journal = [Line(1, "fill"), Line(3, "fill")] }, Venues);

    [Fact]
    public void PostingsThatDoNotSumToZero_AreFound() => Finds("postings: USDT", Desk with { Balances = new LedgerVerification(1, ["USDT"]) }, Venues);

    [Fact]
    public void LineGoneSinceTheKill_IsFound() => FindsSince("line 2 of the journal is gone", Desk, Desk with { Journal = [Line(1, "order.intent")] });

    [Fact]
    public void OrderGoneSinceTheKill_IsFound() => FindsSince("order a1 is gone", Desk, Desk with { Orders = new Dictionary<ClientOrderId, OrderRecord>() });

    [Fact]
    public void OrderThatWentBack_IsFound() => FindsSince("went back", Desk, With(Order with { Status = OrderStatus.Acknowledged }));

    [Fact]
    public void DayThatBeganAnew_IsFound()
    {
        var day = new DateOnly(2026, 8, 20);
        FindsSince("the day's start was 10", WithControl(ControlState.Initial with { DayAnchor = day, DayStartEquity = 10m }), WithControl(ControlState.Initial with { DayAnchor = day, DayStartEquity = 9m }));
    }

    [Fact]
    public void DayThatIsCountedAnew_IsFound()
    {
        ControlState before = ControlState.Initial with { DayAnchor = new DateOnly(2026, 8, 20), DayStartRealized = -3m };
        FindsSince("the day's count began at -3", WithControl(before), WithControl(before with { DayStartRealized = -5m }));
    }

    [Theory]
    [InlineData("daily loss was breached")]
    [InlineData("drawdown was breached")]
    public void ForgottenBreach_IsFound(string told)
    {
        var day = new DateOnly(2026, 8, 20);
        ControlState after = ControlState.Initial with { DayAnchor = day };
        FindsSince(told, WithControl(after with { DailyLossBreachedOn = day, DrawdownBreachedOn = day }), WithControl(after));
    }

    [Fact]
    public void OpenOrderAfterAResume_IsFound()
    {
        DeadDesk open = With(Order with { Status = OrderStatus.Intended, CumulativeQuantity = Quantity.Zero, FilledQuantity = Quantity.Zero });
        DeadDesk later = open with { Journal = [.. open.Journal, Line(3, "restart.resume")] };

        Assert.Contains(CrashChecks.SinceDeath(open, later, Venues, recovered: true), f => f.Contains("order a1 was Intended at the kill", StringComparison.Ordinal));
        Assert.Empty(CrashChecks.SinceDeath(open, later, Venues, recovered: false));
    }

    [Fact]
    public void ResumeWithoutItsLine_IsFound() =>
        Assert.Contains(CrashChecks.SinceDeath(Desk, Desk, Venues, recovered: true), f => f.Contains("no restart.resume", StringComparison.Ordinal));

    [Fact]
    public void LostFill_IsFoundWhenQuiet() =>
        Assert.Contains(CrashChecks.WhenQuiet(Desk with { Fills = [] }, Venues), f => f.Contains("order a1: the venue has 1 fills", StringComparison.Ordinal));

    private static void Finds(string words, DeadDesk desk, VenueBooks venues) =>
        Assert.Contains(CrashChecks.AtDeath(desk, venues), finding => finding.Contains(words, StringComparison.Ordinal));

    private static void FindsSince(string words, DeadDesk before, DeadDesk after) =>
        Assert.Contains(CrashChecks.SinceDeath(before, after, Venues, recovered: false), finding => finding.Contains(words, StringComparison.Ordinal));

    private static DeadDesk With(OrderRecord order) => Desk with { Orders = new Dictionary<ClientOrderId, OrderRecord> { [order.Intent.ClientOrderId] = order } };

    private static DeadDesk WithControl(ControlState control) => Desk with { State = Desk.State with { Control = control } };

    private static JournalLine Line(long id, string type) => new(id, $"uuid-{id}", default, type, "{}");
}
