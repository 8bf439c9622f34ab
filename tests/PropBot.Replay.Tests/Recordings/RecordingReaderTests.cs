using System.Globalization;
using System.IO.Compression;
using System.Text;
using PropBot.Core.Values;
using PropBot.Replay.Recordings;
using PropBot.Replay.Tests.Backtest;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Tests.Recordings;

/// <summary>Recordings made here, to have every kind of trouble in them.</summary>
public sealed class RecordingReaderTests : IDisposable
{
    private const string Header = "timestamp,open,high,low,close,volume";
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ScratchDirectory _scratch = new();

    [Theory]
    [InlineData("binance_SOLUSDT_5m.csv", "okx_SOL-USDT-SWAP_5m.csv")]
    [InlineData("binance_um_SOLUSDT_1h.csv", "bybit_linear_SOLUSDT_1h.csv")]
    [InlineData("BINANCE_SOL_5m_2025-01.csv", "OKX_SOL_5m_2025-01.csv")]
    [InlineData("SOLUSDT_binance-um.csv", "SOLUSDT_bybit-linear.csv")]
    [InlineData("binance/SOLUSDT-5m-2025-01.csv", "bybit/SOLUSDT-5m-2025-01.csv")]
    public void Read_VenueAndSymbolInTheName_AreFound(string first, string second)
    {
        _scratch.Write(first, Bars(100));
        _scratch.Write(second, Bars(100));
        LoadedRecording reading = Read();

        Assert.Equal(2, reading.Recording.Instruments.Count);
        Assert.All(reading.Recording.Instruments, instrument => Assert.Equal("SOLUSDT", instrument.Id.Symbol.Name));
        Assert.All(reading.Recording.Instruments, instrument => Assert.Equal(100, instrument.Bars.Count));
        Assert.Empty(reading.Notices);
    }

    [Fact]
    public void Read_MalformedLines_AreSkippedCountedAndNamed()
    {
        string[] lines = Bars(100).Split('\n');
        lines[10] = "2025-01-01T00:45:00Z,1,2";
        lines[20] = "yesterday,100,101,99,100,5";
        lines[30] = "2025-01-01T02:25:00Z,100,nothing,99,100,5";
        lines[40] = "2025-01-01T03:15:00Z,100,99,101,100,5";
        lines[50] = "2025-01-01T04:05:00Z,100,101,0,100,5";
        lines[60] = "2025-01-01T04:55:00Z,100,101,99,200,5";
        lines[70] = "2025-01-01T05:45:00Z,100,101,99,100,-5";
        _scratch.Write("binance_BTCUSDT_5m.csv", string.Join('\n', lines));
        _scratch.Write("okx_BTCUSDT_5m.csv", Bars(100));
        LoadedRecording reading = Read();

        Assert.Equal(7, reading.SkippedLines);
        Assert.Equal(93, reading.Recording.Instruments[0].Bars.Count);
        Assert.Equal(
            [
                "binance_BTCUSDT_5m.csv:11: 3 columns instead of 6; the line is skipped",
                "binance_BTCUSDT_5m.csv:21: 'yesterday' is not a time; the line is skipped",
                "binance_BTCUSDT_5m.csv:31: high 'nothing' is not a number; the line is skipped",
                "binance_BTCUSDT_5m.csv:41: high 99 is below low 101; the line is skipped",
                "binance_BTCUSDT_5m.csv:51: low 0 is not above zero; the line is skipped",
                "binance_BTCUSDT_5m.csv: 2 more lines cannot be read and are skipped",
            ],
            reading.Notices.Select(notice => notice.ToString()));
    }

    [Fact]
    public void Read_UnsortedAndDuplicateRows_ArePutInOrderAndCounted()
    {
        string[] lines = Bars(100).Split('\n');
        (lines[5], lines[6]) = (lines[6], lines[5]);
        lines[50] = lines[49];
        _scratch.Write("binance_BTCUSDT_5m.csv", string.Join("\r\n", lines));
        _scratch.Write("bybit_BTCUSDT_5m.csv", Bars(100));
        LoadedRecording reading = Read();

        RecordedInstrument binance = reading.Recording.Instruments[0];
        Assert.Equal(99, binance.Bars.Count);
        Assert.Equal(binance.Bars.Select(bar => bar.OpenTime).Order(), binance.Bars.Select(bar => bar.OpenTime));
        Assert.Equal(["unsorted", "duplicate"], reading.Notices.Select(notice => notice.Code));
        Assert.Contains("1 steps back in time", reading.Notices[0].Text, StringComparison.Ordinal);
        Assert.Contains("1 rows of an instant that was there already", reading.Notices[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PackedFiles_AreToldByTheirFirstBytes()
    {
        WriteGzip("binance_BTCUSDT_5m.csv.gz", Bars(100));
        using (ZipArchive archive = ZipFile.Open(Path.Combine(_scratch.Path, "bybit.zip"), ZipArchiveMode.Create))
        using (var writer = new StreamWriter(archive.CreateEntry("bybit_BTCUSDT_5m.csv").Open()))
        {
            writer.Write(Bars(100));
        }

        // Unpacked by someone who left the name as it was.
        _scratch.Write("okx_BTCUSDT_5m.csv.gz", Bars(100));

        Assert.Equal(3, Read().Recording.Instruments.Count);
    }

    [Fact]
    public void Read_GzipCutShort_IsRefusedByName()
    {
        string path = WriteGzip("binance_BTCUSDT_5m.csv.gz", Bars(1000));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^200]);
        RecordingException refused = Assert.Throws<RecordingException>(() => Read());

        Assert.Contains("'binance_BTCUSDT_5m.csv.gz' cannot be read: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSuchPath_SaysWhatToGive()
    {
        RecordingException refused = Assert.Throws<RecordingException>(() => RecordingReader.Read(Path.Combine(_scratch.Path, "missing")));
        Assert.Contains("missing' does not exist; give a folder or a CSV file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyFolder_IsRefused() =>
        Assert.Contains("it holds no tables", Assert.Throws<RecordingException>(() => Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_EmptyFiles_AreRefusedByName()
    {
        _scratch.Write("binance_BTCUSDT_5m.csv", "");
        _scratch.Write("okx_BTCUSDT_5m.csv", Header + "\n");
        string message = Assert.Throws<RecordingException>(() => Read()).Message;

        Assert.Contains("binance_BTCUSDT_5m.csv: the file is empty", message, StringComparison.Ordinal);
        Assert.Contains("okx_BTCUSDT_5m.csv: no bar in it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoVenuesShiftedByABar_AreBothLeftOut()
    {
        _scratch.Write("binance_BTCUSDT_5m.csv", Bars(200));
        _scratch.Write("bybit_BTCUSDT_5m.csv", Bars(200, shift: 1));
        string message = Assert.Throws<RecordingException>(() => Read()).Message;

        Assert.Contains("binance-um:BTCUSDT is left out: returns of binance-um and bybit-linear correlate", message, StringComparison.Ordinal);
        Assert.Contains("bybit-linear:BTCUSDT is left out", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneDislocationInAQuietDay_IsNoMisalignment()
    {
        Markets.WriteDislocatedDay(_scratch);
        LoadedRecording loaded = RecordingReader.Read(Path.Combine(_scratch.Path, "day"));

        Assert.Equal(2, loaded.Recording.Instruments.Count);
        Assert.Empty(loaded.Notices);
    }

    [Fact]
    public void Read_OneOfThreeOfAnotherScale_IsLeftOut()
    {
        _scratch.Write("binance_PEPEUSDT_5m.csv", Bars(200, scale: 1000m));
        _scratch.Write("bybit_PEPEUSDT_5m.csv", Bars(200));
        _scratch.Write("okx_PEPE-USDT-SWAP_5m.csv", Bars(200));
        LoadedRecording reading = Read();

        Assert.Equal(["bybit-linear", "okx-perp"], reading.Recording.Instruments.Select(instrument => instrument.Id.Venue.Name));
        Assert.Contains("binance-um:PEPEUSDT is left out", Assert.Single(reading.Notices).Text, StringComparison.Ordinal);
        Assert.Contains("bps apart in the median, 100 are allowed", reading.Notices[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooFewBarsToCheck_AreTakenAndItIsSaid()
    {
        _scratch.Write("binance_BTCUSDT_5m.csv", Bars(20));
        _scratch.Write("bybit_BTCUSDT_5m.csv", Bars(20, shift: 1));
        LoadedRecording reading = Read();

        Assert.Equal(2, reading.Recording.Instruments.Count);
        Assert.Contains("48 are needed", Assert.Single(reading.Notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherTimeFormats_MeanTheSame()
    {
        _scratch.Write("binance_BTCUSDT_5m.csv", Bars(100, time => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        _scratch.Write("bybit_BTCUSDT_5m.csv", Bars(100, time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        _scratch.Write("okx_BTCUSDT_5m.csv", Bars(100, time => time.ToOffset(TimeSpan.FromHours(3)).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)));
        LoadedRecording reading = Read();

        Assert.Empty(reading.Notices);
        Assert.All(reading.Recording.Instruments, instrument => Assert.Equal(Start, instrument.Bars[0].OpenTime));
    }

    [Fact]
    public void Read_KlinesWithoutAHeader_AreRead()
    {
        _scratch.Write("binance_BTCUSDT-5m.csv", string.Join('\n', Bars(100).Split('\n').Skip(1).Select(line => line + ",0,0")));
        _scratch.Write("bybit_BTCUSDT_5m.csv", Bars(100));

        Assert.Equal(100, Read().Recording.Instruments[0].Bars.Count);
    }

    [Fact]
    public void Read_UnpackedLeanFiles_AreRead()
    {
        foreach (string venue in (string[])["binance", "okx"])
        {
            _scratch.Write($"x/{venue}/minute/ethusdt/20240102_ethusdt_minute_quote_perp.csv", LeanQuotes(100));
            _scratch.Write($"x/{venue}/minute/ethusdt/20240102_ethusdt_minute_trade_perp.csv", "0,10,10,10,10,7.5\n60000,10,10,10,10,2\n");
            _scratch.Write($"x/{venue}/margin_interest/ethusdt.csv", "20240102 00:00:00,0.0001\n20240102 08:00:00,-0.0002\n");
        }

        LoadedRecording reading = Read();
        Assert.Equal([new InstrumentId(VenueId.BinanceUm, Symbol.Parse("ETHUSDT")), new InstrumentId(VenueId.OkxPerp, Symbol.Parse("ETHUSDT"))],
            reading.Recording.Instruments.Select(instrument => instrument.Id));
        RecordedInstrument okx = reading.Recording.Instruments[1];
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 0, 1, 0, TimeSpan.Zero), okx.Quotes[0].Time);
        Assert.Equal([7.5m, 2m, 0m], okx.Quotes.Take(3).Select(quote => quote.TradedQuantity));
        Assert.Equal(-0.0002m, okx.Funding[1].Rate.Value);
        Assert.Equal(0, reading.SkippedLines);
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>A walk of prices; two files with the same shift have the same one, up to a hundredth of a percent.</summary>
    private static string Bars(int count, Func<DateTimeOffset, string>? format = null, int shift = 0, decimal scale = 1m)
    {
        format ??= time => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = new StringBuilder(Header);
        for (int i = 0; i < count; i++)
        {
            decimal open = Price(i + shift) * scale;
            decimal close = Price(i + shift + 1) * scale;
            string time = format(Start.AddMinutes(5 * i));
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{time},{open},{Math.Max(open, close)},{Math.Min(open, close)},{close},{10 + (i % 7)}");
        }

        return text.ToString();
    }

    private static decimal Price(int i) => 100m + ((i * 7919 % 1000) * 0.003m);

    private static string LeanQuotes(int count)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            decimal bid = Price(i);
            text.Append(CultureInfo.InvariantCulture, $"{i * 60_000},{bid},{bid},{bid},{bid},5,{bid + 1},{bid + 1},{bid + 1},{bid + 0.01m},5\n");
        }

        return text.ToString();
    }

    private LoadedRecording Read() => RecordingReader.Read(_scratch.Path);

    private string WriteGzip(string name, string text)
    {
        string path = Path.Combine(_scratch.Path, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
