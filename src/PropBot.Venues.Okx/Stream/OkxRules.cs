using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Rest;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// Compares the rules in use with the venue's: every <see cref="VenueOptions.ListingInterval"/>, when the venue hints at a change, and when
/// one that it has announced takes effect.
/// </summary>
internal sealed class OkxRules(VenueOptions options, VenueClock clock, IVenueLog log, OkxRest rest, OkxApi api, IReadOnlyList<OkxListing> listings) : IDisposable
{
    /// <summary>After a hint the answer over REST may lag behind: asked so often, so far apart. Real time.</summary>
    private const int QuestionsPerHint = 5;

    private static readonly TimeSpan QuestionPause = TimeSpan.FromSeconds(2);

    private readonly Signal _hint = new();

    /// <summary>Something told by a stream does not fit the rules in use.</summary>
    public void Hint() => _hint.Set();

    /// <summary>The channel <c>instruments</c>; its first message has all of them.</summary>
    public void OnInstruments(IEnumerable<OkxInstrument> told)
    {
        foreach (OkxInstrument wire in told)
        {
            if (listings.FirstOrDefault(l => l.Instrument.NativeSymbol == wire.InstId) is { } listing && Differs(listing, wire))
            {
                _hint.Set();
            }
        }
    }

    /// <summary>Returns when a rule, a fee or a funding interval has changed.</summary>
    public async Task UntilChangedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isHinted = await _hint.WaitAsync(NextLook(), clock, cancellationToken);
            for (int question = 0; question < (isHinted ? QuestionsPerHint : 1); question++)
            {
                if (question > 0)
                {
                    await Task.Delay(QuestionPause, clock.Time, cancellationToken);
                }

                if (await HasChangedAsync(cancellationToken))
                {
                    return;
                }
            }
        }
    }

    public void Dispose() => _hint.Dispose();

    private TimeSpan NextLook()
    {
        TimeSpan shortest = TimeSpan.FromSeconds(1);
        TimeSpan look = options.ListingInterval;
        foreach (OkxListing listing in listings)
        {
            TimeSpan left = listing.NextChangeAt - rest.Clock.VenueNow + shortest ?? look;
            look = left > TimeSpan.Zero && left < look ? left : look;
        }

        return look > shortest ? look : shortest;
    }

    private async Task<bool> HasChangedAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<OkxListing> now = await api.Listings.LoadAsync(cancellationToken);
            bool hasChanged = false;
            foreach ((OkxListing before, OkxListing after) in listings.Zip(now))
            {
                if (before.Instrument != after.Instrument)
                {
                    hasChanged = true;
                    string changes = string.Join(", ", RuleChange.Between(before.Instrument, after.Instrument));
                    log.Warning(VenueId.OkxPerp, $"{before.Instrument.NativeSymbol} changed ({(changes.Length > 0 ? changes : "fees")}); starting the session anew");
                }
            }

            return hasChanged;
        }
        catch (Exception unread) when (unread is VenueSetupException || WireText.IsMalformed(unread))
        {
            log.Warning(VenueId.OkxPerp, unread.Message);
            return false;
        }
    }

    private static bool Differs(OkxListing listing, OkxInstrument wire)
    {
        try
        {
            return !listing.HasRulesOf(wire);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            // Whatever it is now, it is not what it was: REST says what.
            return true;
        }
    }
}
