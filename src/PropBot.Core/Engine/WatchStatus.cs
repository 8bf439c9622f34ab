namespace PropBot.Core.Engine;

/// <summary>What the watchdog makes of a venue.</summary>
public enum WatchStatus
{
    /// <summary>It has not been seen well in this run yet. Whoever must choose takes it for degraded.</summary>
    Unknown = 0,

    Ok = 1,

    /// <summary>A check has failed for longer than may be overlooked.</summary>
    Degraded = 2,

    /// <summary>It stayed degraded, and the desk holds because of it.</summary>
    AutoHold = 3,
}

public static class WatchStatuses
{
    /// <summary>The word of the runbook; the same in every language.</summary>
    public static string Code(this WatchStatus status) => status switch
    {
        WatchStatus.Ok => "OK",
        WatchStatus.Degraded => "DEGRADED",
        WatchStatus.AutoHold => "AUTO_HOLD",
        _ => "UNKNOWN",
    };

    /// <returns>Null for a word that none of them has.</returns>
    public static WatchStatus? Find(string code)
    {
        foreach (WatchStatus status in Enum.GetValues<WatchStatus>())
        {
            if (status.Code() == code)
            {
                return status;
            }
        }

        return null;
    }
}
