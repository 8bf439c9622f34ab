using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Reads the account soon after the private stream has told that something in it changed, many changes at once, and tells
/// the sink.
/// </summary>
/// <param name="query">Asks the venue.</param>
public sealed class AccountRefresh(
    VenueId venue, IVenueSink sink, VenueClock clock, Func<CancellationToken, Task<AccountLookup>> query) : IDisposable
{
    /// <summary>Real time that further changes have to join in.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Signal _changed = new();

    public void Request() => _changed.Set();

    /// <returns>Why no certain answer came; null when one did.</returns>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        AccountLookup lookup = await query(cancellationToken);
        if (lookup is AccountLookup.Found found)
        {
            await sink.PublishAsync(new AccountReported(found.Report), cancellationToken);
            return null;
        }

        string reason = ((AccountLookup.Failed)lookup).Reason;
        await sink.PublishAsync(new AccountQueryFailed(venue, reason), cancellationToken);
        return reason;
    }

    /// <summary>Reads after every request until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            await Task.Delay(Pause, clock.Time, cancellationToken);
            await ReadAsync(cancellationToken);
        }
    }

    public void Dispose() => _changed.Dispose();
}
