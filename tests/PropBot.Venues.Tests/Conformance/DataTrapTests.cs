using System.Globalization;
using System.Text;
using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Tests.Binance;
using PropBot.Venues.Tests.Bybit;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>The traps that the recorded data's README names, as far as they concern what venues send. Where each of them is tested:</summary>
/// <remarks>
/// <list type="table">
/// <item>1 recorder's clock 1.27 s behind: <see cref="Lag_RecordedLines_LeavesTheBookSyncedAndFresh"/>,
/// <see cref="Lag_VenueAhead_IsInTheSignaturesTimeOnly"/></item>
/// <item>2 misaligned venue: Replay.Tests SharedRecordingTests.Read_MisalignedVenue_IsLeftOutWithTheNumber,
/// SharedBacktestTests.Run_NoEdgeOrAMisalignedVenue_OpensNothing</item>
/// <item>3 holes and stuck values: Replay.Tests SharedRecordingTests.Read_SetsWithoutOurPrices_AreRefused (the sets that have them)</item>
/// <item>4 funding intervals that differ: <see cref="Intervals_ListedByTheVenues_AreEachInstrumentsOwn"/>,
/// Replay.Tests SharedRecordingTests.Read_SevenVenues_TakesOursAndSaysSo (hourly venues are left out)</item>
/// <item>5 milliseconds of funding times: <see cref="Jitter_RecordedSettlements_AreWithinASecondOfTheHour"/>,
/// Replay.Tests RecordedTrapTests.Jitter_OfFundingTimes_MakesNoSecondSettlement</item>
/// <item>6 partial tickers: <see cref="PartialTicker_RecordedDeltas_KeepWhatTheyDoNotName"/>, BybitTickerTests</item>
/// <item>7 a venue that stops at 12:00, minutes without a quote: Replay.Tests RecordedTrapTests.VenueThatStopsAtNoon_HasNoQuotesAfterwards,
/// SharedBacktestTests.Run_NoEdgeOrAMisalignedVenue_OpensNothing</item>
/// <item>8 contract units: <see cref="CoinMargined_ListedPerpetuals_AreNoneOfOurs"/>, <see cref="InversePerpetual_IsRefused"/>,
/// OkxListingTests.Read_InverseSwap_IsRefused, ContractUnitsTests</item>
/// <item>9 spot against perpetual: Replay.Tests SharedRecordingTests.Read_PerpetualAgainstSpot_HasNothingToTrade</item>
/// </list>
/// </remarks>
public sealed class DataTrapTests
{
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(1_200);

    /// <summary>Goal: an event time that lies in our future makes a book neither untrusted nor stale: its age is counted from its receipt.</summary>
    [Fact]
    public void Lag_RecordedLines_LeavesTheBookSyncedAndFresh()
    {
        (BinanceBook book, DepthSlot slot) = BinanceSamples.Book(BinanceSamples.Bitcoin);
        DepthView view = new(BinanceSamples.Bitcoin);
        int ahead = 0;
        foreach (string line in SharedData.ReadLines("hftbacktest-binance-raw/usdm_btcusdt_20240808.gz")
            .Where(l => l.Contains("@depth", StringComparison.Ordinal) || l.Contains("lastUpdateId", StringComparison.Ordinal)).Take(500))
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            DateTimeOffset received = DateTimeOffset.UnixEpoch.AddTicks(long.Parse(line[..blank], CultureInfo.InvariantCulture) / 100);
            TimeSpan elapsed = received - DateTimeOffset.UnixEpoch;
            byte[] message = Encoding.UTF8.GetBytes(line[(blank + 1)..]);
            if (line.Contains("lastUpdateId", StringComparison.Ordinal))
            {
                book.TakeSnapshot(BinanceSnapshot.Read(message, 1, 3), elapsed);
            }
            else if (book.Apply(BinanceDepthFrame.Read(message), message, elapsed) == BinanceBookResult.Applied)
            {
                Assert.True(slot.TryRead(view));
                Assert.Equal(BookTrust.Synced, view.Trust);
                Assert.Equal(elapsed, view.ReceivedElapsed);
                ahead += view.VenueTime - received > Lag ? 1 : 0;
            }
        }

        Assert.InRange(ahead, 450, 500);
    }

    /// <summary>Goal: what the venue's clock is ahead goes into the times that are signed, from its own answers and from nothing else.</summary>
    [Fact]
    public async Task Lag_VenueAhead_IsInTheSignaturesTimeOnly()
    {
        ManualTime time = new();
        DateTimeOffset ours = time.GetUtcNow();
        TimeSpan ahead = TimeSpan.FromMilliseconds(1_270);
        using ClockSync sync = new(new VenueClock(time, 0), TimeSpan.FromSeconds(30), _ => Task.FromResult<DateTimeOffset?>(time.GetUtcNow() + ahead));
        Assert.True(await sync.MeasureAsync(TestContext.Current.CancellationToken));

        Lag_RecordedLines_LeavesTheBookSyncedAndFresh();

        Assert.Equal(ours + ahead, sync.VenueNow);
        Assert.Equal(ours, new VenueClock(time, 0).MarketNow);
    }

    [Fact]
    public void Intervals_ListedByTheVenues_AreEachInstrumentsOwn()
    {
        Dictionary<TimeSpan, int> bybit = [];
        foreach (CapturedMessage message in CapturedMessages.Of(VenueId.BybitLinear)
            .Where(m => m.Kind == "GET /v5/market/instruments-info" && m.Source.StartsWith("cryptofeed", StringComparison.Ordinal)))
        {
            foreach (BybitInstrument wire in JsonSerializer.Deserialize(message.Body, BybitJson.Default.BybitReplyBybitPageBybitInstrument)!.Result!.List!
                .Where(i => i is { ContractType: "LinearPerpetual", QuoteCoin: "USDT" }))
            {
                Instrument instrument = BybitReading.ReadInstrument(wire, Symbol.Parse($"{wire.BaseCoin}USDT"), BybitSamples.Fees);
                bybit[instrument.FundingInterval] = bybit.GetValueOrDefault(instrument.FundingInterval) + 1;
            }
        }

        // 2026-08-09: hourly, two-, four- and eight-hourly ones beside each other.
        Assert.True(bybit.Count >= 3, string.Join(", ", bybit));
        BinanceFundingInfo[] binance = [.. CapturedMessages.Of(VenueId.BinanceUm).Where(m => m.Kind == "GET /fapi/v1/fundingInfo")
            .SelectMany(m => JsonSerializer.Deserialize(m.Body, BinanceJson.Default.IReadOnlyListBinanceFundingInfo)!)];
        Assert.Contains(binance, i => i.FundingIntervalHours == 4);
    }

    [Fact]
    public void Jitter_RecordedSettlements_AreWithinASecondOfTheHour()
    {
        int late = 0;
        foreach (string line in SharedData.ReadLines("finm33150-7venue-1h/funding_BTC.csv.gz").Skip(1).Where(l => l.Contains(",binance,", StringComparison.Ordinal)))
        {
            long milliseconds = DateTimeOffset.Parse(line.Split(',')[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
            long beyond = milliseconds % 3_600_000;
            Assert.InRange(beyond, 0, 999);
            late += beyond > 0 ? 1 : 0;

            // What is paid is known by its id; its time is told as the venue tells it.
            BinanceIncome income = new("BTCUSDT", "FUNDING_FEE", -1m, "USDT", milliseconds, 7);
            Assert.Equal(milliseconds, BinanceReports.ToPayment(income, BinanceSamples.Bitcoin.Id).SettledAt.ToUnixTimeMilliseconds());
            Assert.Equal("FUNDING_FEE:BTCUSDT:7", BinanceReports.ToPayment(income, BinanceSamples.Bitcoin.Id).PaymentId);
        }

        Assert.True(late > 100, $"{late} settlements carry the venue's milliseconds");
    }

    [Fact]
    public void PartialTicker_RecordedDeltas_KeepWhatTheyDoNotName()
    {
        BybitTicker ticker = new(BybitSamples.Bitcoin);
        string mark = "", rate = "";
        int partial = 0;
        foreach (byte[] message in BybitSamples.Captured("tickers.BTCUSDT"))
        {
            using JsonDocument document = JsonDocument.Parse(message);
            JsonElement data = document.RootElement.GetProperty("data");
            mark = data.TryGetProperty("markPrice", out JsonElement newMark) ? newMark.GetString()! : mark;
            rate = data.TryGetProperty("fundingRate", out JsonElement newRate) ? newRate.GetString()! : rate;
            partial += newMark.ValueKind == JsonValueKind.Undefined || newRate.ValueKind == JsonValueKind.Undefined ? 1 : 0;
            ticker.Apply(message);

            Assert.Equal(WireNumber.Parse(mark), ticker.MarkPrice.Value);
            Assert.Equal(WireNumber.Parse(rate), ticker.Funding.Rate.Value);
        }

        Assert.True(partial > 100, $"{partial} tickers name only what changed");
    }

    [Fact]
    public void CoinMargined_ListedPerpetuals_AreNoneOfOurs()
    {
        foreach (CapturedMessage message in CapturedMessages.Of(VenueId.BinanceUm).Where(m => m.Kind.StartsWith("GET /dapi/v1/exchangeInfo", StringComparison.Ordinal)))
        {
            using JsonDocument document = JsonDocument.Parse(message.Body);
            Assert.NotEmpty(document.RootElement.GetProperty("symbols").EnumerateArray());
            Assert.All(document.RootElement.GetProperty("symbols").EnumerateArray(), s => Assert.Equal("USD", s.GetProperty("quoteAsset").GetString()));

            // Its list has no status where ours needs one: whoever asks the wrong product gets no instrument from it.
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(message.Body, BinanceJson.Default.BinanceExchangeInfo));
        }
    }

    [Theory]
    [InlineData("xchange/xchange-bybit/getInstrumentInverse.json5")]
    [InlineData("nautilus/bybit/http_get_instruments_inverse_symbol_type.json")]
    public void InversePerpetual_IsRefused(string file)
    {
        BybitInstrument wire = BybitSamples.First(SharedData.ReadText(file), BybitJson.Default.BybitReplyBybitPageBybitInstrument);

        Assert.Throws<FormatException>(() => BybitReading.ReadInstrument(wire, Symbol.Parse("BTCUSDT"), BybitSamples.Fees));
    }
}
