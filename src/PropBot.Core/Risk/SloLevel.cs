namespace PropBot.Core.Risk;

/// <summary>How far a budget is gone.</summary>
public enum SloLevel
{
    Ok = 0,

    /// <summary>It burns: new pairs are smaller.</summary>
    Burning = 1,

    /// <summary>It has burnt for long, or fast: nothing opens.</summary>
    Exhausted = 2,
}

public static class SloLevels
{
    /// <summary>As it stands in the API, the journal and the ledger.</summary>
    public static string Code(this SloLevel level) => level switch
    {
        SloLevel.Ok => "OK",
        SloLevel.Burning => "BURNING",
        SloLevel.Exhausted => "EXHAUSTED",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "no code for this level"),
    };
}
