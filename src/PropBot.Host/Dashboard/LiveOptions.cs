namespace PropBot.Host.Dashboard;

/// <summary>How often a live page is told of changes. Real time, whatever the speed of the market.</summary>
public sealed record LiveOptions
{
    /// <summary>Shortest time between two pushes. Default 500 ms.</summary>
    public TimeSpan MinInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest silence: after it the sections are looked at again, and a sign of life is sent. Default 2 s.</summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(2);
}
