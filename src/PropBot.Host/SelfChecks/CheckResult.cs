namespace PropBot.Host.SelfChecks;

/// <summary>One thing that was looked at before a start.</summary>
/// <param name="Name">Stable, with dots: <c>venue.okx-perp.clock</c>.</param>
/// <param name="Value">What was found.</param>
/// <param name="Threshold">What it must be.</param>
public sealed record CheckResult(string Name, CheckVerdict Verdict, string Value, string Threshold)
{
    public static CheckResult Of(string name, bool ok, string value, string threshold) => new(name, ok ? CheckVerdict.Ok : CheckVerdict.Failed, value, threshold);
}

public enum CheckVerdict
{
    Ok,

    /// <summary>A start would go on, and somebody should know.</summary>
    Warning,
    Failed,
}
