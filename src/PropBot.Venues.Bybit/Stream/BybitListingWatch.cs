using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Rest;

namespace PropBot.Venues.Bybit.Stream;

/// <summary>
/// Reads the listing again at intervals and as soon as something does not fit it, and hands a changed one to whoever uses it. The
/// venue has no channel that tells of changed rules (rule I9 in docs/venues/bybit-linear.md).
/// </summary>
/// <param name="renew">Takes the changed listing over into the running books.</param>
internal sealed class BybitListingWatch(
    VenueOptions options,
    VenueClock clock,
    IVenueLog log,
    IVenueSink sink,
    BybitInstruments instruments,
    BybitListing listing,
    Action<IReadOnlyDictionary<string, Instrument>> renew) : IDisposable
{
    /// <summary>Hints within this time after a reading are not followed: the listing may be behind what it hints at. Real time.</summary>
    public static readonly TimeSpan HintPause = TimeSpan.FromSeconds(30);

    private readonly Signal _hinted = new();
    private long _readTicks = clock.Elapsed.Ticks;

    /// <summary>Something does not fit the listing; may be told with every message.</summary>
    public void Hint(string what)
    {
        TimeSpan read = TimeSpan.FromTicks(Interlocked.Read(ref _readTicks));
        if (clock.Elapsed - read >= HintPause)
        {
            Interlocked.Exchange(ref _readTicks, clock.Elapsed.Ticks);
            log.Information(VenueId.BybitLinear, $"{what} may have changed; reading the listing again");
            _hinted.Set();
        }
    }

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _hinted.WaitAsync(options.ListingInterval, clock, cancellationToken);
            await ReadAsync(cancellationToken);
        }
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Instrument> now = await instruments.LoadAsync(listing, cancellationToken);
            Interlocked.Exchange(ref _readTicks, clock.Elapsed.Ticks);
            if (now.All(i => i.Equals(listing.ByName.GetValueOrDefault(i.NativeSymbol))))
            {
                return;
            }

            foreach (Instrument instrument in now)
            {
                Tell(listing.ByName.GetValueOrDefault(instrument.NativeSymbol), instrument);
            }

            // The books first: no view of the old scales may be read with the new rules.
            listing.Replace(now);
            renew(listing.ByName);
            await sink.PublishAsync(new InstrumentsLoaded(VenueId.BybitLinear, now), cancellationToken);
        }
        catch (Exception unread) when (unread is VenueSetupException || WireText.IsMalformed(unread))
        {
            log.Warning(VenueId.BybitLinear, $"the listing cannot be read again: {unread.Message}");
        }
    }

    public void Dispose() => _hinted.Dispose();

    private void Tell(Instrument? before, Instrument now)
    {
        if (before is not null && RuleChange.Between(before, now) is { Count: > 0 } changes)
        {
            log.Warning(VenueId.BybitLinear, $"{now.NativeSymbol}: {string.Join(", ", changes)}");
        }
    }
}
