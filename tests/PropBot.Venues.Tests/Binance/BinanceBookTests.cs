using PropBot.Core.MarketData;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using static PropBot.Venues.Tests.Binance.BinanceSamples;

namespace PropBot.Venues.Tests.Binance;

/// <summary>The venue's rules B1 to B12, numbered as in docs/venues/binance-um.md.</summary>
public sealed class BinanceBookTests
{
    private readonly BinanceBook _book;
    private readonly DepthSlot _slot;
    private readonly DepthView _view = new(Bitcoin);

    public BinanceBookTests()
    {
        (_book, _slot) = Book(Bitcoin);
    }

    private DepthView Seen
    {
        get
        {
            _slot.TryRead(_view);
            return _view;
        }
    }

    [Fact]
    public void B2_MessageBeforeTheSnapshot_IsKeptAndAppliedAfterIt()
    {
        Assert.Equal(BinanceBookResult.Buffered, Apply(_book, Depth(11, 20, 10, bids: """["100.0","5.000"]""")));

        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(15), TimeSpan.FromSeconds(7)));

        DepthView view = Seen;
        Assert.Equal(BookTrust.Synced, view.Trust);
        Assert.Equal(20, view.UpdateId);
        Assert.Equal(5_000, view.BidQuantities[0]);
        Assert.Equal(TimeSpan.FromSeconds(7), view.ReceivedElapsed);
    }

    /// <summary>Goal: REST answers although the stream is silent: a book made of that alone would be a lie two seconds later.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void B12_SnapshotAlone_IsSyncedOnlyWithAWordOfTheStream(bool isUpdate)
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);
        Assert.Equal(BookTrust.Unsynced, Seen.Trust);

        if (isUpdate)
        {
            Apply(_book, Depth(100, 110, 99));
        }
        else
        {
            _book.Refresh(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((BookTrust.Synced, isUpdate ? 110L : 100L), (Seen.Trust, Seen.UpdateId));
    }

    [Fact]
    public void B4_MessageOlderThanTheSnapshot_IsDropped()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);

        Assert.Equal(BinanceBookResult.Dropped, Apply(_book, Depth(90, 99, 89, bids: """["100.0","9.000"]""")));
        Assert.Equal(1_000, Seen.BidQuantities[0]);
    }

    [Theory]
    [InlineData(90, 100, 89)] // u == lastUpdateId
    [InlineData(100, 110, 99)] // U == lastUpdateId
    [InlineData(95, 105, 94)]
    [InlineData(105, 110, 100)] // pu == lastUpdateId: the snapshot was taken between two messages
    public void B5_FirstMessageSpansTheSnapshot_IsApplied(long first, long final, long previous)
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);

        Assert.Equal(BinanceBookResult.Applied, Apply(_book, Depth(first, final, previous)));
        Assert.Equal(BookTrust.Synced, Seen.Trust);
    }

    [Fact]
    public void B5_FirstMessageBeginsAfterTheSnapshot_IsAGap()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);

        Assert.Equal(BinanceBookResult.Gap, Apply(_book, Depth(102, 110, 101)));
        Assert.Equal(BookTrust.Unsynced, Seen.Trust);
    }

    [Fact]
    public void B6_PreviousIdDiffers_IsAGapAndNothingIsAppliedUntilASnapshot()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);
        Apply(_book, Depth(100, 110, 99));

        Assert.Equal(BinanceBookResult.Gap, Apply(_book, Depth(121, 130, 120)));
        Assert.Equal(BinanceBookResult.Buffered, Apply(_book, Depth(131, 140, 130)));
        Assert.Equal(BookTrust.Unsynced, Seen.Trust);

        // The message that showed the gap was kept: a snapshot inside of it goes on from there.
        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(125), TimeSpan.Zero));
        Assert.Equal(140, Seen.UpdateId);
        Assert.Equal(BookTrust.Synced, Seen.Trust);
    }

    [Fact]
    public void B3_SnapshotOlderThanWhatWasKept_IsAGapAndTheNextOneHeals()
    {
        Apply(_book, Depth(111, 120, 110));
        Apply(_book, Depth(121, 130, 120));

        Assert.Equal(BinanceBookResult.Gap, _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero));
        Assert.Equal(BookTrust.Unsynced, Seen.Trust);
        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(115), TimeSpan.Zero));
        Assert.Equal(130, Seen.UpdateId);
    }

    [Fact]
    public void B7_B8_QuantitiesAreAbsoluteAndZeroRemoves()
    {
        _book.TakeSnapshot(Snapshot(100, bids: """["100.0","1.000"],["99.9","4.000"]"""), TimeSpan.Zero);

        Apply(_book, Depth(100, 110, 99, bids: """["100.0","0.000"],["99.9","7.000"],["12.3","0"]""", asks: """["100.2","0.5"]"""));

        DepthView view = Seen;
        Assert.Equal(1, view.BidCount);
        Assert.Equal((999L, 7_000L), (view.BidPrices[0], view.BidQuantities[0]));
        Assert.Equal(2, view.AskCount);
        Assert.Equal((1_002L, 500L), (view.AskPrices[1], view.AskQuantities[1]));
    }

    [Fact]
    public void MessageToldTwice_IsAGap()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);
        Apply(_book, Depth(100, 110, 99));
        Apply(_book, Depth(111, 120, 110));

        Assert.Equal(BinanceBookResult.Gap, Apply(_book, Depth(111, 120, 110)));
    }

    [Theory]
    [InlineData("""["100.0","-1"]""")]
    [InlineData("""["100.0","x"]""")]
    [InlineData("""["0.0","1"]""")]
    [InlineData("""["100.0",1]""")]
    public void LevelThatCannotBeRead_MakesTheBookSuspect(string level)
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);

        Assert.Equal(BinanceBookResult.Malformed, Apply(_book, Depth(100, 110, 99, bids: level)));
        Assert.Equal(BookTrust.Suspect, Seen.Trust);
    }

    [Fact]
    public void LevelFinerThanTheTick_IsLeftOutAndAQuantityFinerThanTheLotIsCutOff()
    {
        _book.TakeSnapshot(Snapshot(100, bids: """["100.05","3.000"],["100.0","1.0009"]"""), TimeSpan.Zero);

        Assert.Equal(BinanceBookResult.Applied, Apply(_book, Depth(100, 110, 99, bids: """["100.07","1.000"]""")));

        Assert.Equal(1, Seen.BidCount);
        Assert.Equal((1_000L, 1_000L), (Seen.BidPrices[0], Seen.BidQuantities[0]));
    }

    [Fact]
    public void BufferedMessageThatCannotBeRead_DoesNotStandInTheWayOfTheNextSnapshot()
    {
        Apply(_book, Depth(100, 110, 99, bids: """["x","1"]"""));
        Apply(_book, Depth(111, 120, 110));

        Assert.Equal(BinanceBookResult.Malformed, _book.TakeSnapshot(Snapshot(105), TimeSpan.Zero));
        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(115), TimeSpan.Zero));
        Assert.Equal(BookTrust.Synced, Seen.Trust);
    }

    [Fact]
    public void Lose_BookIsUntrustedAtOnceAndStartsAnew()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);
        Apply(_book, Depth(100, 110, 99));

        _book.Lose(TimeSpan.FromSeconds(3));

        Assert.Equal(BookTrust.Unsynced, Seen.Trust);
        Assert.Equal(BinanceBookResult.Buffered, Apply(_book, Depth(201, 210, 200)));
        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(205), TimeSpan.Zero));
        Assert.Equal(BookTrust.Synced, Seen.Trust);
    }

    [Fact]
    public void Refresh_UnchangedBook_IsYoungAgain()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.FromSeconds(1));

        _book.Refresh(TimeSpan.FromSeconds(9));

        Assert.Equal(TimeSpan.FromSeconds(9), Seen.ReceivedElapsed);
    }

    [Fact]
    public void B9_SnapshotAsLongAsAskedFor_KnowsNothingBeyondItsLastLevel()
    {
        _book.TakeSnapshot(BinanceSnapshot.Read(
            """{"lastUpdateId":100,"E":2,"T":1,"bids":[["100.0","1"],["99.0","1"]],"asks":[["101.0","1"]]}"""u8, 1, 3, limit: 2), TimeSpan.Zero);

        // Below 99.0 nothing is known but what changed since; asks were told whole.
        Apply(_book, Depth(100, 110, 99, bids: """["98.0","5.000"]""", asks: """["150.0","5.000"]"""));

        Assert.Equal((2, 2), (Seen.BidCount, Seen.AskCount));
    }

    [Fact]
    public void B9_MarketBeyondTheSnapshot_IsSuspectUntilANewOne()
    {
        _book.TakeSnapshot(BinanceSnapshot.Read(
            """{"lastUpdateId":100,"E":2,"T":1,"bids":[["100.0","1"],["99.0","1"]],"asks":[["101.0","1"],["102.0","1"]]}"""u8, 1, 3, limit: 2), TimeSpan.Zero);

        Assert.Equal(
            BinanceBookResult.Suspect,
            Apply(_book, Depth(100, 110, 99, bids: """["100.0","0"],["99.0","0"],["98.5","1"]""")));
        Assert.Equal(BookTrust.Suspect, Seen.Trust);

        Assert.Equal(BinanceBookResult.Buffered, Apply(_book, Depth(111, 120, 110)));
        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(115), TimeSpan.Zero));
        Assert.Equal((BookTrust.Synced, 120L), (Seen.Trust, Seen.UpdateId));
    }

    /// <summary>Goal: a server that lags answers with an old book; it is not believed, whatever comes or does not come after it.</summary>
    [Fact]
    public void B10_SnapshotBehindTheStream_IsNotBelieved()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);
        Apply(_book, Depth(100, 210, 99));
        _book.Lose(TimeSpan.Zero);

        Assert.Equal(BinanceBookResult.StaleSnapshot, _book.TakeSnapshot(Snapshot(150), TimeSpan.Zero));
        Assert.Equal(BookTrust.Unsynced, Seen.Trust);
        Assert.Equal(BinanceBookResult.Applied, _book.TakeSnapshot(Snapshot(211), TimeSpan.Zero));

        // An older one that comes late does not replace it.
        Assert.Equal(BinanceBookResult.StaleSnapshot, _book.TakeSnapshot(Snapshot(205), TimeSpan.Zero));
        _book.Refresh(TimeSpan.Zero);
        Assert.Equal((BookTrust.Synced, 211L), (Seen.Trust, Seen.UpdateId));
    }

    [Fact]
    public void B10_VenueThatCountsAnew_IsBelievedAtTheFourthTime()
    {
        _book.TakeSnapshot(Snapshot(1_000), TimeSpan.Zero);
        _book.Lose(TimeSpan.Zero);
        Apply(_book, Depth(1_001, 1_010, 1_000));
        _book.Lose(TimeSpan.Zero);

        Assert.Equal(
            [BinanceBookResult.StaleSnapshot, BinanceBookResult.StaleSnapshot, BinanceBookResult.StaleSnapshot, BinanceBookResult.Applied],
            Enumerable.Range(0, 4).Select(i => _book.TakeSnapshot(Snapshot(5 + i), TimeSpan.Zero)));
    }

    [Fact]
    public void B11_CrossedForLongerThanASecond_IsSuspect()
    {
        _book.TakeSnapshot(Snapshot(100), TimeSpan.Zero);
        byte[] crossing = Depth(100, 110, 99, bids: """["100.5","1"]""");
        _book.Apply(BinanceDepthFrame.Read(crossing), crossing, TimeSpan.FromSeconds(5));
        Assert.Equal(BookTrust.Crossed, Seen.Trust);

        Assert.Equal(BinanceBookResult.Applied, _book.Refresh(TimeSpan.FromSeconds(5.9)));
        Assert.Equal(BinanceBookResult.Suspect, _book.Refresh(TimeSpan.FromSeconds(6.1)));
        Assert.Equal(BookTrust.Suspect, Seen.Trust);
    }

    /// <summary>Goal: a message that changes a book costs no garbage, from its bytes to the engine's slot.</summary>
    [Fact]
    public void Apply_ThousandMessages_AllocateNothing()
    {
        byte[][] messages = [.. Enumerable.Range(0, 1_100).Select(i => Depth(
            1_000 + (i * 10) + 1,
            1_000 + ((i + 1) * 10),
            1_000 + (i * 10),
            bids: string.Join(',', Enumerable.Range(0, 20).Select(l => $"[\"{9_999 - l}.{i % 10}\",\"{(i * l) % 7}.{l:000}\"]")),
            asks: string.Join(',', Enumerable.Range(0, 20).Select(l => $"[\"{10_001 + l}.{i % 10}\",\"{(i + l) % 5}.{l:000}\"]"))))];
        _book.TakeSnapshot(Snapshot(1_000, """["9000.0","1"]""", """["11000.0","1"]"""), TimeSpan.Zero);
        Run(messages.AsSpan(0, 100));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int applied = Run(messages.AsSpan(100));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1_000, applied);
        Assert.Equal(0, allocated);
    }

    private int Run(ReadOnlySpan<byte[]> messages)
    {
        int applied = 0;
        foreach (byte[] message in messages)
        {
            if (BinanceFrames.KindOf(message) == BinanceFrameKind.Depth
                && _book.Apply(BinanceDepthFrame.Read(message), message, TimeSpan.Zero) == BinanceBookResult.Applied)
            {
                applied++;
            }
        }

        return applied;
    }
}
