using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Replay.Backtest;
using PropBot.Replay.EngineEvents;
using PropBot.Replay.Recordings;

namespace PropBot.Replay.Tests.Backtest;

public sealed class VirtualRunTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public VirtualRunTests() => Markets.WriteDislocatedDay(_scratch);

    [Fact]
    public void Run_Dislocation_IsTradedAndEveryCentIsExplained()
    {
        BacktestRun run = Carry();
        BacktestTotals totals = BacktestTotals.Of(run);

        Assert.Empty(run.Problems);
        PairRecord pair = Assert.Single(run.Pairs, pair => pair.Status == PairStatus.Closed);
        Assert.Equal("bybit-linear", pair.Long.Instrument.Venue.Name);
        Assert.Equal(totals.EquityEnd - totals.EquityStart, totals.Pnl.Total);
        Assert.Equal(totals.EquityEnd, totals.StatementEquity);
        Assert.True(totals.Pnl.Fees < 0m);
    }

    [Fact]
    public void Run_Twice_GivesTheSameBytesAndEffects()
    {
        using var first = new EffectHash();
        using var second = new EffectHash();
        BacktestRun once = Carry(observers: first);
        BacktestRun again = Carry(observers: second);

        Assert.Equal(first.Value, second.Value);
        Assert.True(first.Count > 100);
        Assert.Equal(BacktestReport.Json(once), BacktestReport.Json(again));
        Assert.Equal(BacktestReport.Csv(once), BacktestReport.Csv(again));
    }

    [Fact]
    public void Run_AnotherSeed_HasOtherLatenciesAndStillAgrees()
    {
        using var first = new EffectHash();
        using var second = new EffectHash();
        Carry(seed: 1, observers: first);
        BacktestRun other = Carry(seed: 2, observers: second);

        Assert.NotEqual(first.Value, second.Value);
        Assert.Empty(other.Problems);
    }

    [Fact]
    public void Run_IntentsAreInTheLedgerBeforeTheyAreSent()
    {
        var order = new WriteAheadCheck();
        Carry(observers: order);

        Assert.True(order.Sent >= 4);
    }

    [Fact]
    public void EventLog_FedToAFreshEngine_GivesTheSameEffects()
    {
        using var log = new MemoryStream();
        using var recorded = new EffectHash();
        BacktestRun run;
        using (var writer = new EngineEventWriter(log))
        {
            run = Carry(observers: [writer, recorded]);
        }

        using var input = new MemoryStream(log.ToArray());
        using var replayed = new EffectHash();
        var engine = new TradingEngine(run.Options.Engine);
        long events = 0;
        foreach (EngineInput happened in new EngineEventReader().Read(input))
        {
            replayed.OnEffects(in happened, engine.Process(in happened));
            events++;
        }

        Assert.Equal(run.Result.Events, events);
        Assert.Equal(recorded.Count, replayed.Count);
        Assert.Equal(recorded.Value, replayed.Value);
    }

    [Fact]
    public void EventLog_LineThatIsNoInput_IsRefusedWithItsNumber()
    {
        using var log = new MemoryStream("""
            {"sequence":1,"at":"2025-01-01T00:00:00.0000000Z","elapsed":"00:00:00","event":{"case":"clock_ticked","of":{}}}
            {"sequence":2,"at":"2025-01-01T00:00:01.0000000Z","elapsed":"00:00:01","event":{"case":"wish","of":{}}}
            """u8.ToArray());

        var refused = Assert.Throws<InvalidDataException>(() => new EngineEventReader().Read(log).Count());
        Assert.Contains("line 2 of the event log", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'wish' is no case of EngineEvent", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private BacktestRun Carry(ulong seed = 1, params IReadOnlyList<IEngineObserver> observers)
    {
        string path = Path.Combine(_scratch.Path, "day");
        var arguments = new BacktestArguments { Data = path, Seed = seed };
        return BacktestRun.Carry(arguments, RecordingReader.Read(path), observers, cancel: TestContext.Current.CancellationToken);
    }

    /// <summary>Every request to place comes with its intent before it in the effects of the same event.</summary>
    private sealed class WriteAheadCheck : IEngineObserver
    {
        public int Sent { get; private set; }

        public void OnInput(in EngineInput input)
        {
        }

        public void OnEffects(in EngineInput input, IReadOnlyList<Effect> effects)
        {
            HashSet<ClientOrderId> written = [];
            foreach (Effect effect in effects)
            {
                if (effect is OrderChanged changed)
                {
                    written.Add(changed.Order.Intent.ClientOrderId);
                }
                else if (effect is PlaceOrder place)
                {
                    Assert.Contains(place.Intent.ClientOrderId, written);
                    Sent++;
                }
            }
        }
    }
}
