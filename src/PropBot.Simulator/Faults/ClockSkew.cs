namespace PropBot.Simulator.Faults;

/// <summary>How far a venue's clock is from the market's. Changed on the loop, read from everywhere.</summary>
internal sealed class ClockSkew
{
    private volatile ClockError[] _errors = [];

    public bool IsOff => _errors.Length > 0;

    /// <param name="market">Market time.</param>
    public TimeSpan At(DateTimeOffset market)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (ClockError error in _errors)
        {
            sum += error.Offset + ((market - error.Since) * error.Rate);
        }

        return sum;
    }

    public void Set(IEnumerable<ClockError> errors) => _errors = [.. errors];
}

/// <param name="Rate">Seconds per second of market time.</param>
internal readonly record struct ClockError(TimeSpan Offset, double Rate, DateTimeOffset Since);
