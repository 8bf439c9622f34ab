using PropBot.Core.Values;
using PropBot.Replay.Recordings;
using PropBot.Simulation.Feeds;
using PropBot.Testing;

namespace PropBot.Replay.Tests.Recordings;

/// <summary>Traps of the recorded data that have no test beside the reader's own; the table of all is in Venues.Tests, DataTrapTests.</summary>
public sealed class RecordedTrapTests
{
    [Fact]
    public void Jitter_OfFundingTimes_MakesNoSecondSettlement()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("finm33150-7venue-1h"));

        Assert.Contains(SharedData.ReadLines("finm33150-7venue-1h/funding_BTC.csv.gz"), line => line.Contains("00:00.001Z,binance", StringComparison.Ordinal));
        foreach (RecordedInstrument instrument in reading.Recording.Instruments)
        {
            Assert.NotEmpty(instrument.Funding);
            Assert.All(instrument.Funding, funding => Assert.InRange(funding.Time.Ticks % TimeSpan.TicksPerHour, 0, TimeSpan.TicksPerSecond - 1));
            Assert.Equal(instrument.Funding.Count, instrument.Funding.Select(funding => funding.Time.Ticks / TimeSpan.TicksPerMinute).Distinct().Count());
        }
    }

    [Fact]
    public void VenueThatStopsAtNoon_HasNoQuotesAfterwards()
    {
        LoadedRecording reading = RecordingReader.Read(SharedData.FolderOf("lean-minute-20221213"));
        DateTimeOffset noon = new(2022, 12, 13, 12, 1, 0, TimeSpan.Zero);

        RecordedInstrument stopped = reading.Recording.Instruments.Single(i => i.Id.Venue == VenueId.BybitLinear);
        RecordedInstrument goesOn = reading.Recording.Instruments.Single(i => i.Id.Venue == VenueId.BinanceUm);

        Assert.All(stopped.Quotes, quote => Assert.True(quote.Time <= noon));
        Assert.Contains(goesOn.Quotes, quote => quote.Time > noon.AddHours(11));

        // Minutes without a change have no quote: none is made up.
        Assert.InRange(stopped.Quotes.Count, 390, 719);
    }
}
