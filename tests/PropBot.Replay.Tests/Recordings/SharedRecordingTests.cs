using PropBot.Core.Values;
using PropBot.Replay.Recordings;
using PropBot.Replay.Recordings.Series;
using PropBot.Simulation.Feeds;
using PropBot.Testing;

namespace PropBot.Replay.Tests.Recordings;

/// <summary>The recorded sets that the project has, read in place.</summary>
public sealed class SharedRecordingTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTCUSDT");
    private static readonly Symbol Eth = Symbol.Parse("ETHUSDT");

    [Fact]
    public void Read_Crash_HasBothVenuesWithFundingAndMarks()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("crash-2025-10-binance-bybit-5m"));

        Assert.Equal("crash-2025-10-binance-bybit-5m", reading.Recording.Name);
        Assert.Equal([new InstrumentId(VenueId.BinanceUm, Btc), new InstrumentId(VenueId.BybitLinear, Btc)], Ids(reading));
        Assert.Empty(reading.Notices);
        RecordedInstrument binance = Of(reading, VenueId.BinanceUm, Btc);
        RecordedInstrument bybit = Of(reading, VenueId.BybitLinear, Btc);
        Assert.Equal([9_683, 9_683], [binance.Bars.Count, bybit.Bars.Count]);
        Assert.Equal([101, 101], [binance.Funding.Count, bybit.Funding.Count]);
        Assert.Equal(TimeSpan.FromMinutes(5), bybit.BarInterval);
        Assert.Equal(807, bybit.Marks.Count);
        Assert.Empty(binance.Marks);

        // 2025-09-24T00:00:00Z,111937.5,112333.3,111758.73,112157.76: the close stands an hour later.
        Assert.Equal(new RecordedMark(Utc(2025, 9, 24, 1, 0), 112_157.76m), bybit.Marks[0]);
        Assert.Equal(new RecordedBar(Utc(2025, 9, 24, 0, 0), 111_947.0m, 111_986.1m, 111_900.0m, 111_921.6m, 213.594m), binance.Bars[0]);
        Assert.Equal(-2.517e-05m, bybit.Funding[0].Rate.Value);
    }

    [Fact]
    public void Read_ThreeVenues_HasEachWithItsOwnBarLength()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("freqtrade-5m-3venue"));

        Assert.Equal(
            [
                new InstrumentId(VenueId.BinanceUm, Btc), new InstrumentId(VenueId.BybitLinear, Btc), new InstrumentId(VenueId.OkxPerp, Btc),
                new InstrumentId(VenueId.BinanceUm, Eth), new InstrumentId(VenueId.BybitLinear, Eth),
            ],
            Ids(reading));
        Assert.Equal(TimeSpan.FromMinutes(1), Of(reading, VenueId.OkxPerp, Btc).BarInterval);
        Assert.Equal(15_840, Of(reading, VenueId.OkxPerp, Btc).Bars.Count);
        Assert.Equal(3_168, Of(reading, VenueId.BinanceUm, Btc).Bars.Count);
        Assert.All(reading.Recording.Instruments, instrument => Assert.NotEmpty(instrument.Funding));
        Assert.All(reading.Recording.Instruments, instrument => Assert.NotEmpty(instrument.Marks));
    }

    [Fact]
    public void Read_SevenVenues_TakesOursAndSaysSo()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("finm33150-7venue-1h"));

        Assert.Equal(["BTCUSDT", "DOGEUSDT", "ETHUSDT", "SOLUSDT"], Ids(reading).Select(id => id.Symbol.Name).Distinct());
        Assert.Equal(3, Ids(reading).Count(id => id.Symbol == Btc));
        foreach (string venue in (string[])["dydx", "hyperliquid", "kraken", "lighter"])
        {
            Assert.Single(reading.Notices, notice => notice.Code == "venue" && notice.Text.Contains($"'{venue}'", StringComparison.Ordinal));
        }

        Assert.Contains(reading.Notices, notice => notice.Code == "format" && notice.File == "open_interest.csv.gz");
        Assert.Equal(0, reading.SkippedLines);
    }

    [Fact]
    public void Read_InverseQuotes_GivePricesOnly()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("lean-minute-20221213"));

        Assert.Equal([new InstrumentId(VenueId.BinanceUm, Btc), new InstrumentId(VenueId.BybitLinear, Btc)], Ids(reading));
        RecordedInstrument bybit = Of(reading, VenueId.BybitLinear, Btc);
        Assert.Equal(new RecordedQuote(Utc(2022, 12, 13, 0, 1), 17_210m, 17_210.5m), bybit.Quotes[0]);
        Assert.Equal(TimeSpan.FromMinutes(1), bybit.BarInterval);
        Assert.All(reading.Recording.Instruments, instrument => Assert.All(instrument.Bars, bar => Assert.Equal(0m, bar.Volume)));
        Assert.Contains(reading.Notices, notice => notice.Code == "inverse" && notice.Text.Contains("sizes are left out", StringComparison.Ordinal));
        Assert.Contains(reading.Notices, notice => notice.Code == "one_venue" && notice.Text.Contains("ADAUSDT", StringComparison.Ordinal));
        Assert.Equal(398, AlignmentCheckCommonMinutes(reading));
    }

    [Fact]
    public void Read_MisalignedVenue_IsLeftOutWithTheNumber()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("aha-8h-3venue"));

        Assert.DoesNotContain(reading.Recording.Instruments, instrument => instrument.Id.Venue == VenueId.BinanceUm);
        Assert.Equal(4, reading.Recording.Instruments.Count);
        RecordingNotice[] rejected = [.. reading.Notices.Where(notice => notice.Code == "misaligned")];
        Assert.Equal(2, rejected.Length);
        Assert.Contains("binance-um:BTCUSDT is left out", rejected[0].Text, StringComparison.Ordinal);
        Assert.Contains("correlate 0.49", rejected[0].Text, StringComparison.Ordinal);
        Assert.Contains(reading.Notices, notice => notice.Code == "spot");
        Assert.Contains(reading.Notices, notice => notice.Code == "time_zone");

        // London local time: the summer rows at 01, 09 and 17 are the settlements at 00, 08 and 16 UTC.
        Assert.All(
            Of(reading, VenueId.OkxPerp, Btc).Bars, bar => Assert.Equal(0, bar.OpenTime.Hour % 8));
    }

    [Fact]
    public void Read_PerpetualAgainstSpot_HasNothingToTrade()
    {
        RecordingException refused = Assert.Throws<RecordingException>(
            () => RecordingReader.Read(SharedData.FolderOf("bybit-perp-vs-binance-spot-1m")));

        Assert.Contains("no symbol with usable prices of two", refused.Message, StringComparison.Ordinal);
        Assert.Contains("spot: its distance to a perpetual never has to close", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bybit-linear only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SetsWithoutOurPrices_AreRefused()
    {
        foreach (string set in (string[])["lead-lag-2018-jpy", "supervik-funding", "jkorf"])
        {
            Assert.Throws<RecordingException>(() => RecordingReader.Read(SharedData.FolderOf(set)));
        }
    }

    [Fact]
    public void Read_OneFileWithSeveralVenues_IsEnough()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.PathOf("finm33150-7venue-1h/candles_DOGE.csv.gz"));

        Assert.Equal(["DOGEUSDT"], Ids(reading).Select(id => id.Symbol.Name).Distinct());
    }

    private static int AlignmentCheckCommonMinutes(LoadedRecording reading)
    {
        HashSet<DateTimeOffset> bybit = [.. Of(reading, VenueId.BybitLinear, Btc).Quotes.Select(quote => quote.Time)];
        (double correlation, _, _, _) = AlignmentCheck.Compare(reading.Recording.Instruments[0], reading.Recording.Instruments[1]);
        Assert.InRange(correlation, 0.97, 0.99);
        return Of(reading, VenueId.BinanceUm, Btc).Quotes.Count(quote => bybit.Contains(quote.Time));
    }

    private static IEnumerable<InstrumentId> Ids(LoadedRecording reading) => reading.Recording.Instruments.Select(instrument => instrument.Id);

    private static RecordedInstrument Of(LoadedRecording reading, VenueId venue, Symbol symbol) =>
        reading.Recording.Instruments.Single(instrument => instrument.Id == new InstrumentId(venue, symbol));

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
