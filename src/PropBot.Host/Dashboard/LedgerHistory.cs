using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Host.Surface;
using PropBot.Ledger;

namespace PropBot.Host.Dashboard;

/// <summary>
/// What live pages show of the ledger, read at most every few seconds however many pages are open. While the ledger cannot be read it is
/// what was read last: the page lives on and says what is wrong.
/// </summary>
internal sealed class LedgerHistory(ILedgerReads ledger, IHealthSource health, TimeProvider time)
{
    public const int ClosedPairsShown = 25;

    private const int CurvePoints = 400;

    // Equity points further apart than this belong to another market time: a recorded day beside today.
    private static readonly TimeSpan OtherMarketTime = TimeSpan.FromDays(7);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<EquityRange, (long ReadAt, IReadOnlyList<EquityPoint> Points)> _curves = [];
    private (long ReadAt, int Count, IReadOnlyList<PairRecord> Pairs)? _closed;

    /// <summary>The kept equity, and as its last point what the snapshot says.</summary>
    public IReadOnlyList<EquityPoint> Equity(EngineSnapshot snapshot, EquityRange range)
    {
        IReadOnlyList<EquityPoint> kept;
        lock (_lock)
        {
            if (!_curves.TryGetValue(range, out var read) || IsOld(read.ReadAt))
            {
                read = (time.GetTimestamp(), Ask(() => ReadCurve(snapshot.At, range)) ?? read.Points ?? []);
                _curves[range] = read;
            }

            kept = read.Points;
        }

        return snapshot.Totals.Equity is { } equity
            ? [.. kept.Where(p => p.At < snapshot.At), new EquityPoint(snapshot.At, equity)]
            : kept;
    }

    /// <summary>The latest closed pairs. Read anew as soon as the snapshot counts another number of them.</summary>
    public IReadOnlyList<PairRecord> ClosedPairs(EngineSnapshot snapshot)
    {
        lock (_lock)
        {
            if (_closed is not { } read || read.Count != snapshot.Totals.ClosedPairs || IsOld(read.ReadAt))
            {
                IReadOnlyList<PairRecord>? pairs = Ask(() => ledger.Pairs(new PairQuery([PairStatus.Closed], ClosedPairsShown)));
                read = (time.GetTimestamp(), snapshot.Totals.ClosedPairs, pairs ?? _closed?.Pairs ?? []);
                _closed = read;
            }

            return read.Pairs;
        }
    }

    /// <returns>Null while there is no answer; a store that is away may take seconds to say so, and is not asked.</returns>
    private T? Ask<T>(Func<T> question)
        where T : class
    {
        try
        {
            return health.Current.Ledger is null ? question() : null;
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    private List<EquityPoint> ReadCurve(DateTimeOffset now, EquityRange range)
    {
        DateTimeOffset from = range.Length() is { } length ? now - length : DateTimeOffset.MinValue;
        IReadOnlyList<EquityPoint> points = ledger.EquityCurve(from, now, CurvePoints);
        int start = points.Count;
        DateTimeOffset later = now;
        while (start > 0 && later - points[start - 1].At <= OtherMarketTime)
        {
            start--;
            later = points[start].At;
        }

        return [.. points.Skip(start)];
    }

    private bool IsOld(long readAt) => time.GetElapsedTime(readAt) > MaxAge;
}
