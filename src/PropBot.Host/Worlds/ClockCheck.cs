using System.Net.Http.Headers;
using PropBot.Core.Values;
using PropBot.Venues;

namespace PropBot.Host.Worlds;

/// <param name="Offset">Venue's clock minus ours.</param>
/// <param name="Uncertainty">How far the offset may be wrong.</param>
/// <param name="Trouble">Why there is none; null when there is.</param>
public sealed record ClockReading(VenueId Venue, TimeSpan Offset, TimeSpan Uncertainty, string? Trouble)
{
    /// <summary>Off for certain, whatever the uncertainty.</summary>
    public bool IsFarOff => Trouble is null && Offset.Duration() - Uncertainty > ClockCheck.FarthestOff;
}

/// <summary>
/// Our clock against a venue's before anything starts, by the time that stands in every HTTP answer. Good to a second: the adapters
/// measure better, and correct small offsets; a clock that is far off is wrong for ledger, charts and funding as well.
/// </summary>
/// <remarks>Source: RFC 9110, 6.6.1 Date; RFC 9111, 5.1 Age; read 2026-11-22.</remarks>
public sealed class ClockCheck(HttpMessageHandler handler, TimeProvider time)
{
    /// <summary>A venue refuses requests whose time is farther off than its window, which is 5 s here.</summary>
    public static readonly TimeSpan FarthestOff = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ClockReading> ReadAsync(VenueOptions venue, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var client = new HttpClient(handler, disposeHandler: false);
        try
        {
            long sent = time.GetTimestamp();
            using HttpResponseMessage answer = await client.GetAsync(venue.RestAddress, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            TimeSpan roundTrip = time.GetElapsedTime(sent);
            DateTimeOffset now = time.GetUtcNow();
            HttpResponseHeaders headers = answer.Headers;
            if (headers.Date is not { } date)
            {
                return new ClockReading(venue.Venue, default, default, "its answer has no date");
            }

            // The date has whole seconds: half of one more is the best guess. A cache in between adds the answer's age.
            DateTimeOffset theirs = date + (headers.Age ?? TimeSpan.Zero) + (Resolution / 2);
            return new ClockReading(venue.Venue, theirs - (now - (roundTrip / 2)), (Resolution + roundTrip) / 2, null);
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new ClockReading(venue.Venue, default, default, silent is OperationCanceledException ? "no answer within 5 s" : silent.Message);
        }
    }
}
