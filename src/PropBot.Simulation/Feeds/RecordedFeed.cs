using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Feeds;

/// <summary>
/// Recorded closes or quotes as steps: linear from one close to the next, never a high or a low, whose instants nobody knows. All
/// venues of a symbol move on the coarsest grid among them; otherwise a venue known minute by minute would seem to leave one
/// known every five minutes. Where a bar is missing the venue is silent until the next one.
/// </summary>
public sealed class RecordedFeed : IMarketFeed
{
    private readonly List<RecordedTrack> _tracks = [];

    /// <exception cref="ArgumentException">Nothing in the recording belongs to the venues, or nothing lies in the period.</exception>
    public RecordedFeed(MarketRecording recording, RecordedFeedOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.StepsPerBar, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.StepsPerBar, 100_000, nameof(options));
        TimeSpan shortest = TimeSpan.MaxValue;
        foreach (IGrouping<Symbol, RecordedInstrument> group in recording.Instruments.GroupBy(instrument => instrument.Id.Symbol))
        {
            var known = group.Where(instrument => FindSetup(options, instrument.Id) is not null).ToList();
            if (known.Count == 0)
            {
                continue;
            }

            RecordedInstrument coarsest = known.MaxBy(instrument => instrument.BarInterval)!;
            foreach (RecordedInstrument instrument in known)
            {
                IReadOnlyList<Knot> knots = Knots.Of(instrument, coarsest);
                var track = new RecordedTrack(instrument, knots, coarsest.BarInterval, FindSetup(options, instrument.Id)!, options);
                if (track.NextTime is not null)
                {
                    _tracks.Add(track);
                }
            }

            shortest = coarsest.BarInterval < shortest ? coarsest.BarInterval : shortest;
        }

        if (_tracks.Count == 0)
        {
            throw new ArgumentException($"the recording {recording.Name} has no prices of the given venues in the given period", nameof(recording));
        }

        _tracks.Sort((left, right) => left.Id.CompareTo(right.Id));
        Instruments = [.. _tracks.Select(track => track.Id)];
        StepInterval = shortest / options.StepsPerBar;
        Start = _tracks.Min(track => track.FirstPrice);
        End = _tracks.Max(track => track.LastPrice);
        foreach (RecordedTrack track in _tracks)
        {
            track.SkipSettlementsBefore(Start);
        }

        NextTime = Earliest();
    }

    public IReadOnlyList<InstrumentId> Instruments { get; }

    public DateTimeOffset Start { get; }

    public DateTimeOffset? End { get; }

    public TimeSpan StepInterval { get; }

    public DateTimeOffset? NextTime { get; private set; }

    public void Step(IMarketConsumer consumer)
    {
        if (NextTime is not { } now)
        {
            return;
        }

        foreach (RecordedTrack track in _tracks)
        {
            track.Settle(now, consumer);
        }

        foreach (RecordedTrack track in _tracks)
        {
            track.Tell(now, consumer);
        }

        NextTime = Earliest();
    }

    private static InstrumentSetup? FindSetup(RecordedFeedOptions options, InstrumentId id) => options.Venues
        .FirstOrDefault(venue => venue.Venue == id.Venue)?.Instruments
        .FirstOrDefault(setup => setup.Instrument.Id == id);

    private DateTimeOffset? Earliest()
    {
        DateTimeOffset? earliest = null;
        foreach (RecordedTrack track in _tracks)
        {
            if (track.NextTime is { } next && (earliest is null || next < earliest))
            {
                earliest = next;
            }
        }

        return earliest;
    }
}
