using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitBookTests
{
    private readonly BybitBook _book = new(BybitSamples.Bitcoin);

    [Fact]
    public void Apply_DeltaThatFollows_IsApplied()
    {
        Assert.Equal(BybitBookResult.Replaced, Apply("snapshot", 100));
        Assert.Equal(BybitBookResult.Applied, Apply("delta", 101, bids: """["65114.20","0"],["65114.10","2.5"]"""));

        Assert.Equal((651_141L, 2_500L), _book.Book.Level(Side.Buy, 0));
        // cts, the matching engine's time, rather than ts, that of the push.
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_786_310_818_129), _book.Book.VenueTime);
    }

    [Theory]
    [InlineData(102)]
    [InlineData(99)]
    public void Apply_DeltaThatDoesNotFollow_IsAGapUntilTheNextSnapshot(long update)
    {
        Apply("snapshot", 100);

        Assert.Equal(BybitBookResult.Gap, Apply("delta", update));
        Assert.Equal(BookTrust.Unsynced, _book.Book.Trust);
        Assert.Equal(BybitBookResult.Ignored, Apply("delta", update + 1));
        Assert.Equal(BybitBookResult.Replaced, Apply("snapshot", 300));
        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
    }

    [Fact]
    public void Apply_LastDeltaOnceMore_IsIgnoredAndKeepsTheChain()
    {
        Apply("snapshot", 100);
        Apply("delta", 101);

        Assert.Equal(BybitBookResult.Ignored, Apply("delta", 101));
        Assert.Equal(BybitBookResult.Applied, Apply("delta", 102));
    }

    [Fact]
    public void Apply_FirstUpdateAfterARestart_ReplacesTheBookWhateverItsTypeSays()
    {
        Apply("snapshot", 100, bids: """["65000.00","1"]""");

        Assert.Equal(BybitBookResult.Replaced, Apply("delta", 1));
        Assert.Equal(1, _book.Book.BidCount);
        Assert.Equal(BybitBookResult.Applied, Apply("delta", 2));
    }

    [Fact]
    public void Apply_DeltaBeforeAnySnapshot_IsIgnored() => Assert.Equal(BybitBookResult.Ignored, Apply("delta", 7));

    [Theory]
    [InlineData("""["x","1"]""")]
    [InlineData("""["65114.20","-1"]""")]
    [InlineData("""["0","1"]""")]
    [InlineData("""["65114.20"]""")]
    [InlineData("""[65114.20,"1"]""")]
    public void Apply_UnreadableLevel_IsMalformedAndNothingOfItIsApplied(string bid)
    {
        Apply("snapshot", 100);

        Assert.Equal(BybitBookResult.Malformed, Apply("delta", 101, bids: """["65000.00","1"],""" + bid));
        Assert.Equal(1, _book.Book.BidCount);
        Assert.Equal(BookTrust.Suspect, _book.Book.Trust);
    }

    [Fact]
    public void Apply_LevelsOfAnOlderTickAndLot_ShowLessNeverMore()
    {
        Apply("snapshot", 100);

        // 65114.25 is no multiple of 0.1: left out. 2.5005 is cut to the lot of 0.001.
        Assert.Equal(BybitBookResult.Applied, Apply("delta", 101, bids: """["65114.25","9"],["65114.20","2.5005"]"""));
        Assert.Equal((651_142L, 2_500L), _book.Book.Level(Side.Buy, 0));
        Assert.Equal(1, _book.Book.BidCount);
    }

    /// <summary>Goal: a snapshot that was on its way for long, or is replayed, does not turn the book back.</summary>
    [Fact]
    public void Apply_SnapshotOlderThanTheBook_IsNotBelievedAndTheBookNeither()
    {
        Apply("snapshot", 100);

        Assert.Equal(BybitBookResult.Outdated, Apply("snapshot", 90, at: -1));
        Assert.Equal((BookTrust.Suspect, 100), (_book.Book.Trust, _book.Book.UpdateId));
        Assert.Equal(BybitBookResult.Ignored, Apply("delta", 101));

        Assert.Equal(BybitBookResult.Replaced, Apply("snapshot", 1));
        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
    }

    [Fact]
    public void Apply_OldSnapshotsAgainAndAgain_AreBelievedWhenTheVenuesClockWentBack()
    {
        Apply("snapshot", 100);

        Assert.Equal(BybitBookResult.Outdated, Apply("snapshot", 1, at: -60_000));
        Assert.Equal(BybitBookResult.Outdated, Apply("snapshot", 1, at: -59_000));
        Assert.Equal(BybitBookResult.Replaced, Apply("snapshot", 1, at: -58_000));
    }

    /// <summary>B5: what lies deeper than was subscribed to is of no one's knowledge and is not shown as depth.</summary>
    [Fact]
    public void Apply_MoreLevelsThanSubscribed_AreNotKnown()
    {
        string levels = string.Join(',', Enumerable.Range(0, BybitBook.Depth + 5).Select(i => $"[\"{65_000m - (i * 0.1m)}\",\"1\"]"));

        Apply("snapshot", 100, levels);
        DepthView view = new(BybitSamples.Bitcoin);
        _book.Book.CopyTo(view);

        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
        Assert.Equal(DepthView.MaxLevels, view.BidCount);
        Assert.Equal(65_000m - ((BybitBook.Depth - 1) * 0.1m), ScaledNumber.ToDecimal(_book.Book.Level(Side.Buy, BybitBook.Depth - 1).Price, 1));
    }

    private BybitBookResult Apply(string type, long update, string bids = """["65114.20","6.054"]""", long at = 0) => _book.Apply(BybitSamples.Utf8(
        $$"""
        {"topic":"orderbook.200.BTCUSDT","type":"{{type}}","ts":1786310818130,
         "data":{"s":"BTCUSDT","b":[{{bids}}],"a":[["65114.30","1.2"]],"u":{{update}},"seq":753843913870},"cts":{{1786310818129 + at}} }
        """));
}
