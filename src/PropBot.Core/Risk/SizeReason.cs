namespace PropBot.Core.Risk;

/// <summary>Every reason for which a new pair is smaller than ordered; a closed list.</summary>
public enum SizeReason
{
    /// <summary>People let the desk go on after a hold, a kill or a freeze, or the last run ended badly: clean pairs are wanted first.</summary>
    AfterResume = 1,

    /// <summary>A venue answers, streams or tells the time worse than it should.</summary>
    VenueHealth = 2,

    /// <summary>The budget of a service level burns.</summary>
    SloBudget = 3,
}

public static class SizeReasons
{
    public static IReadOnlyList<SizeReason> All { get; } = Enum.GetValues<SizeReason>();

    /// <summary>The code as it stands in the API, the metrics and the journal.</summary>
    public static string Code(this SizeReason reason) => reason switch
    {
        SizeReason.AfterResume => "after_resume",
        SizeReason.VenueHealth => "venue_health",
        SizeReason.SloBudget => "slo_budget",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no code for this reason"),
    };
}
