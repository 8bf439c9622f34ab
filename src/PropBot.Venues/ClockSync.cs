using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>Venue clock minus ours, market time.</summary>
/// <param name="Uncertainty">Half of the round trip, when just measured: how far the offset may be wrong.</param>
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

    /// <summary>
    /// How fast two clocks may drift apart, as a share of the time that passes: 100 ppm for each, several times what a quartz is
    /// sold for (20 to 50 ppm).
    /// </summary>
    public const double Drift = 200e-6;

    /// <summary>After so many measurements in a row without an answer nothing is certain until one has one.</summary>
    public const int FailuresToUncertain = 3;

    private readonly Signal _soon = new();
    private Measurement? _latest;
    private int _failures;

    /// <summary>As measured; null before the first measurement.</summary>
    public ClockOffset? Latest => Volatile.Read(ref _latest)?.Offset;

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
            Volatile.Write(ref _latest, new Measurement(best, clock.Elapsed));
            Volatile.Write(ref _failures, 0);
            return true;
        }

        Interlocked.Increment(ref _failures);
        return false;
    }

    /// <summary>The venue refused a timestamp: <see cref="RunAsync"/> measures now instead of later.</summary>
    public void MeasureSoon() => _soon.Set();

    /// <summary>
    /// Measures again and again until cancelled; tells the last measurement at once and every new one. One that failed is told too,
    /// with what is left of the last: less and less, and after <see cref="FailuresToUncertain"/> in a row too little for any request.
    /// </summary>
    /// <param name="window">How far the time of a signed request may be off.</param>
    public async Task RunAsync(VenueId venue, TimeSpan window, IVenueSink sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Believed(window) is { } offset)
            {
                await sink.PublishAsync(new VenueClockMeasured(venue, offset.Offset, offset.Uncertainty, window), cancellationToken);
            }

            await _soon.WaitAsync(interval, clock, cancellationToken);
            await MeasureAsync(cancellationToken);
        }
    }

    public void Dispose() => _soon.Dispose();

    /// <returns>Null when nothing was ever measured and there is still hope.</returns>
    private ClockOffset? Believed(TimeSpan window)
    {
        int failures = Volatile.Read(ref _failures);
        Measurement? latest = Volatile.Read(ref _latest);
        if (failures == 0)
        {
            return latest?.Offset;
        }

        TimeSpan uncertainty = latest is null ? TimeSpan.Zero : latest.Offset.Uncertainty + ((clock.Elapsed - latest.AtElapsed) * Drift);
        if (failures >= FailuresToUncertain)
        {
            // Beyond the window by as much as is known to be lost, and never within it.
            uncertainty += window + TimeSpan.FromMilliseconds(1);
        }
        else if (latest is null)
        {
            return null;
        }

        return new ClockOffset(latest?.Offset.Offset ?? TimeSpan.Zero, uncertainty);
    }

    /// <param name="AtElapsed">When it was measured, real time.</param>
    private sealed record Measurement(ClockOffset Offset, TimeSpan AtElapsed);
}
