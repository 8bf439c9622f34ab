using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Testing;

namespace PropBot.Simulation.Tests.Feeds;

/// <summary>The recorded crash of 2025-10-10 through feed, venues and books.</summary>
public sealed class CrashRecordingTests
{
    private const string Folder = "crash-2025-10-binance-bybit-5m";
    private static readonly Symbol Btc = Symbol.Parse("BTCUSDT");

    [Fact]
    public void Books_NeverShowAGapLargerThanTheRecordedCloses()
    {
        (MarketRecording recording, SimulatedMarket market) = Load();
        decimal[] closes = [.. recording.Instruments[0].Bars.Zip(recording.Instruments[1].Bars, GapBps)];
        SimulatedVenue binance = market.Venue(VenueId.BinanceUm);
        SimulatedVenue bybit = market.Venue(VenueId.BybitLinear);
        DateTimeOffset first = recording.Instruments[0].Bars[0].OpenTime.AddMinutes(5);
        var beyond = new SortedSet<string>(StringComparer.Ordinal);
        int steps = 0;
        while (market.Step())
        {
            steps++;
            int bar = (int)((market.Now - first) / TimeSpan.FromMinutes(5));
            decimal allowed = Math.Max(closes[bar], closes[Math.Min(bar + 1, closes.Length - 1)]);
            decimal edge = Math.Max(EdgeBps(binance, bybit), EdgeBps(bybit, binance));

            // The bars' closes are exact; the steps between them are rounded at the eighth place.
            Assert.True(edge <= allowed + 0.001m, $"{market.Now:u} shows {edge} bps, the closes around it {allowed}");
            if (edge > 20m)
            {
                beyond.Add($"{market.Now:yyyy-MM-dd HH}");
            }
        }

        Assert.Equal((9_682 * 10) + 1, steps);

        // Worth its costs only in the crash: closes of 21:20 to 21:45 UTC.
        Assert.Equal(["2025-10-10 21"], beyond);
    }

    private static decimal GapBps(RecordedBar left, RecordedBar right) =>
        Math.Abs(left.Close - right.Close) / Math.Min(left.Close, right.Close) * 10_000m;

    /// <summary>What one would earn per unit by buying at the one and selling at the other, before fees.</summary>
    private static decimal EdgeBps(SimulatedVenue buyAt, SimulatedVenue sellAt)
    {
        BookSnapshot buy = buyAt.Snapshot(Btc, 1);
        BookSnapshot sell = sellAt.Snapshot(Btc, 1);
        return buy.Asks.Count == 0 || sell.Bids.Count == 0
            ? 0m
            : (decimal)(sell.Bids[0].Price - buy.Asks[0].Price) / buy.Asks[0].Price * 10_000m;
    }

    private static (MarketRecording Recording, SimulatedMarket Market) Load()
    {
        var recording = new MarketRecording(Folder, [Read(VenueId.BinanceUm, "binance"), Read(VenueId.BybitLinear, "bybit")]);
        SimulatedVenueOptions[] venues =
        [
            DefaultVenues.Create(VenueId.BinanceUm, [Btc]),
            DefaultVenues.Create(VenueId.BybitLinear, [Btc]),
        ];
        var feed = new RecordedFeed(recording, new RecordedFeedOptions { Venues = venues });
        return (recording, new SimulatedMarket(feed, [.. venues.Select(options => new SimulatedVenue(options))]));
    }

    private static RecordedInstrument Read(VenueId venue, string name) => new()
    {
        Id = new InstrumentId(venue, Btc),
        BarInterval = TimeSpan.FromMinutes(5),
        Bars = [.. SharedData.ReadLines($"{Folder}/{name}_BTCUSDT_5m.csv.gz").Skip(1).Select(Parse)],
    };

    private static RecordedBar Parse(string line)
    {
        string[] cells = line.Split(',');
        return new RecordedBar(
            DateTimeOffset.Parse(cells[0]),
            WireNumber.Parse(cells[1]),
            WireNumber.Parse(cells[2]),
            WireNumber.Parse(cells[3]),
            WireNumber.Parse(cells[4]),
            WireNumber.Parse(cells[5]));
    }
}
