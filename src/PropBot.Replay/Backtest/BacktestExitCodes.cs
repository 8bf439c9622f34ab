namespace PropBot.Replay.Backtest;

/// <summary>Exit codes of <c>propbot backtest</c>.</summary>
public static class BacktestExitCodes
{
    public const int Ok = 0;

    /// <summary>The recording cannot be used or the report cannot be written.</summary>
    public const int BadInput = 1;

    /// <summary>An argument is out of range.</summary>
    public const int BadArguments = 2;

    /// <summary>The run contradicts itself: our books and the venues' statements differ, or the engine broke a promise.</summary>
    public const int FailedRun = 3;

    /// <summary>Stopped from outside before its end.</summary>
    public const int Cancelled = 130;
}
