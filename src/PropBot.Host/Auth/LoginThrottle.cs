using System.Net;

namespace PropBot.Host.Auth;

/// <summary>Stops guessing at the login form: an address that failed too often must wait. HOLD is never behind it.</summary>
internal sealed class LoginThrottle(TimeProvider time) : FailureThrottle<IPAddress>(time, MaxFailures, Window)
{
    public const int MaxFailures = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
}
