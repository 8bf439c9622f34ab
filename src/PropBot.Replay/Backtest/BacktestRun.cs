using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.Replay.Recordings;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Replay.Backtest;

/// <summary>One backtest: what it ran on, with what, and what came of it.</summary>
public sealed record BacktestRun
{
    // Two ledgers never meet in a backtest, so the desk may be the same in all of them; that keeps the bytes the same.
    private const string DeskId = "btest";

    // Often enough for the drawdown of a pair held for minutes.
    private static readonly TimeSpan EquityInterval = TimeSpan.FromMinutes(1);

    // A statement a minute is compared with our books; nothing else uses it in a backtest.
    private static readonly TimeSpan AccountInterval = TimeSpan.FromMinutes(1);

    public required BacktestArguments Arguments { get; init; }

    public required LoadedRecording Loaded { get; init; }

    public required VirtualRunOptions Options { get; init; }

    public required VirtualRunResult Result { get; init; }

    public required IReadOnlyList<PairRecord> Pairs { get; init; }

    public required IReadOnlyList<EquityPoint> Equity { get; init; }

    public required LedgerVerification Verification { get; init; }

    /// <summary>Our books balance, say what the venues' statements say, and every change of the equity is the profit of a pair.</summary>
    public bool IsSound => Problems.Count == 0;

    /// <summary>What contradicts itself in the run; empty when it is sound.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <exception cref="RecordingException">Nothing of the recording lies in the period.</exception>
    /// <exception cref="Core.InvariantViolation">The engine broke a promise.</exception>
    public static BacktestRun Carry(
        BacktestArguments arguments,
        LoadedRecording loaded,
        IReadOnlyList<IEngineObserver> observers,
        Action<BacktestProgress>? progress = null,
        CancellationToken cancel = default)
    {
        IReadOnlyList<SimulatedVenueOptions> venues = RecordedVenues.Of(loaded.Recording, arguments.Seed);
        RecordedFeed feed = FeedOf(arguments, loaded.Recording, venues);
        var options = new VirtualRunOptions
        {
            Venues = venues,
            Deposit = arguments.Deposit,
            Seed = arguments.Seed,
            Engine = new EngineOptions
            {
                Venues = [.. venues.Select(venue => venue.Venue)],
                Symbols = [.. feed.Instruments.Select(id => id.Symbol).Distinct().Order()],
                Strategy = arguments.Strategy,
                Risk = arguments.Risk,
                Execution = arguments.Execution,
                Autopilot = true,
                EquitySampleInterval = EquityInterval,
                AccountPollInterval = AccountInterval,
            },
        };
        using var ledger = new InMemoryLedger(DeskId);
        var run = new VirtualRun(options, feed, ledger, observers);
        VirtualRunResult result = run.Run(now => progress?.Invoke(new BacktestProgress(feed.Start, feed.End!.Value, now)), cancel);
        var done = new BacktestRun
        {
            Arguments = arguments,
            Loaded = loaded,
            Options = options,
            Result = result,
            Pairs = ledger.AllPairs(),
            Equity = ledger.EquityCurve(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue),
            Verification = ledger.VerifyBalances(),
        };
        return done with { Problems = [.. Contradictions(done)] };
    }

    private static IEnumerable<string> Contradictions(BacktestRun run)
    {
        foreach (VenueResult venue in run.Result.Venues.Where(venue => venue.Difference != 0m))
        {
            yield return $"{venue.Venue}: our books say {WireNumber.Format(venue.LedgerEquity)}, the venue's statement {WireNumber.Format(venue.StatementEquity)}";
        }

        foreach (string problem in run.Verification.Problems)
        {
            yield return problem;
        }

        if (!run.Result.IsSettled)
        {
            yield return "an order or a rescue was still under way when the run ended";
        }

        BacktestTotals totals = BacktestTotals.Of(run);
        decimal earned = totals.Pnl.Total + run.Result.Final.Totals.UnassignedFunding;
        decimal unexplained = totals.EquityEnd - totals.EquityStart - earned;
        if (unexplained != 0m)
        {
            yield return $"{WireNumber.Format(unexplained)} of the equity's change is the profit of no pair";
        }
    }

    private static RecordedFeed FeedOf(BacktestArguments arguments, MarketRecording recording, IReadOnlyList<SimulatedVenueOptions> venues)
    {
        var options = new RecordedFeedOptions
        {
            Venues = venues,
            StepsPerBar = arguments.StepsPerBar,
            From = arguments.From,
            To = arguments.To,
            Seed = arguments.Seed,
        };
        try
        {
            return new RecordedFeed(recording, options);
        }
        catch (ArgumentException nothing)
        {
            throw new RecordingException(
                $"recording '{recording.Name}' has no prices between {arguments.From?.ToString("O") ?? "its beginning"} and "
                + $"{arguments.To?.ToString("O") ?? "its end"}; give a period that lies in it",
                nothing);
        }
    }
}

/// <summary>How far a backtest has come, market time.</summary>
public readonly record struct BacktestProgress(DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Now)
{
    /// <summary>0 to 1.</summary>
    public double Part => End > Start ? (Now - Start) / (End - Start) : 1.0;
}
