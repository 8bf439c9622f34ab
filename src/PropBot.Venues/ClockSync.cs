using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>Venue clock minus ours, market time.</summary>
/// <param name="Uncertainty">Half of the round trip, when just measured: how far the offset may be wrong.</param>
public sealed record ClockOffset(TimeSpan Offset, TimeSpan Uncertainty);

/// <summary>
/// Measures the venue's clock against ours. Of a few questions the one with the shortest round trip counts; the venue is
/// taken to have answered in the middle of it. Signed requests carry <see cref="VenueNow"/>, which goes on with the monotonic clock: a step of
/// the wall clock does not move it. Which of the two is right after a step, a machine that was put to sleep does not know: it is uncertain by
/// the step and measured at once.
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

    /// <summary>
    /// The two clocks of a machine drift apart by what slews the wall clock, 0.5 ms a second at most; what is more between two measurements is a step.
    /// </summary>
    public static readonly TimeSpan LargestSlew = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the two clocks of the machine are compared, real time.</summary>
    public static readonly TimeSpan StepLook = TimeSpan.FromSeconds(1);

    private readonly Signal _soon = new();
    private Measurement? _latest;
    private int _failures;

    /// <summary>As measured; null before the first measurement.</summary>
    public ClockOffset? Latest => Volatile.Read(ref _latest)?.Offset;

    /// <summary>The venue's time now, as far as we know it; our own before the first measurement.</summary>
    public DateTimeOffset VenueNow => Volatile.Read(ref _latest) is { } latest ? clock.SteadyNow + latest.FromSteady : clock.MarketNow;

    /// <returns>False when no question was answered; the previous offset stays.</returns>
    public async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        ClockOffset? best = null;
        TimeSpan stepped = clock.Stepped;
        for (int i = 0; i < Samples; i++)
        {
            DateTimeOffset before = clock.SteadyNow;
            DateTimeOffset? venue = await askVenueTime(cancellationToken);
            TimeSpan roundTrip = clock.SteadyNow - before;
            if (venue is not null && (best is null || roundTrip / 2 < best.Uncertainty))
            {
                best = new ClockOffset(venue.Value - (before + (roundTrip / 2)), roundTrip / 2);
            }
        }

        if (best is not null)
        {
            // A step while it was asked is found by the next look: this measurement began before it.
            ClockOffset toMarket = best with { Offset = best.Offset - stepped };
            Volatile.Write(ref _latest, new Measurement(toMarket, best.Offset, clock.Elapsed, stepped));
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

            await WaitForNextAsync(cancellationToken);
            if (Step > TimeSpan.Zero && Believed(window) is { } doubtful)
            {
                // What was thought to be known is not, until the answer is there.
                await sink.PublishAsync(new VenueClockMeasured(venue, doubtful.Offset, doubtful.Uncertainty, window), cancellationToken);
            }

            await MeasureAsync(cancellationToken);
        }
    }

    public void Dispose() => _soon.Dispose();

    /// <summary>Until the next measurement is due or wanted, or the wall clock has stepped.</summary>
    private async Task WaitForNextAsync(CancellationToken cancellationToken)
    {
        TimeSpan due = clock.Elapsed + interval;
        TimeSpan left = interval;
        bool isWanted;
        do
        {
            isWanted = await _soon.WaitAsync(left < StepLook ? left : StepLook, clock, cancellationToken);
            left = due - clock.Elapsed;
        }
        while (!isWanted && left > TimeSpan.Zero && Step == TimeSpan.Zero);
    }

    /// <summary>How far the wall clock has stepped since the last measurement, without sign; zero when it did not.</summary>
    private TimeSpan Step =>
        Volatile.Read(ref _latest) is { } latest && (clock.Stepped - latest.Stepped).Duration() is var step && step > LargestSlew ? step : TimeSpan.Zero;

    /// <returns>Null when nothing was ever measured and there is still hope.</returns>
    private ClockOffset? Believed(TimeSpan window)
    {
        int failures = Volatile.Read(ref _failures);
        Measurement? latest = Volatile.Read(ref _latest);
        TimeSpan step = Step;
        if (failures == 0 && step == TimeSpan.Zero)
        {
            return latest?.Offset;
        }

        TimeSpan uncertainty = latest is null ? TimeSpan.Zero : latest.Offset.Uncertainty + ((clock.Elapsed - latest.AtElapsed) * Drift) + step;
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

    /// <param name="Offset">From market time, for people and the engine.</param>
    /// <param name="FromSteady">From <see cref="VenueClock.SteadyNow"/>.</param>
    /// <param name="AtElapsed">When it was measured, real time.</param>
    /// <param name="Stepped">How far the wall clock had stepped by then.</param>
    private sealed record Measurement(ClockOffset Offset, TimeSpan FromSteady, TimeSpan AtElapsed, TimeSpan Stepped);
}
