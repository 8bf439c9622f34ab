using PropBot.Core.Execution;
using PropBot.Ledger;

namespace PropBot.Replay.Backtest;

/// <summary>The sums of a backtest, quote units.</summary>
public sealed record BacktestTotals
{
    /// <summary>Pairs that were decided.</summary>
    public required int Pairs { get; init; }

    public required int Closed { get; init; }

    /// <summary>Pairs of which nothing was ever filled.</summary>
    public required int Aborted { get; init; }

    /// <summary>Pairs still open when the recording ended.</summary>
    public required int StillOpen { get; init; }

    /// <summary>Over closed pairs, by part.</summary>
    public required PairPnl ClosedPnl { get; init; }

    /// <summary>Over pairs still open, at the last marks, by part.</summary>
    public required PairPnl OpenPnl { get; init; }

    public PairPnl Pnl => ClosedPnl + OpenPnl;

    /// <summary>Closed pairs that earned something over closed pairs; null without any.</summary>
    public required decimal? HitRatio { get; init; }

    /// <summary>Deposits of all accounts.</summary>
    public required decimal EquityStart { get; init; }

    /// <summary>By our own books at the last marks.</summary>
    public required decimal EquityEnd { get; init; }

    /// <summary>By the venues' own statements.</summary>
    public required decimal StatementEquity { get; init; }

    /// <summary>Largest fall of the equity from a peak, sampled once a minute.</summary>
    public required decimal MaxDrawdown { get; init; }

    /// <summary>Notional that only one leg held, times the seconds it did so.</summary>
    public required decimal NakedNotionalSeconds { get; init; }

    public static BacktestTotals Of(BacktestRun run)
    {
        PairRecord[] closed = [.. run.Pairs.Where(pair => pair.Status == PairStatus.Closed)];
        PairPnl[] earned = [.. closed.Select(pair => pair.RealizedPnl())];
        decimal start = run.Options.Deposit * run.Options.Venues.Count;
        decimal end = run.Result.Venues.Sum(venue => venue.LedgerEquity);
        return new BacktestTotals
        {
            Pairs = run.Pairs.Count,
            Closed = closed.Length,
            Aborted = run.Pairs.Count(pair => pair.Status == PairStatus.Aborted),
            StillOpen = run.Pairs.Count(pair => !pair.Status.IsTerminal()),
            ClosedPnl = earned.Aggregate(default(PairPnl), (sum, pnl) => sum + pnl),
            OpenPnl = run.Result.Final.Totals.OpenPnl,
            HitRatio = earned.Length == 0 ? null : (decimal)earned.Count(pnl => pnl.Total > 0m) / earned.Length,
            EquityStart = start,
            EquityEnd = end,
            StatementEquity = run.Result.Venues.Sum(venue => venue.StatementEquity),
            MaxDrawdown = Drawdown([.. run.Equity.Select(point => point.Equity), end]),
            NakedNotionalSeconds = run.Pairs.Sum(pair => pair.NakedNotionalSeconds),
        };
    }

    private static decimal Drawdown(IReadOnlyList<decimal> equity)
    {
        decimal peak = equity[0];
        decimal deepest = 0m;
        foreach (decimal now in equity)
        {
            peak = Math.Max(peak, now);
            deepest = Math.Max(deepest, peak - now);
        }

        return deepest;
    }
}
