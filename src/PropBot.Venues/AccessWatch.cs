using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Whether the venue takes our requests, for the engine: limits and bans are told when they begin, when they grow worse and
/// when their time is over. The budgets keep requests back by themselves; this only tells.
/// </summary>
public sealed class AccessWatch(VenueId venue, VenueClock clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Signal _changed = new();
    private TimeSpan _limitedUntil;
    private TimeSpan _bannedUntil;
    private string _reason = "";
    private VenueAccess _told = VenueAccess.Open;

    /// <summary>The venue refused for a rate limit.</summary>
    /// <param name="duration">Real time.</param>
    public void Limited(TimeSpan duration, string reason)
    {
        lock (_lock)
        {
            _limitedUntil = Later(_limitedUntil, clock.Elapsed + duration);
            _reason = reason;
        }

        _changed.Set();
    }

    /// <summary>The venue refuses everything from here.</summary>
    /// <param name="duration">Real time.</param>
    public void Banned(TimeSpan duration, string reason)
    {
        lock (_lock)
        {
            _bannedUntil = Later(_bannedUntil, clock.Elapsed + duration);
            _reason = reason;
        }

        _changed.Set();
    }

    /// <summary>Tells the sink of every change until cancelled; run again, it goes on from what was told last. One run at a time.</summary>
    public async Task RunAsync(IVenueSink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            VenueAccessChanged now = Read();
            if (now.Access != _told)
            {
                await sink.PublishAsync(now, cancellationToken);
                _told = now.Access;
            }

            if (now.Access == VenueAccess.Open)
            {
                await _changed.WaitAsync(cancellationToken);
            }
            else
            {
                await _changed.WaitAsync(now.For, clock, cancellationToken);
            }
        }
    }

    public void Dispose() => _changed.Dispose();

    private VenueAccessChanged Read()
    {
        lock (_lock)
        {
            TimeSpan now = clock.Elapsed;
            if (now < _bannedUntil)
            {
                return new VenueAccessChanged(venue, VenueAccess.Banned, _bannedUntil - now, _reason);
            }

            return now < _limitedUntil
                ? new VenueAccessChanged(venue, VenueAccess.Limited, _limitedUntil - now, _reason)
                : new VenueAccessChanged(venue, VenueAccess.Open, TimeSpan.Zero, "");
        }
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
