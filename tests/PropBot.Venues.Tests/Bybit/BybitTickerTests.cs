using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitTickerTests
{
    [Fact]
    public void Apply_CapturedSnapshotAndDeltas_FieldsThatAreMissingKeepTheirValue()
    {
        BybitTicker ticker = new(BybitSamples.Bitcoin);
        string mark = "";
        string rate = "";
        int deltasWithoutMark = 0;
        foreach (byte[] message in BybitSamples.Captured("tickers.BTCUSDT"))
        {
            ticker.Apply(message);
            using JsonDocument json = JsonDocument.Parse(message);
            JsonElement data = json.RootElement.GetProperty("data");
            mark = data.TryGetProperty("markPrice", out JsonElement price) ? price.GetString()! : mark;
            rate = data.TryGetProperty("fundingRate", out JsonElement funding) ? funding.GetString()! : rate;
            deltasWithoutMark += data.TryGetProperty("markPrice", out _) ? 0 : 1;

            Assert.True(ticker.IsComplete);
            Assert.Equal(WireNumber.Parse(mark), ticker.MarkPrice.Value);
            Assert.Equal(WireNumber.Parse(rate), ticker.Funding.Rate.Value);
            Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_786_320_000_000), ticker.Funding.NextSettlement);
            Assert.Equal(TimeSpan.FromHours(8), ticker.Funding.Interval);
        }

        Assert.True(deltasWithoutMark > 0);
    }

    [Fact]
    public void Apply_RecordedDeltaWithMarkOnly_ChangesTheMarkOnly()
    {
        string[] lines = [.. SharedData.ReadLines("gocryptotrader/bybit_wsTicker.jsonl").Where(l => l.Contains("tickers.BTCUSDT\""))];
        BybitTicker ticker = new(BybitSamples.Bitcoin);

        ticker.Apply(BybitSamples.Utf8(lines[0]));
        ticker.Apply(BybitSamples.Utf8(lines[1]));

        Assert.Equal(61_875.06m, ticker.MarkPrice.Value);
        Assert.Equal(0.00008055m, ticker.Funding.Rate.Value);
        // This ticker names no interval: the instrument's own stays.
        Assert.Equal(TimeSpan.FromHours(8), ticker.Funding.Interval);
    }

    [Fact]
    public void Apply_DeltaBeforeTheSnapshot_IsNotComplete()
    {
        BybitTicker ticker = new(BybitSamples.Bitcoin);

        ticker.Apply("""{"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","markPrice":"65000.1"},"cs":1,"ts":2}"""u8);

        Assert.False(ticker.IsComplete);
    }

    [Theory]
    [InlineData("markPrice", "0")]
    [InlineData("markPrice", "x")]
    [InlineData("nextFundingTime", "999999999999999999")]
    [InlineData("fundingIntervalHour", "-1")]
    public void Apply_FieldThatCannotBe_IsMalformed(string field, string value)
    {
        BybitTicker ticker = new(BybitSamples.Bitcoin);

        Assert.Throws<FormatException>(() => ticker.Apply(BybitSamples.Utf8($$"""{"data": {"{{field}}":"{{value}}"} }""")));
    }

    [Fact]
    public void Apply_SteadyState_AllocatesNothing()
    {
        BybitTicker ticker = new(BybitSamples.Bitcoin);
        List<byte[]> messages = [.. BybitSamples.Captured("tickers.BTCUSDT")];
        messages.ForEach(message => ticker.Apply(message));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < messages.Count; i++)
        {
            ticker.Apply(messages[i]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
