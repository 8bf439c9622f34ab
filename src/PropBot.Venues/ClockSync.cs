using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>Venue clock minus ours, market time.</summary>
/// <param name="Uncertainty">Half of the round trip: how far the offset may be wrong.</param>
public sealed record ClockOffset(TimeSpan Offset, TimeSpan Uncertainty);

/// <summary>
/// Measures the venue's clock against ours. Of a few questions the one with the shortest round trip counts; the venue is
/// taken to have answered in the middle of it. Signed requests carry <see cref="VenueNow"/>.
/// </summary>
/// <param name="interval">Real time between two measurements.</param>
/// <param name="askVenueTime">Asks the venue for its time; null when no answer came.</param>
public sealed class ClockSync(VenueClock clock, TimeSpan interval, Func<CancellationToken, Task<DateTimeOffset?>> askVenueTime) : IDisposable
{
    /// <summary>Questions of one measurement.</summary>
    public const int Samples = 3;

    private readonly Signal _soon = new();
    private ClockOffset? _latest;

    /// <summary>Null before the first measurement.</summary>
    public ClockOffset? Latest => Volatile.Read(ref _latest);

    /// <summary>The venue's time now, as far as we know it; our own before the first measurement.</summary>
    public DateTimeOffset VenueNow => clock.MarketNow + (Latest?.Offset ?? TimeSpan.Zero);

    /// <returns>False when no question was answered; the previous offset stays.</returns>
    public async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        ClockOffset? best = null;
        for (int i = 0; i < Samples; i++)
        {
            DateTimeOffset before = clock.MarketNow;
            DateTimeOffset? venue = await askVenueTime(cancellationToken);
            TimeSpan roundTrip = clock.MarketNow - before;
            if (venue is not null && roundTrip >= TimeSpan.Zero && (best is null || roundTrip / 2 < best.Uncertainty))
            {
                best = new ClockOffset(venue.Value - (before + (roundTrip / 2)), roundTrip / 2);
            }
        }

        if (best is not null)
        {
            Volatile.Write(ref _latest, best);
        }

        return best is not null;
    }

    /// <summary>The venue refused a timestamp: <see cref="RunAsync"/> measures now instead of later.</summary>
    public void MeasureSoon() => _soon.Set();

    /// <summary>Measures again and again until cancelled; tells the last measurement at once and every new one.</summary>
    /// <param name="window">How far the time of a signed request may be off.</param>
    public async Task RunAsync(VenueId venue, TimeSpan window, IVenueSink sink, CancellationToken cancellationToken)
    {
        ClockOffset? told = null;
        while (true)
        {
            if (Latest is { } latest && !ReferenceEquals(latest, told))
            {
                told = latest;
                await sink.PublishAsync(
                    new VenueClockMeasured(venue, latest.Offset, latest.Uncertainty, window), cancellationToken);
            }

            await _soon.WaitAsync(interval, clock, cancellationToken);
            await MeasureAsync(cancellationToken);
        }
    }

    public void Dispose() => _soon.Dispose();
}
