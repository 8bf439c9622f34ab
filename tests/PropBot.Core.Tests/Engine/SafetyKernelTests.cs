using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Engine;

/// <summary>The last guard: each promise, broken by hand, halts the engine.</summary>
public sealed class SafetyKernelTests
{
    [Fact]
    public void EverythingInOrder_IsLetThrough() => new SafetyKernel(Sending(OrderPurpose.Open)).Check();

    [Fact]
    public void OrderWithoutItsIntent_IsStopped()
    {
        EngineState state = Sending(OrderPurpose.Open);
        state.Effects.RemoveAll(e => e is OrderChanged);
        AssertStopped(state, "is written before it is sent");
    }

    [Fact]
    public void OrderBeforeItsIntent_IsStopped()
    {
        EngineState state = Sending(OrderPurpose.Open);
        state.Effects.Reverse();
        AssertStopped(state, "is written before it is sent");
    }

    [Theory]
    [InlineData("hold", "no opening order in Hold")]
    [InlineData("resume", "before the start is complete")]
    [InlineData("shutdown", "while shutting down")]
    [InlineData("ledger", "without a ledger")]
    [InlineData("loss", "a limit of the day")]
    [InlineData("case", "reconciliation case")]
    [InlineData("right", "without the right to trade: withdrawn")]
    [InlineData("peg", "while that is off its peg")]
    [InlineData("suspect", "untrusted book")]
    [InlineData("stale", "untrusted book")]
    [InlineData("sweep", "while it is being swept")]
    public void OpeningWhileSomethingIsNotGreen_IsStopped_AndAHedgeIsNot(string what, string promise)
    {
        AssertStopped(Spoilt(Sending(OrderPurpose.Open), what), promise);
        new SafetyKernel(Spoilt(Sending(OrderPurpose.Hedge), what)).Check();
    }

    /// <summary>The venues' self-trade prevention ends what rests.</summary>
    [Fact]
    public void OrderThatReducesAndRests_IsStopped()
    {
        EngineState state = Sending(OrderPurpose.Close);
        state.Effects[1] = new PlaceOrder(((PlaceOrder)state.Effects[1]).Intent with { TimeInForce = TimeInForce.Gtc });
        AssertStopped(state, "never rests");
    }

    [Fact]
    public void CancelOfAForeignOrderWithoutItsIntent_IsStopped()
    {
        EngineState state = Sending(OrderPurpose.Hedge);
        state.Effects.Add(new CancelForeignOrder(TestInstruments.BinanceBtc.Id, new VenueOrderId("77")));
        AssertStopped(state, "the intent to cancel 77 is written before it is sent");
    }

    [Fact]
    public void UnequalPair_ThatIsNotPartialOrHasNoDeadline_IsStopped()
    {
        EngineState state = Sending(OrderPurpose.Hedge);
        PairState pair = Add(state, PairStatus.Open, longHeld: 0.1m, shortHeld: 0m);
        AssertStopped(state, "is PARTIAL, not Open");
        pair.Record = pair.Record with { Status = PairStatus.Partial };
        AssertStopped(state, "has a deadline");
        pair.RescueDeadline = TimeSpan.FromSeconds(15);
        AssertStopped(state, "the pairs hold 0.1, the books 0");
    }

    [Fact]
    public void TwoRescuesOfOnePair_AreStopped()
    {
        EngineState state = Sending(OrderPurpose.Hedge);
        PairState pair = Add(state, PairStatus.Open, longHeld: 0m, shortHeld: 0m);
        pair.Orders.Add(Order(OrderPurpose.Hedge, 1));
        new SafetyKernel(state).Check();
        pair.Orders.Add(Order(OrderPurpose.Unwind, 2));
        AssertStopped(state, "at most one order without an end");
    }

    private static EngineState Spoilt(EngineState state, string what)
    {
        switch (what)
        {
            case "hold":
                state.Control = state.Control with { Mode = ControlMode.Hold };
                break;
            case "sweep":
                state.Sweeps.Running.Add(new SweepRun(
                    new Sweep
                    {
                        Id = "1",
                        Kind = SweepKind.CloseAll,
                        Scope = new SweepScope(null, null, TakesOff: true),
                        Actor = "anna",
                        Source = "api",
                        Status = SweepStatus.Running,
                        StartedAt = EngineHarness.Noon,
                    },
                    isKept: true));
                break;
            case "resume":
                state.IsResumed = false;
                break;
            case "shutdown":
                state.ShuttingDown = true;
                break;
            case "ledger":
                state.LedgerFailure = "disk full";
                break;
            case "loss":
                state.Control = state.Control with { DailyLossBreachedOn = DateOnly.FromDateTime(state.At.UtcDateTime) };
                break;
            case "case":
                state.Cases.Put(new ReconciliationCase
                {
                    Id = new CaseId(1),
                    Matter = CaseMatter.Of(Stories.Desks.Binance, CaseKind.Position),
                    Ours = "0",
                    Theirs = "0.5",
                    OpenedAt = state.At,
                });
                break;
            case "right":
                state.Venues[VenueId.BinanceUm].Right.Read(new TradingRights(VenueId.BinanceUm, MayTrade: false, "canTrade false"), state.Elapsed, state.At);
                break;
            case "peg":
                Tell(state, 0.98m);
                break;
            case "suspect":
                state.Instruments[Stories.Desks.Binance].Depth!.Trust = BookTrust.Suspect;
                break;
            case "stale":
                state.Elapsed = TimeSpan.FromSeconds(60);
                break;
        }

        return state;
    }

    private static void Tell(EngineState state, decimal dollars)
    {
        SettleCoin coin = state.SettleCoins.Find(Asset.Usdt)!;
        coin.Tell(VenueId.BinanceUm, new CoinPrice(Asset.Usdt, new Price(dollars), "USDTUSD"), state.Elapsed);
        coin.Look(state.Elapsed, state.Options.Risk);
    }

    /// <summary>A state in RUN with a trusted book, whose effects write and send one order.</summary>
    private static EngineState Sending(OrderPurpose purpose)
    {
        var state = new EngineState(Stories.Desks.Options(TestInstruments.BinanceBtc, TestInstruments.OkxBtc))
        {
            At = EngineHarness.Noon,
            Control = ControlState.Initial with { Mode = ControlMode.Run },
            IsResumed = true,
        };
        state.Venues[VenueId.BinanceUm].Link = VenueLink.Up;
        state.Venues[VenueId.BinanceUm].Right.Read(new TradingRights(VenueId.BinanceUm, MayTrade: true, "canTrade true"), state.Elapsed, state.At);
        state.SettleCoins.Add(Asset.Usdt, state.Elapsed);
        Tell(state, 1m);
        state.Instruments.Add(
            Stories.Desks.Binance,
            new InstrumentState(TestInstruments.BinanceBtc) { Depth = TestBooks.View(TestInstruments.BinanceBtc, [(60_000m, 1m)], [(60_000.1m, 1m)]) });
        OrderRecord order = Order(purpose, 0).Record;
        state.Effects.Add(new OrderChanged(order));
        state.Effects.Add(new PlaceOrder(order.Intent));
        return state;
    }

    private static PairState Add(EngineState state, PairStatus status, decimal longHeld, decimal shortHeld)
    {
        var pair = new PairState(new PairRecord
        {
            Id = new PairId(1),
            Symbol = TestInstruments.Btc,
            Status = status,
            Long = new LegRecord { Instrument = Stories.Desks.Binance, BoughtQuantity = longHeld },
            Short = new LegRecord { Instrument = Stories.Desks.Okx, SoldQuantity = shortHeld },
            TargetQuantity = new Quantity(0.1m),
            ExpectedEdge = default(EdgeEstimate),
            OpenedAt = EngineHarness.Noon,
        });
        state.Pairs.Add(pair);
        return pair;
    }

    private static TrackedOrder Order(OrderPurpose purpose, int step) => new(
        new OrderRecord(
            new OrderIntent
            {
                ClientOrderId = ClientOrderIds.Make("desk1", 1, new PairId(1), LegRole.Long, step),
                Pair = new PairId(1),
                Leg = LegRole.Long,
                Purpose = purpose,
                Instrument = Stories.Desks.Binance,
                Side = Side.Buy,
                Quantity = new Quantity(0.1m),
                Type = OrderType.Limit,
                TimeInForce = TimeInForce.Ioc,
                LimitPrice = new Price(60_000m),
                ReferencePrice = new Price(60_000m),
                DecidedAt = EngineHarness.Noon,
            },
            OrderStatus.Intended, null, Quantity.Zero, Quantity.Zero, default, null),
        TimeSpan.Zero);

    private static void AssertStopped(EngineState state, string promise) =>
        Assert.Contains(promise, Assert.Throws<InvariantViolation>(new SafetyKernel(state).Check).Message, StringComparison.Ordinal);
}
