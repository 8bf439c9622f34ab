namespace PropBot.Core.Engine;

/// <summary>Which secret somebody presents wrong ones for.</summary>
public enum GuessedSecret
{
    /// <summary>An operator's token, with a request.</summary>
    BearerToken = 1,

    /// <summary>An operator's token, at the login form.</summary>
    LoginToken = 2,

    /// <summary>The second factor of a confirmation; whoever presents it is known.</summary>
    ApproveToken = 3,
}

public static class GuessedSecretCodes
{
    /// <summary>As it stands in metrics and journal.</summary>
    public static string Code(this GuessedSecret secret) => secret switch
    {
        GuessedSecret.BearerToken => "bearer",
        GuessedSecret.LoginToken => "login",
        GuessedSecret.ApproveToken => "approve_token",
        _ => throw new ArgumentOutOfRangeException(nameof(secret), secret, "no code for this secret"),
    };
}
