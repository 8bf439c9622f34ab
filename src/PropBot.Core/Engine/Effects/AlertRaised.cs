namespace PropBot.Core.Engine.Effects;

public enum AlertSeverity
{
    Info = 1,
    Warning = 2,
    Critical = 3,
}

/// <summary>Something people should know, in both languages, with the value, the limit and what to do.</summary>
public sealed record AlertRaised(AlertSeverity Severity, string Code, string English, string Russian) : Effect;
