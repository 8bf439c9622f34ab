namespace PropBot.Simulation.Feeds;

/// <summary>
/// Recorded marks as a distance from the mid: exact where a mark and a price were recorded for one instant, linear in between.
/// Marks themselves are recorded hourly; to draw them linearly would leave the price behind in a crash and liquidate people who
/// were not.
/// </summary>
internal sealed class RecordedMarkBasis
{
    private readonly List<(DateTimeOffset Time, double Basis)> _points = [];
    private int _next;

    public RecordedMarkBasis(IReadOnlyList<RecordedMark> marks, IReadOnlyList<Knot> knots)
    {
        int at = 0;
        foreach (RecordedMark mark in marks)
        {
            while (at < knots.Count && knots[at].Time < mark.Time)
            {
                at++;
            }

            if (at < knots.Count && knots[at].Time == mark.Time && knots[at].Mid > 0m)
            {
                _points.Add((mark.Time, (double)((mark.Price / knots[at].Mid) - 1m)));
            }
        }
    }

    /// <summary>Mark over mid minus one; zero where no marks are recorded. Asked in time order.</summary>
    public double At(DateTimeOffset now)
    {
        while (_next < _points.Count && _points[_next].Time < now)
        {
            _next++;
        }

        if (_next == _points.Count)
        {
            return 0.0;
        }

        (DateTimeOffset time, double basis) = _points[_next];
        if (time == now)
        {
            return basis;
        }

        if (_next == 0)
        {
            return 0.0;
        }

        (DateTimeOffset beforeTime, double before) = _points[_next - 1];
        return before + ((basis - before) * ((now - beforeTime) / (time - beforeTime)));
    }
}
