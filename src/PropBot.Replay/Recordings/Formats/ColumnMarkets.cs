using PropBot.Core.Values;
using PropBot.Replay.Recordings.Series;

namespace PropBot.Replay.Recordings.Formats;

/// <summary>Markets that columns name; each spelling is read once.</summary>
internal sealed class ColumnMarkets(int venue, int instrument, int contract)
{
    private readonly Dictionary<(string Venue, string Instrument, string Contract), RecordedMarket?> _known = [];

    public RecordedMarket? Of(IReadOnlyList<string> cells)
    {
        (string, string, string) spelling = (cells[venue], cells[instrument], contract < 0 ? "" : cells[contract]);
        if (!_known.TryGetValue(spelling, out RecordedMarket? market))
        {
            market = Read(spelling);
            _known.Add(spelling, market);
        }

        return market;
    }

    private static RecordedMarket? Read((string Venue, string Instrument, string Contract) spelling)
    {
        if (spelling.Venue.Length == 0 || !MarketNames.TryParse(spelling.Instrument, out Symbol symbol, out ContractKind kind))
        {
            return null;
        }

        bool isSpot = spelling.Contract.Equals("spot", StringComparison.OrdinalIgnoreCase);
        return new RecordedMarket(spelling.Venue.ToLowerInvariant(), symbol, isSpot ? ContractKind.Spot : kind);
    }
}
