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

    private readonly Lock _lock = new();
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

        (string? refusal, int ofPerson, int ofRequest) = Judge(presented, person, request);
        if (refusal == ApproveToken.Invalid)
        {
            watch.WrongApproveToken(person, ofPerson);
            if (request is { } guessedFor && ofRequest == MaxWrong)
            {
                _ = watch.GiveAsync(new ApprovalRejected(guessedFor, person, $"{MaxWrong} wrong second factors were presented for it"));
            }
        }

        return refusal;
    }

    /// <summary>One at a time: many that come together are counted as they are compared.</summary>
    private (string? Refusal, int OfPerson, int OfRequest) Judge(string? presented, string person, ApprovalId? request)
    {
        lock (_lock)
        {
            if (_persons.MustWait(person) || (request is { } asked && _requests.MustWait(asked)))
            {
                return (Throttled, 0, 0);
            }

            string? refusal = token.Refuses(presented);
            return refusal == ApproveToken.Invalid
                ? (refusal, _persons.Failed(person), request is { } guessedFor ? _requests.Failed(guessedFor) : 0)
                : (refusal, 0, 0);
        }
    }
}
