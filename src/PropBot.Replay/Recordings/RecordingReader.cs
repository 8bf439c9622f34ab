using PropBot.Core.Values;
using PropBot.Replay.Recordings.Formats;
using PropBot.Replay.Recordings.Series;
using PropBot.Replay.Recordings.Sources;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings;

/// <summary>
/// Reads recorded prices of two or more venues from a folder or a single file. What a file holds is told by its header, its
/// name and the names of folders within the recording, never by the recording's own name.
/// </summary>
public static class RecordingReader
{
    private const int MinVenues = 2;

    /// <exception cref="RecordingException">Not there, not readable, or no symbol with usable prices of two venues.</exception>
    public static LoadedRecording Read(string path, CancellationToken cancel = default)
    {
        var notices = new RecordingNotices();
        var set = new SeriesSet(notices);
        foreach (SourceFile file in SourceFiles.Find(path))
        {
            cancel.ThrowIfCancellationRequested();
            ReadFile(file, set, notices);
        }

        set.Report();
        IReadOnlyList<RecordedInstrument> instruments = Tradable(set, notices);
        return instruments.Count > 0
            ? new LoadedRecording(new MarketRecording(NameOf(path), instruments), notices.All, notices.SkippedLines)
            : throw new RecordingException(Unusable(path, notices), notices.All);
    }

    private static void ReadFile(SourceFile file, SeriesSet set, RecordingNotices notices)
    {
        try
        {
            using var reader = new StreamReader(file.Open());
            Table table = Table.Open(reader);
            if (table.Header.Count == 0)
            {
                notices.Add("empty", file.Name, "the file is empty");
            }
            else if (LeanFormat.Reads(file, table))
            {
                LeanFormat.Read(file, table, set, notices);
            }
            else if (CandleFormat.Reads(table))
            {
                CandleFormat.Read(file, table, set, notices);
            }
            else if (FundingFormat.Reads(table))
            {
                FundingFormat.Read(file, table, set, notices);
            }
            else
            {
                notices.Add("format", file.Name, $"neither bars nor quotes nor funding ({Shown(table)}); skipped");
            }

            table.Report(file.Name, notices);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RecordingException($"'{file.Name}' cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>The instruments whose symbol has prices of two venues that agree.</summary>
    private static List<RecordedInstrument> Tradable(SeriesSet set, RecordingNotices notices)
    {
        var builder = new InstrumentBuilder(notices);
        List<RecordedInstrument> tradable = [];
        foreach (IGrouping<Symbol, KeyValuePair<RecordedMarket, RawSeries>> symbol in set.Series
            .GroupBy(series => InstrumentBuilder.LinearSymbol(series.Key))
            .OrderBy(symbol => symbol.Key))
        {
            RecordedInstrument[] linear = Built(ContractKind.Linear);
            RecordedInstrument[] inverse = Built(ContractKind.Inverse);
            RecordedInstrument[] chosen = linear.Length >= MinVenues || inverse.Length < MinVenues ? linear : inverse;
            if (inverse.Length > 0)
            {
                notices.Add("inverse", null, chosen == inverse
                    ? $"{symbol.Key.Base}USD is an inverse contract on {Venues(inverse)}: its prices stand for the linear {symbol.Key}, its sizes are left out"
                    : $"the inverse {symbol.Key.Base}USD of {Venues(inverse)} is skipped");
            }

            if (chosen.Length == 1)
            {
                notices.Add("one_venue", null, $"{symbol.Key} has prices of {chosen[0].Id.Venue} only; skipped");
            }
            else
            {
                IReadOnlyList<RecordedInstrument> agreeing = AlignmentCheck.Agreeing(chosen, notices);
                tradable.AddRange(agreeing.Count >= MinVenues ? agreeing : []);
            }

            RecordedInstrument[] Built(ContractKind kind) =>
            [
                .. symbol.Where(series => series.Key.Kind == kind)
                    .Select(series => builder.Build(series.Key, series.Value))
                    .OfType<RecordedInstrument>()
                    .OrderBy(instrument => instrument.Id),
            ];
        }

        return tradable;
    }

    private static string Venues(RecordedInstrument[] instruments) => string.Join(", ", instruments.Select(instrument => instrument.Id.Venue));

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static string Shown(Table table) => table.HasHeader ? $"columns {string.Join(", ", table.Header.Take(8))}" : "no header";

    private static string Unusable(string path, RecordingNotices notices)
    {
        string reasons = notices.All.Count == 0 ? "it holds no tables (.csv, .csv.gz, .zip)" : string.Join("; ", notices.All.TakeLast(5));
        return $"recording '{path}' has no symbol with usable prices of two of the venues binance, okx and bybit: {reasons}";
    }
}
