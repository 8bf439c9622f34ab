using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Venues.Rest;

namespace PropBot.Venues;

/// <summary>
/// Asks a venue for its funding settlements again and again and tells the sink of those it has not told yet. Entries may
/// appear late, so every question reaches back over what has been asked before.
/// </summary>
/// <param name="venueNow">The venue's time, market time.</param>
/// <param name="query">Settlements since an instant, asked for in that lane; null when no certain answer came.</param>
public sealed class FundingPoll(
    IVenueSink sink,
    VenueClock clock,
    VenueOptions options,
    Func<DateTimeOffset> venueNow,
    Func<DateTimeOffset, RequestLane, CancellationToken, Task<IReadOnlyList<FundingPayment>?>> query) : IDisposable
{
    /// <summary>How far behind the last question each further one begins. Market time.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Signal _soon = new();
    private DateTimeOffset? _askedUpTo;

    /// <summary>The private stream hints at a settlement: <see cref="RunAsync"/> asks now instead of later.</summary>
    public void Request() => _soon.Set();

    /// <summary>Part of catching up, which everything else waits for: in the lane of what is not known.</summary>
    /// <returns>False when no certain answer came.</returns>
    public Task<bool> AskAsync(CancellationToken cancellationToken) => AskAsync(RequestLane.Reconcile, cancellationToken);

    /// <summary>Asks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _soon.WaitAsync(options.FundingPollInterval, clock, cancellationToken);
            await AskAsync(RequestLane.Data, cancellationToken);
        }
    }

    public void Dispose()
    {
        _oneAtATime.Dispose();
        _soon.Dispose();
    }

    private async Task<bool> AskAsync(RequestLane lane, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            DateTimeOffset now = venueNow();
            DateTimeOffset since = _askedUpTo is { } last ? last - Overlap : options.FirstReach(now);
            if (options.FundingSince is { } opened && opened > since)
            {
                since = opened;
            }

            IReadOnlyList<FundingPayment>? payments = await query(since, lane, cancellationToken);
            if (payments is null)
            {
                return false;
            }

            foreach (FundingPayment payment in payments.OrderBy(p => p.SettledAt))
            {
                if (_told.Add(payment.PaymentId))
                {
                    await sink.PublishAsync(new FundingSettled(payment), cancellationToken);
                }
            }

            _askedUpTo = now;
            return true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
