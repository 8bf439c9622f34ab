namespace PropBot.Core.Engine;

/// <summary>Whether our key may trade at a venue, as it was last read.</summary>
public enum TradingRightStatus
{
    /// <summary>It was not read in this run yet.</summary>
    Unread = 0,

    Granted = 1,

    /// <summary>The venue says no.</summary>
    Withdrawn = 2,

    /// <summary>The venue named an end, and it is past.</summary>
    Expired = 3,

    /// <summary>What was read is too old to rely on.</summary>
    Stale = 4,
}

public static class TradingRightStatuses
{
    /// <summary>People are told of a key's end this long before it, market time.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(7);

    /// <summary>The code as it stands in the API and the metrics.</summary>
    public static string Code(this TradingRightStatus status) => status switch
    {
        TradingRightStatus.Granted => "granted",
        TradingRightStatus.Withdrawn => "withdrawn",
        TradingRightStatus.Expired => "expired",
        TradingRightStatus.Stale => "stale",
        _ => "unread",
    };
}
