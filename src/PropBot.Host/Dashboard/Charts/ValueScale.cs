namespace PropBot.Host.Dashboard.Charts;

/// <summary>A vertical axis with round ticks: steps of 1, 2 or 5 times a power of ten.</summary>
internal sealed record ValueScale(double Low, double High, IReadOnlyList<double> Ticks, int Places)
{
    public static ValueScale Over(double lowest, double highest, int wantedTicks)
    {
        if (highest <= lowest)
        {
            // A line that has not moved yet lies in the middle.
            (lowest, highest) = (lowest - 1, highest + 1);
        }

        double span = highest - lowest;
        double low = lowest - (span * 0.08);
        double high = highest + (span * 0.08);
        double step = RoundStep((high - low) / wantedTicks);
        var ticks = new List<double>();
        for (double tick = Math.Ceiling(low / step) * step; tick <= high; tick += step)
        {
            ticks.Add(tick);
        }

        int places = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 6);
        return new ValueScale(low, high, ticks, places);
    }

    /// <summary>0 at the bottom, 1 at the top.</summary>
    public double Share(double value) => (value - Low) / (High - Low);

    private static double RoundStep(double raw)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double factor = raw / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
