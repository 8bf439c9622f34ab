using System.Globalization;
using System.Net.Http.Headers;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// What the venue says of its limits, in headers and refusals, into the budgets and the access watch (rules L2 to L4 in
/// docs/venues/bybit-linear.md).
/// </summary>
/// <param name="address">The budget of the address, which a ban closes.</param>
/// <param name="venueNow">The venue's time, which the header's is compared with.</param>
internal sealed class BybitLimits(RateBudget address, AccessWatch access, Func<DateTimeOffset> venueNow)
{
    /// <summary>"Terminate all sessions and wait for at least 10 minutes": the address is banned.</summary>
    public static readonly TimeSpan Ban = TimeSpan.FromMinutes(10);

    private const int Forbidden = 403;
    private const int AddressLimit = 10_018;

    /// <summary>The limits are per second: a refusal is over after one unless the venue says later.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Takes the endpoint's remaining requests from the headers of any answer.</summary>
    public static void ObserveRemaining(RateBudget endpoint, HttpResponseHeaders headers)
    {
        if (Whole(headers, "X-Bapi-Limit-Status") is { } left and <= int.MaxValue && Whole(headers, "X-Bapi-Limit") is { } limit && left <= limit)
        {
            endpoint.ObserveUsed(Math.Max(0, endpoint.Capacity - (int)left));
        }
    }

    public void Observe(RateBudget endpoint, HttpResponseHeaders headers)
    {
        if (!ReferenceEquals(endpoint, address))
        {
            ObserveRemaining(endpoint, headers);
        }
    }

    /// <param name="headers">Null when no answer came.</param>
    public void React(RateBudget endpoint, int code, string message, HttpResponseHeaders? headers)
    {
        string reason = $"{code} {message}".TrimEnd();
        if (code is Forbidden or AddressLimit)
        {
            TimeSpan ban = headers?.RetryAfter?.Delta is { } asked && asked > TimeSpan.Zero ? asked : Ban;
            address.BanFor(ban);
            access.Banned(ban, reason);
        }
        else if (BybitErrors.IsRateLimit(code))
        {
            TimeSpan pause = PauseOf(headers);
            endpoint.CloseFor(pause);
            access.Limited(pause, $"{endpoint.Name}: {reason}");
        }
    }

    private TimeSpan PauseOf(HttpResponseHeaders? headers)
    {
        TimeSpan pause = headers?.RetryAfter?.Delta
            ?? (headers is not null && Whole(headers, "X-Bapi-Limit-Reset-Timestamp") is { } reset and < Wire.WireLimits.MaxMilliseconds
                ? DateTimeOffset.FromUnixTimeMilliseconds(reset) - venueNow()
                : ShortestPause);
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }

    private static long? Whole(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
}
