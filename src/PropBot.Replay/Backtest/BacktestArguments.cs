using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;

namespace PropBot.Replay.Backtest;

/// <summary>What <c>propbot backtest</c> is asked for.</summary>
public sealed record BacktestArguments
{
    /// <summary>Folder or file of a recording.</summary>
    public required string Data { get; init; }

    /// <summary>Where the reports go. Default <c>data/reports</c>.</summary>
    public string OutDir { get; init; } = Path.Combine("data", "reports");

    /// <summary>The program's version, for the report.</summary>
    public string BuildVersion { get; init; } = "unknown";

    public ulong Seed { get; init; } = 1;

    /// <summary>Begins here instead of at the recording's beginning, market time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Ends here instead of at the recording's end, market time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Steps between two recorded closes, 1 to 1,000. Default 10.</summary>
    public int StepsPerBar { get; init; } = 10;

    /// <summary>What each account starts with, quote units, above 0. Default 100,000.</summary>
    public decimal Deposit { get; init; } = 100_000m;

    public StrategyOptions Strategy { get; init; } = new();

    public RiskOptions Risk { get; init; } = new();

    public ExecutionOptions Execution { get; init; } = new();

    /// <summary>File for every input of the engine, to be replayed event by event; null for none. Large.</summary>
    public string? EventLog { get; init; }
}
