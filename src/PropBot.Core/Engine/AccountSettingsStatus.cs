namespace PropBot.Core.Engine;

/// <summary>Whether a venue has our account set as it is configured. Nothing opens there unless it has.</summary>
public enum AccountSettingsStatus
{
    /// <summary>It has not said yet.</summary>
    Unread = 1,

    AsConfigured = 2,

    /// <summary>Somebody has changed a mode or a leverage at the venue.</summary>
    Different = 3,

    /// <summary>It has not said for too long.</summary>
    Stale = 4,
}

public static class AccountSettingsStatuses
{
    /// <summary>The status as it stands in the API.</summary>
    public static string Code(this AccountSettingsStatus status) => status switch
    {
        AccountSettingsStatus.Unread => "unread",
        AccountSettingsStatus.AsConfigured => "as_configured",
        AccountSettingsStatus.Different => "different",
        AccountSettingsStatus.Stale => "stale",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no code for this status"),
    };
}
