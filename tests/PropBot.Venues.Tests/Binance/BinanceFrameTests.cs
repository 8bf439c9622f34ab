using System.Text;
using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;

namespace PropBot.Venues.Tests.Binance;

public sealed class BinanceFrameTests
{
    [Theory]
    [InlineData("""{"e":"depthUpdate","E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"pu":1,"b":[["1.5","2"]],"a":[["1.6","3"]]}""")]
    [InlineData("""{"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"pu":1,"b":[["1.5","2"]],"a":[["1.6","3"]]}}""")]
    [InlineData("""{"data":{"e":"depthUpdate","E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"pu":1,"b":[["1.5","2"]],"a":[["1.6","3"]]},"stream":"x"}""")]
    [InlineData("""{"a":[["1.6","3"]],"b":[["1.5","2"]],"e":"depthUpdate","st":{"x":[1]},"E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"pu":1}""")]
    [InlineData("""{"e":"depthUpdate","b":[["1.5","2"]],"E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"pu":1,"a":[["1.6","3"]]}""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"pu":1,"b":[["1.5","2",7,"more"]],"new":1,"a":[["1.6","3"]]}""")]
    public void Depth_InAnyOrder_IsReadWhole(string json)
    {
        byte[] message = Encoding.UTF8.GetBytes(json);
        var book = new OrderBook(1, 0);
        book.BeginSnapshot();

        Assert.Equal(BinanceFrameKind.Depth, BinanceFrames.KindOf(message));
        BinanceDepthFrame frame = BinanceDepthFrame.Read(message);
        frame.ApplyLevels(book);

        Assert.Equal("BTCUSDT", Encoding.UTF8.GetString(frame.Symbol));
        Assert.Equal((2L, 3L, 1L, 5L), (frame.FirstUpdateId, frame.FinalUpdateId, frame.PreviousFinalUpdateId, frame.TransactionTime));
        Assert.Equal((15L, 2L), book.Level(Side.Buy, 0));
        Assert.Equal((16L, 3L), book.Level(Side.Sell, 0));
    }

    [Theory]
    [InlineData("""{"e":"depthUpdate","E":1,"T":5,"s":"BTCUSDT","U":2,"u":3,"b":[],"a":[]}""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":5,"U":2,"u":3,"pu":1,"b":[],"a":[]}""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":5,"s":"BTCUSDT","U":"2","u":3,"pu":1,"b":[],"a":[]}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"e":"depthUpdate","E":1,"T":5,"s":"BTC""")]
    public void Depth_WithoutItsIds_IsMalformed(string json) =>
        Assert.ThrowsAny<JsonException>(() => BinanceDepthFrame.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"result":["btcusdt@depth@100ms"],"id":1}""")]
    [InlineData("""{"result":null,"id":1}""")]
    [InlineData("""{"stream":"x","data":{"e":"bookTicker","u":1}}""")]
    [InlineData("""{"stream":"x","data":[{"e":"depthUpdate"}]}""")]
    [InlineData("""{"e":7}""")]
    public void Kind_OfSomethingElse_IsOther(string json) =>
        Assert.Equal(BinanceFrameKind.Other, BinanceFrames.KindOf(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Mark_RecordedPush_HasPriceRateAndSettlement()
    {
        BinanceMarkFrame frame = BinanceMarkFrame.Read(BinanceSamples.Push("MarkPrice"));

        Assert.Equal("BTCUSDT", Encoding.UTF8.GetString(frame.Symbol));
        Assert.Equal(11794.15m, frame.MarkPrice);
        Assert.Equal(0.00038167m, frame.FundingRate);
        Assert.Equal(1562306400000, frame.NextFundingTime);
    }

    [Fact]
    public void Mark_ContractWithoutFunding_HasNoRate()
    {
        BinanceMarkFrame frame = BinanceMarkFrame.Read("""{"e":"markPriceUpdate","E":1,"s":"BTCUSDT_260327","p":"9.5","r":"","T":0}"""u8);

        Assert.Null(frame.FundingRate);
        Assert.Equal(0, frame.NextFundingTime);
    }

    [Theory]
    [InlineData("""["x","1"]""")]
    [InlineData("""["100.0"]""")]
    [InlineData("""["0","1"]""")]
    public void Snapshot_LevelThatCannotBeRead_IsMalformed(string level) =>
        Assert.Throws<FormatException>(() => BinanceSamples.Snapshot(1, bids: level));
}
