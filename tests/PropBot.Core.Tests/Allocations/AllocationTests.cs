using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Tests.Stories;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Allocations;

/// <summary>A tick that leads to nothing allocates nothing: on a busy day there are thousands a second.</summary>
public sealed class AllocationTests
{
    private const int Events = 10_000;

    [Fact]
    public void Ticks_OnQuietBooks_AllocateNothing()
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        AssertNoneAllocated(desk, 60_000m, 60_000m);
    }

    [Fact]
    public void Ticks_WithSeveralOpenPairs_AllocateNothing()
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        OpenTwoPairs(desk);
        // The gap is still wide: each tick works out the exits and finds the direction busy.
        AssertNoneAllocated(desk, 60_290m, 60_310m);
        Assert.Equal(2, desk.Ledger.ActivePairs.Count());
        Assert.True(desk.Refusals("symbol_busy") > 1_000);
    }

    [Fact]
    public void Ticks_InHoldOverADislocation_AllocateNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "x"));
        AssertNoneAllocated(desk, 60_300m, 60_320m);
        Assert.True(desk.Refusals("hold") > 1_000);
    }

    [Fact]
    public void Ticks_OverADislocationThatTheCapsRefuse_AllocateNothing()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxNotionalPerSymbol = new Notional(50m) } });
        AssertNoneAllocated(desk, 60_300m, 60_320m);
        Assert.True(desk.Refusals("symbol_cap") > 1_000);
    }

    [Fact]
    public void Ticks_OverADislocationWithoutMargin_AllocateNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.AvailableBalance = 100m;
        desk.Pass(6);
        desk.TakeQuestions();
        AssertNoneAllocated(desk, 60_300m, 60_320m);
        Assert.True(desk.Refusals("margin") > 1_000);
    }

    [Fact]
    public void Ticks_OnASuspectBook_AllocateNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Distrust(Desks.Okx, BookTrust.Suspect);
        AssertNoneAllocated(desk, 60_300m, 60_320m, BookTrust.Suspect);
    }

    [Fact]
    public void BookUpdates_AllocateNothing()
    {
        var book = new OrderBook(1, 3);
        var view = new DepthView(TestInstruments.BinanceBtc);
        Update(book, view, 0, 2_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Update(book, view, 2_000, Events);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Update(OrderBook book, DepthView view, int from, int count)
        {
            for (int i = from; i < from + count; i++)
            {
                book.BeginSnapshot();
                for (int level = 0; level < 20; level++)
                {
                    book.Set(Side.Buy, 600_000 - level - (i % 7), 1 + level);
                    book.Set(Side.Sell, 600_001 + level + (i % 5), 1 + level);
                }

                book.Set(Side.Buy, 600_000 - (i % 7), 0);
                book.EndSnapshot(i, default);
                book.CopyTo(view);
            }
        }
    }

    private static void OpenTwoPairs(EngineHarness desk)
    {
        desk.OpenPair();
        desk.Quote(Desks.Bybit, Desks.HighBid, Desks.HighAsk);
        IReadOnlyList<OrderIntent> orders = desk.TakePlaced();
        desk.Complete(orders[0]);
        desk.Complete(orders[1]);
        Assert.Equal(2, desk.Ledger.ActivePairs.Count());
    }

    /// <summary>OKX's bid moves between two prices; the engine is called as its loop calls it, with one reused event.</summary>
    private static void AssertNoneAllocated(EngineHarness desk, decimal low, decimal high, BookTrust trust = BookTrust.Synced)
    {
        DepthView view = desk.ViewOf(Desks.Okx);
        var changed = new DepthChanged(view);
        long sequence = desk.Snapshot.Sequence;
        Tick(2_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Tick(Events);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Tick(int count)
        {
            for (int i = 0; i < count; i++)
            {
                long bid = (long)(i % 2 == 0 ? low : high) * 10;
                view.BidPrices[0] = bid;
                view.AskPrices[0] = bid + 1;
                view.Trust = trust;
                int effects = desk.Engine.Process(new EngineInput(++sequence, desk.At, desk.Elapsed, changed)).Count;
                if (effects > 0)
                {
                    throw new InvalidOperationException("this tick was to lead to nothing");
                }
            }
        }
    }
}
