namespace PropBot.Simulation.Feeds;

/// <summary>An Ornstein-Uhlenbeck process around zero, sampled exactly at equal steps; it begins in its stationary state.</summary>
internal sealed class MeanReverting
{
    private readonly double _keep;
    private readonly double _shockSd;
    private double _value;

    /// <param name="sd">Stationary standard deviation.</param>
    public MeanReverting(double sd, TimeSpan halfLife, TimeSpan step, SeededRandom random)
    {
        _keep = Math.Pow(0.5, step / halfLife);
        _shockSd = sd * Math.Sqrt(1.0 - (_keep * _keep));
        _value = sd * random.NextNormal();
    }

    public double Next(SeededRandom random) => _value = (_value * _keep) + (_shockSd * random.NextNormal());
}
