namespace PropBot.Host.Surface.Components;

/// <summary>How a part of the desk is; the worse the higher.</summary>
internal enum ComponentStatus
{
    Ok = 0,

    /// <summary>It works, and somebody should look.</summary>
    Warn = 1,

    /// <summary>It stands still because people or a guard hold it.</summary>
    Hold = 2,

    Error = 3,
}

internal static class ComponentStatuses
{
    public static string Code(this ComponentStatus status) => status.ToString().ToUpperInvariant();

    /// <summary>What it counts in the score of its group, 0 to 1.</summary>
    public static decimal Score(this ComponentStatus status) => status switch
    {
        ComponentStatus.Ok => 1m,
        ComponentStatus.Warn => 0.5m,
        _ => 0m,
    };
}
