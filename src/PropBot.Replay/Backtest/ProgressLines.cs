using System.Globalization;

namespace PropBot.Replay.Backtest;

/// <summary>A line now and then while a long run goes on; a short one is silent.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider time)
{
    private const int StepsBetweenLooks = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long _lastLine = time.GetTimestamp();
    private int _steps;

    public void Tell(BacktestProgress progress)
    {
        if (++_steps % StepsBetweenLooks != 0 || time.GetElapsedTime(_lastLine) < Interval)
        {
            return;
        }

        _lastLine = time.GetTimestamp();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {progress.Now:yyyy-MM-dd HH:mm} UTC, {progress.Part * 100:F0} %"));
    }
}
