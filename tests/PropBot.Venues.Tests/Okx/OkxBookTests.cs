using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxBookTests
{
    private readonly OkxBook _book = new(OkxSamples.Bitcoin);

    [Fact]
    public void Apply_Snapshot_LevelsAreBaseUnits()
    {
        Snapshot(sequence: 10);

        // 415 contracts of 0.01 BTC are 4.15 BTC; the lot of 0.0001 BTC gives four places.
        Assert.Equal((84_769L, 41_500L), _book.Book.Level(Side.Sell, 0));
        Assert.Equal((84_768L, 25L), _book.Book.Level(Side.Buy, 0));
        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_597_026_383_085), _book.Book.VenueTime);
    }

    [Fact]
    public void Apply_UpdateThatFollows_IsApplied()
    {
        Snapshot(sequence: 10);

        Assert.Equal(OkxBookResult.Applied, Update(previous: 10, sequence: 17, bids: """["8476.8","0","0","0"],["8476.7","1","0","2"]"""));
        Assert.Equal((84_767L, 100L), _book.Book.Level(Side.Buy, 0));
        Assert.Equal(17, _book.Book.UpdateId);
    }

    [Fact]
    public void Apply_UpdateWithoutChange_KeepsTheChain()
    {
        Snapshot(sequence: 10);

        Assert.Equal(OkxBookResult.Applied, Update(previous: 10, sequence: 10));
        Assert.Equal(OkxBookResult.Applied, Update(previous: 10, sequence: 11));
    }

    [Fact]
    public void Apply_LastUpdateOnceMore_IsIgnoredAndKeepsTheChain()
    {
        Snapshot(sequence: 10);
        Update(previous: 10, sequence: 12);

        Assert.Equal(OkxBookResult.Ignored, Update(previous: 10, sequence: 12));
        Assert.Equal(OkxBookResult.Applied, Update(previous: 12, sequence: 13));
    }

    [Fact]
    public void Apply_SequenceSetBackByMaintenance_KeepsTheChain()
    {
        Snapshot(sequence: 10);

        Assert.Equal(OkxBookResult.Applied, Update(previous: 10, sequence: 3));
        Assert.Equal(OkxBookResult.Applied, Update(previous: 3, sequence: 5));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Apply_UpdateThatDoesNotFollow_IsAGapUntilTheNextSnapshot(long previous)
    {
        Snapshot(sequence: 10);

        Assert.Equal(OkxBookResult.Gap, Update(previous, sequence: 20));
        Assert.Equal(BookTrust.Unsynced, _book.Book.Trust);
        Assert.Equal(OkxBookResult.Ignored, Update(previous: 20, sequence: 21));

        Snapshot(sequence: 30);
        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
    }

    [Fact]
    public void Apply_UpdateBeforeAnySnapshot_IsIgnored() =>
        Assert.Equal(OkxBookResult.Ignored, Update(previous: 1, sequence: 2));

    [Fact]
    public void Apply_ChecksumOfZero_CountsAsNone()
    {
        Snapshot(sequence: 10, checksum: 0);

        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
    }

    [Fact]
    public void Apply_WrongChecksum_IsNotTrusted()
    {
        Assert.Equal(OkxBookResult.ChecksumMismatch, ApplySnapshot(sequence: 10, checksum: 1));
        Assert.Equal(BookTrust.Suspect, _book.Book.Trust);
    }

    [Theory]
    [InlineData("""["0","1","0","1"]""")]
    [InlineData("""["8476.8","x","0","1"]""")]
    [InlineData("""["-1","1","0","1"]""")]
    [InlineData("""["8476.8",1,"0","1"]""")]
    [InlineData("""["8476.8"]""")]
    public void Apply_UnreadableLevel_IsMalformedAndNothingOfItIsApplied(string bid)
    {
        Snapshot(sequence: 10);

        Assert.Equal(OkxBookResult.Malformed, Update(previous: 10, sequence: 11, bids: """["8476.7","1","0","2"],""" + bid));
        Assert.Equal(BookTrust.Suspect, _book.Book.Trust);
        Assert.Equal(1, _book.Book.BidCount);
    }

    [Fact]
    public void Apply_LevelsOfAnOlderTickAndLot_ShowLessNeverMore()
    {
        Snapshot(sequence: 10);

        // 8476.85 is no multiple of 0.1: left out. 1.005 contracts are 0.01005 BTC: 0.0100 is shown.
        Assert.Equal(
            OkxBookResult.Applied,
            Update(previous: 10, sequence: 11, bids: """["8476.85","9","0","1"],["8476.8","1.005","0","1"]"""));
        Assert.Equal((84_768L, 100L), _book.Book.Level(Side.Buy, 0));
        Assert.Equal(1, _book.Book.BidCount);
    }

    /// <summary>The update is of 100 ms after the snapshot: the same snapshot again is older than what is known.</summary>
    [Fact]
    public void Apply_SnapshotFromBefore_IsNotBelievedUnlessTheVenueInsists()
    {
        Snapshot(sequence: 10);
        Assert.Equal(OkxBookResult.Applied, Update(previous: 10, sequence: 11));

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(OkxBookResult.OldSnapshot, ApplySnapshot(sequence: 20, checksum: 0));
            Assert.Equal(BookTrust.Unsynced, _book.Book.Trust);
            Assert.Equal(OkxBookResult.Ignored, Update(previous: 20, sequence: 21));
        }

        Snapshot(sequence: 20);
        Assert.Equal(BookTrust.Synced, _book.Book.Trust);
    }

    [Fact]
    public void Apply_FullBook_KeepsTheBestAndWhatLeavesMakesRoomFirst()
    {
        string[] bids = [.. Enumerable.Range(0, OkxBook.Depth).Select(i => $"[\"{8000 - i}\",\"1\",\"0\",\"1\"]")];
        Assert.Equal(OkxBookResult.Replaced, _book.Apply(
            OkxSamples.Utf8($$"""[{"asks":[["8476.9","1","0","1"]],"bids":[{{string.Join(',', bids)}}],"ts":"1597026383085","checksum":0,"prevSeqId":-1,"seqId":10}]"""),
            isSnapshot: true));

        // A better bid comes and the best one leaves, in this order: the 400th has to stay.
        Update(previous: 10, sequence: 11, bids: """["8000.5","1","0","1"],["8000","0","0","0"]""");
        Assert.Equal(OkxBook.Depth, _book.Book.BidCount);
        Assert.Equal(80_005L, _book.Book.Level(Side.Buy, 0).Price);
        Assert.Equal(76_010L, _book.Book.Level(Side.Buy, OkxBook.Depth - 1).Price);

        // One more than the venue keeps drops the worst.
        Update(previous: 11, sequence: 12, bids: """["8000.7","1","0","1"]""");
        Assert.Equal(OkxBook.Depth, _book.Book.BidCount);
        Assert.Equal(76_020L, _book.Book.Level(Side.Buy, OkxBook.Depth - 1).Price);
    }

    [Fact]
    public void Read_PushWithDataBeforeItsArgument_FindsAllParts()
    {
        OkxPush push = OkxPush.Read("""{"data":[{"a":[1,2]}],"action":"update","arg":{"uid":"7","instId":"X","channel":"books"}}"""u8);

        Assert.True(push.Channel.SequenceEqual("books"u8));
        Assert.True(push.InstrumentId.SequenceEqual("X"u8));
        Assert.True(push.Action.SequenceEqual("update"u8));
        Assert.StartsWith("[{", System.Text.Encoding.UTF8.GetString(push.Data));
    }

    private void Snapshot(long sequence, int checksum = 0) =>
        Assert.Equal(OkxBookResult.Replaced, ApplySnapshot(sequence, checksum));

    private OkxBookResult ApplySnapshot(long sequence, int checksum) => _book.Apply(
        OkxSamples.Utf8(
            $$"""
            [{"asks":[["8476.9","415","0","13"]],"bids":[["8476.8","0.25","0","12"]],
              "ts":"1597026383085","checksum":{{checksum}},"prevSeqId":-1,"seqId":{{sequence}}}]
            """),
        isSnapshot: true);

    private OkxBookResult Update(long previous, long sequence, string bids = "") => _book.Apply(
        OkxSamples.Utf8(
            $$"""[{"asks":[],"bids":[{{bids}}],"ts":"1597026383185","checksum":0,"prevSeqId":{{previous}},"seqId":{{sequence}}}]"""),
        isSnapshot: false);
}
