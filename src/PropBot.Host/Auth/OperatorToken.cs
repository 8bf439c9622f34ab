namespace PropBot.Host.Auth;

/// <summary>What a person may do here. Each role may what the one before it may.</summary>
public enum OperatorRole
{
    /// <summary>Reads the desk's state.</summary>
    Viewer = 1,

    /// <summary>
    /// Reads what a viewer reads, records included: the contract gives both the same. The role says on the page and in the log that somebody examines the
    /// desk, and it may no more than a viewer.
    /// </summary>
    Auditor = 2,

    /// <summary>Commands.</summary>
    Operator = 3,
}

/// <summary>One named person or program with a secret. Never logged: <see cref="ToString"/> shows no token.</summary>
public sealed record OperatorToken(string Name, OperatorRole Role, string Token)
{
    public override string ToString() => $"{Name}:{Role}";
}
