using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the service levels are measured from, in slices of half a minute, and what came of the last look.</summary>
internal sealed class SloBook
{
    private readonly List<VenueId> _venues;
    private readonly TimeSpan?[] _toldElapsed;
    private readonly SloSlice?[] _slices;
    private readonly SloSlice _sum;

    public SloBook(EngineOptions options)
    {
        _venues = [.. options.Venues];
        _toldElapsed = new TimeSpan?[_venues.Count];
        _slices = new SloSlice?[(int)(options.Slo.LongWindow / SloSlice.Length)];
        _sum = new SloSlice(_venues.Count);
    }

    /// <summary>By measure, as of the last look; empty before the first.</summary>
    public SortedDictionary<SloMetric, SloReading> Readings { get; } = [];

    /// <summary>The budget that is worst off; null while all are well.</summary>
    public SloReading? Worst { get; private set; }

    /// <summary>It stops opening.</summary>
    public SloReading? Exhausted => Worst is { Level: SloLevel.Exhausted } ? Worst : null;

    /// <summary>The slice that something belongs to now.</summary>
    public SloSlice At(TimeSpan elapsed)
    {
        long number = SloSlice.NumberAt(elapsed);
        SloSlice slice = _slices[number % _slices.Length] ??= new SloSlice(_venues.Count);
        if (slice.Number != number)
        {
            slice.Begin(number);
        }

        return slice;
    }

    /// <summary>A venue's book moved.</summary>
    public void BookTold(VenueId venue, TimeSpan elapsed)
    {
        int at = _venues.IndexOf(venue);
        if (_toldElapsed[at] is { } before)
        {
            At(elapsed).Gaps[at].Add(elapsed - before);
        }

        _toldElapsed[at] = elapsed;
    }

    /// <summary>The readings are new.</summary>
    public void Looked()
    {
        Worst = null;
        foreach (SloReading reading in Readings.Values)
        {
            Worst = reading.Level > (Worst?.Level ?? SloLevel.Ok) ? reading : Worst;
        }
    }

    /// <summary>Everything of the window up to now. The returned object is filled anew by the next call.</summary>
    public SloSlice Within(TimeSpan window, TimeSpan elapsed)
    {
        long last = SloSlice.NumberAt(elapsed);
        long first = last - (long)(window / SloSlice.Length) + 1;
        _sum.Begin(last);
        foreach (SloSlice? slice in _slices)
        {
            if (slice is not null && slice.Number >= first && slice.Number <= last)
            {
                _sum.Add(slice);
            }
        }

        return _sum;
    }
}

/// <summary>A measure at the last look.</summary>
/// <param name="Short">In the short window; null: no data.</param>
/// <param name="Long">In the long window; null: no data, or it holds no more than the short one yet.</param>
/// <param name="Limit">Null: it has none.</param>
/// <param name="Burn">The smaller burn of the two windows; null: no data, or no limit.</param>
public sealed record SloReading(SloMetric Metric, decimal? Short, decimal? Long, decimal? Limit, decimal? Burn)
{
    /// <summary>The burn of the short window; null: no data, or no limit.</summary>
    public decimal? BurnNow { get; init; }

    public SloLevel Level { get; init; }

    /// <summary>Market time since when it stands there; null while it is well.</summary>
    public DateTimeOffset? Since { get; init; }
}
