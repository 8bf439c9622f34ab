using System.Globalization;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings.Series;

/// <summary>
/// Finds venues whose prices are not of the same time or the same thing as the others': their gaps are not edges. Returns of two
/// venues on the same symbol correlate 0.98 to 0.9999 over whole recordings of 5 minute to 8 hour bars; a shift of a fifth
/// of a bar takes that to 0.74 (measured on the project's recordings).
/// </summary>
/// <remarks>
/// In a short recording a single dislocation, the very thing one looks for, can outweigh all other returns. So two series agree too
/// when their returns correlate with the large ones cut down to size: a shift in time shows in every return.
/// </remarks>
internal static class AlignmentCheck
{
    /// <summary>Returns needed for a judgement.</summary>
    public const int MinReturns = 48;

    /// <summary>Correlation of simultaneous returns below which two series are not of the same time.</summary>
    public const double MinCorrelation = 0.90;

    /// <summary>Returns beyond so many times the median size are cut down to that for the second look.</summary>
    private const double LargestOfMedian = 3.0;

    /// <summary>Distance of prices in the median, above which two series are not of the same thing: 1 %.</summary>
    public const double MaxMedianGapBps = 100.0;

    /// <summary>The instruments of one symbol that agree with each other; those that do not are left out and named.</summary>
    public static IReadOnlyList<RecordedInstrument> Agreeing(IReadOnlyList<RecordedInstrument> instruments, RecordingNotices notices)
    {
        bool[,] agrees = new bool[instruments.Count, instruments.Count];
        List<(int First, int Second, string Why)> disagreements = [];
        for (int i = 0; i < instruments.Count; i++)
        {
            agrees[i, i] = true;
            for (int j = i + 1; j < instruments.Count; j++)
            {
                string? why = Disagreement(instruments[i], instruments[j], notices);
                agrees[i, j] = agrees[j, i] = why is null;
                if (why is not null)
                {
                    disagreements.Add((i, j, why));
                }
            }
        }

        List<int> kept = LargestGroup(agrees);
        for (int i = 0; i < instruments.Count; i++)
        {
            if (!kept.Contains(i))
            {
                string[] reasons = [.. disagreements.Where(pair => pair.First == i || pair.Second == i).Select(pair => pair.Why)];
                notices.Add("misaligned", null, $"{instruments[i].Id} is left out: {string.Join("; ", reasons)}");
            }
        }

        return [.. kept.Select(i => instruments[i])];
    }

    /// <param name="Correlation">Of all simultaneous returns.</param>
    /// <param name="UsualCorrelation">Of the same with the large ones cut down.</param>
    /// <param name="MedianGapBps">Distance of simultaneous prices.</param>
    internal readonly record struct Comparison(double Correlation, double UsualCorrelation, int Returns, double MedianGapBps);

    /// <summary>Prices at common instants, paired, each with the instant before it where that is one step away.</summary>
    internal static Comparison Compare(RecordedInstrument first, RecordedInstrument second)
    {
        RecordedInstrument coarse = first.BarInterval >= second.BarInterval ? first : second;
        Dictionary<DateTimeOffset, double> fine = Prices(ReferenceEquals(coarse, first) ? second : first).ToDictionary(price => price.Time, price => price.Value);
        List<double> gaps = [];
        List<double> coarseReturns = [];
        List<double> fineReturns = [];
        DateTimeOffset? beforeTime = null;
        (double Coarse, double Fine) before = default;
        foreach ((DateTimeOffset time, double price) in Prices(coarse))
        {
            if (!fine.TryGetValue(time, out double other))
            {
                continue;
            }

            gaps.Add(Math.Abs(Math.Log(other / price)) * 1e4);
            if (beforeTime is { } last && time - last == coarse.BarInterval)
            {
                coarseReturns.Add(Math.Log(price / before.Coarse));
                fineReturns.Add(Math.Log(other / before.Fine));
            }

            beforeTime = time;
            before = (price, other);
        }

        gaps.Sort();
        return new Comparison(
            Correlation(coarseReturns, fineReturns),
            Correlation(CutDown(coarseReturns), CutDown(fineReturns)),
            coarseReturns.Count,
            gaps.Count == 0 ? 0.0 : gaps[gaps.Count / 2]);
    }

    private static string? Disagreement(RecordedInstrument first, RecordedInstrument second, RecordingNotices notices)
    {
        (double correlation, double usual, int returns, double gap) = Compare(first, second);
        if (returns < MinReturns)
        {
            notices.Add(
                "unchecked",
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{first.Id} and {second.Id} have {returns} common returns; {MinReturns} are needed to see whether their times agree"));
            return null;
        }

        if (gap > MaxMedianGapBps)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"its price and {Other()}'s are {gap:F0} bps apart in the median, {MaxMedianGapBps:F0} are allowed");
        }

        return Math.Max(correlation, usual) >= MinCorrelation
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"returns of {first.Id.Venue} and {second.Id.Venue} correlate {correlation:F2} over {returns} bars, {MinCorrelation:F2} are needed");

        string Other() => $"{first.Id.Venue} and {second.Id.Venue}";
    }

    /// <summary>Mid or close at the instants at which they stood, in order.</summary>
    private static IEnumerable<(DateTimeOffset Time, double Value)> Prices(RecordedInstrument instrument) => instrument.Quotes.Count > 0
        ? instrument.Quotes.Select(quote => (quote.Time, (double)((quote.Bid + quote.Ask) / 2m)))
        : instrument.Bars.Select(bar => (bar.OpenTime + instrument.BarInterval, (double)bar.Close));

    private static List<double> CutDown(List<double> returns)
    {
        List<double> sizes = [.. returns.Select(Math.Abs).Order()];
        double largest = sizes.Count == 0 ? 0.0 : LargestOfMedian * sizes[sizes.Count / 2];
        return [.. returns.Select(value => Math.Clamp(value, -largest, largest))];
    }

    /// <summary>Pearson's; zero when one of them never moves.</summary>
    private static double Correlation(List<double> first, List<double> second)
    {
        if (first.Count == 0)
        {
            return 0.0;
        }

        double firstMean = first.Average();
        double secondMean = second.Average();
        double covariance = 0.0;
        double firstVariance = 0.0;
        double secondVariance = 0.0;
        for (int i = 0; i < first.Count; i++)
        {
            double x = first[i] - firstMean;
            double y = second[i] - secondMean;
            covariance += x * y;
            firstVariance += x * x;
            secondVariance += y * y;
        }

        return firstVariance > 0.0 && secondVariance > 0.0 ? covariance / Math.Sqrt(firstVariance * secondVariance) : 0.0;
    }

    /// <summary>
    /// The largest set in which all agree; of two largest none, since nothing says which of them is right. There are three venues:
    /// all subsets are looked at.
    /// </summary>
    private static List<int> LargestGroup(bool[,] agrees)
    {
        int count = agrees.GetLength(0);
        List<List<int>> largest = [[]];
        for (int subset = 1; subset < 1 << count; subset++)
        {
            List<int> members = [.. Enumerable.Range(0, count).Where(i => (subset & (1 << i)) != 0)];
            if (members.TrueForAll(i => members.TrueForAll(j => agrees[i, j])))
            {
                if (members.Count > largest[0].Count)
                {
                    largest.Clear();
                }

                if (largest.Count == 0 || members.Count == largest[0].Count)
                {
                    largest.Add(members);
                }
            }
        }

        return largest.Count == 1 ? largest[0] : [];
    }
}
