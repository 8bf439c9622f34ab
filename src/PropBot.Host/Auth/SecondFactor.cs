using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Host.Auth;

/// <summary>
/// Asks for the second factor, and stops guessing it: after some wrong ones a person's confirmations wait, and a request is void and has to be made anew. It
/// stands before confirmations alone: nothing that stops is behind it.
/// </summary>
internal sealed class SecondFactor(ApproveToken token, GuessWatch watch, TimeProvider time)
{
    /// <summary>The detail of a confirmation that is refused whatever token it has, as the API answers it with 429.</summary>
    public const string Throttled = "approve_token_throttled";

    /// <summary>Wrong ones of one person within <see cref="Window"/>, or for one request.</summary>
    public const int MaxWrong = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>No request lives longer.</summary>
    private static readonly TimeSpan OfRequest = TimeSpan.FromHours(24);

    private readonly FailureThrottle<string> _persons = new(time, MaxWrong, Window);
    private readonly FailureThrottle<ApprovalId> _requests = new(time, MaxWrong, OfRequest);

    /// <param name="request">Which request it is for; null when none waits.</param>
    /// <returns>Null when the confirmation may go on, else the detail of its refusal.</returns>
    public string? Refuses(string? presented, string person, ApprovalId? request)
    {
        if (!token.IsRequired)
        {
            return null;
        }

        if (_persons.MustWait(person) || (request is { } asked && _requests.MustWait(asked)))
        {
            return Throttled;
        }

        string? refusal = token.Refuses(presented);
        if (refusal == ApproveToken.Invalid)
        {
            watch.WrongApproveToken(person, _persons.Failed(person));
            if (request is { } guessedFor && _requests.Failed(guessedFor) == MaxWrong)
            {
                _ = watch.GiveAsync(new ApprovalRejected(guessedFor, person, $"{MaxWrong} wrong second factors were presented for it"));
            }
        }

        return refusal;
    }
}
