using System.Globalization;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings.Series;

/// <summary>Everything read so far, by market. What no pair can be made of is counted instead of kept.</summary>
internal sealed class SeriesSet(RecordingNotices notices)
{
    private readonly Dictionary<RecordedMarket, RawSeries> _series = [];
    private readonly SortedDictionary<string, long> _otherVenues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (ContractKind Kind, long Rows)> _otherKinds = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<RecordedMarket, RawSeries> Series => _series;

    /// <summary>Where the rows of a market go; null when they are not wanted, which is counted.</summary>
    public RawSeries? For(RecordedMarket market)
    {
        if (MarketNames.VenueOf(market.Venue) is null)
        {
            _otherVenues[market.Venue] = _otherVenues.GetValueOrDefault(market.Venue) + 1;
            return null;
        }

        if (market.Kind is ContractKind.Spot or ContractKind.Dated)
        {
            string name = $"{market.Venue} {market.Symbol}";
            _otherKinds[name] = (market.Kind, _otherKinds.GetValueOrDefault(name).Rows + 1);
            return null;
        }

        if (!_series.TryGetValue(market, out RawSeries? series))
        {
            series = new RawSeries();
            _series.Add(market, series);
        }

        return series;
    }

    /// <summary>Says what was passed over.</summary>
    public void Report()
    {
        foreach ((string venue, long rows) in _otherVenues)
        {
            notices.Add("venue", null, $"{Count(rows)} rows of '{venue}' are skipped: not one of binance, okx, bybit");
        }

        foreach ((string name, (ContractKind kind, long rows)) in _otherKinds)
        {
            string why = kind == ContractKind.Spot ? "spot: its distance to a perpetual never has to close" : "a contract with an expiry";
            notices.Add(kind == ContractKind.Spot ? "spot" : "dated", null, $"{Count(rows)} rows of {name} are skipped, {why}");
        }
    }

    private static string Count(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>Rows of one market as they came.</summary>
internal sealed class RawSeries
{
    /// <summary>Bars by the file they came from: files of another bar length are another series.</summary>
    public List<(string File, List<RecordedBar> Rows)> Bars { get; } = [];

    public List<RecordedQuote> Quotes { get; } = [];

    public List<RecordedFunding> Funding { get; } = [];

    /// <summary>Marks stand at the instant of the bar's open time until their bar length is known.</summary>
    public List<RecordedMark> MarkBars { get; } = [];

    public List<RecordedBar> BarsOf(string file)
    {
        if (Bars.Count == 0 || Bars[^1].File != file)
        {
            Bars.Add((file, []));
        }

        return Bars[^1].Rows;
    }
}
