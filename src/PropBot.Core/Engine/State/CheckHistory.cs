namespace PropBot.Core.Engine.State;

/// <summary>When one check of one venue failed lately: since when without a break, and how long in all. Elapsed times.</summary>
internal sealed class CheckHistory
{
    /// <summary>One for each look that failed; the oldest leave with the window.</summary>
    private readonly Queue<(TimeSpan Until, TimeSpan Length, long Break)> _failures = [];

    private TimeSpan? _failingSince;
    private long _breaks;
    private TimeSpan _failed;

    /// <summary>What was found when it last failed; empty before.</summary>
    public string Trouble { get; private set; } = "";

    public void Passes() => _failingSince = null;

    /// <param name="sinceLastLook">The time that this look stands for.</param>
    /// <returns>How long it has failed without a break.</returns>
    public TimeSpan Fails(string trouble, TimeSpan elapsed, TimeSpan sinceLastLook)
    {
        Trouble = trouble;
        if (_failingSince is null)
        {
            _failingSince = elapsed;
            _breaks++;
        }

        _failures.Enqueue((elapsed, sinceLastLook, _breaks));
        _failed += sinceLastLook;
        return elapsed - _failingSince.Value;
    }

    /// <summary>How long it has failed in all within the window that ends now; nothing when that was in fewer stretches than these.</summary>
    public TimeSpan Within(TimeSpan elapsed, TimeSpan window, int leastBreaks)
    {
        while (_failures.TryPeek(out (TimeSpan Until, TimeSpan Length, long Break) oldest) && elapsed - oldest.Until >= window)
        {
            _failed -= oldest.Length;
            _failures.Dequeue();
        }

        return _failures.TryPeek(out (TimeSpan Until, TimeSpan Length, long Break) first) && _breaks - first.Break + 1 >= leastBreaks ? _failed : TimeSpan.Zero;
    }
}
