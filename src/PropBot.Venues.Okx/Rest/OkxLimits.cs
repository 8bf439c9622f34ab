using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// What an answer says about the venue's limits: too many requests close the budget they were drawn from, a ban closes all. Source:
/// OKX API v5, Rate Limits and Error Code, read 2026-11-22.
/// </summary>
internal sealed class OkxLimits(OkxBudgets budgets, AccessWatch access)
{
    private const int Forbidden = 403;
    private const int Banned = 418;
    private const int TooManyRequests = 429;

    /// <summary>How long a budget stays closed when the venue does not say: the length of its windows.</summary>
    private static readonly TimeSpan LimitPause = TimeSpan.FromSeconds(2);

    /// <summary>The venue's longest window: whoever is told to wait for longer is shut out, not just early.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(5);

    /// <summary>A venue that refuses at its door names no time.</summary>
    private static readonly TimeSpan BanPause = TimeSpan.FromMinutes(1);

    /// <param name="codes">The venue's own codes; empty when the body is not the venue's.</param>
    public void React(RestRequest request, RestAnswer answer, IReadOnlyList<string> codes)
    {
        if (answer is not RestAnswer.Received received)
        {
            return;
        }

        string reason = $"{request.Name}: HTTP {received.Status} {string.Join(' ', codes)}".TrimEnd();
        bool isShutOut = received.Status == TooManyRequests && WaitOf(received) > LongestWindow;
        if (isShutOut || received.Status == Banned || (received.Status == Forbidden && codes.Count == 0))
        {
            TimeSpan ban = WaitOf(received) ?? BanPause;
            budgets.BanFor(ban);
            access.Banned(ban, reason);
        }
        else if (codes.Contains(OkxErrors.AccountTooFrequent))
        {
            Limit(received, [budgets.Account], reason);
        }
        else if (received.Status == TooManyRequests || codes.Any(OkxErrors.IsEndpointLimit))
        {
            Limit(received, request.Charges.Select(c => c.Budget).Where(b => b != budgets.Account), reason);
        }
    }

    private void Limit(RestAnswer.Received received, IEnumerable<RateBudget> closed, string reason)
    {
        TimeSpan pause = WaitOf(received) ?? LimitPause;
        foreach (RateBudget budget in closed)
        {
            budget.CloseFor(pause);
        }

        access.Limited(pause, reason);
    }

    private static TimeSpan? WaitOf(RestAnswer.Received received) =>
        received.Headers.RetryAfter?.Delta is { } wait && wait > TimeSpan.Zero ? wait : null;
}
