namespace PropBot.Core.Engine;

/// <summary>What is done about an order on a venue's account that this desk did not make.</summary>
public enum ForeignOrderPolicy
{
    /// <summary>Told once. For accounts that a person or another program uses too.</summary>
    Ignore = 1,

    /// <summary>The desk holds, and it is a case. The default: nobody else should use the account.</summary>
    Hold = 2,

    /// <summary>It is cancelled, and is a case until what it has filled is flattened.</summary>
    Adopt = 3,
}
