using PropBot.Core.Values;

namespace PropBot.Simulator.Faults;

/// <summary>
/// The faults of one venue. Requests ask from many threads, streams and orders on the loop; without a rule each question costs one
/// look at an empty list.
/// </summary>
internal sealed class VenueFaults(VenueId venue)
{
    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _told = [];
    private readonly long[] _struck = new long[Enum.GetValues<FaultKind>().Max(kind => (int)kind) + 1];
    private volatile ActiveFault[] _requests = [];
    private volatile ActiveFault[] _orders = [];
    private volatile ActiveFault[] _streams = [];
    private volatile ActiveFault[] _matters = [];
    private long _requestsSeen;

    public VenueId Venue { get; } = venue;

    public ClockSkew Clock { get; } = new();

    public bool HasRequestFaults => _requests.Length > 0 || _matters.Length > 0;

    public bool HasOrderFaults => _orders.Length > 0;

    public bool HasStreamFaults => _streams.Length > 0 || Clock.IsOff;

    /// <summary>Whether the loop must look after them as time goes on.</summary>
    public bool IsIdle => _requests.Length == 0 && _orders.Length == 0 && _streams.Length == 0 && _matters.Length == 0;

    /// <summary>Requests seen while there were faults.</summary>
    public long RequestsSeen => Interlocked.Read(ref _requestsSeen);

    /// <summary>The venue's own matters that are not over.</summary>
    public IReadOnlyList<ActiveFault> Matters => _matters;

    public void Add(ActiveFault fault)
    {
        lock (_gate)
        {
            _told.Add(fault);
            Sort_NeedsLock(_told.Where(one => !one.IsTakenBack));
        }
    }

    public bool TakeBack(int id)
    {
        lock (_gate)
        {
            bool found = false;
            foreach (ActiveFault fault in _told.Where(fault => fault.Id == id && !fault.IsTakenBack))
            {
                fault.IsTakenBack = true;
                found = true;
            }

            return found;
        }
    }

    /// <summary>Lets go of what is over; matters that are still in force stay until they are ended.</summary>
    public void Sweep(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_requests.Concat(_orders).Concat(_streams).Concat(_matters).Any(fault => fault.IsOver(now) && !fault.IsInForce))
            {
                Sort_NeedsLock(_told.Where(fault => !fault.IsOver(now) || fault.IsInForce));
            }
        }
    }

    public void CountRequest() => Interlocked.Increment(ref _requestsSeen);

    /// <summary>The faults of requests that strike this one, in the order in which they were told.</summary>
    public IReadOnlyList<ActiveFault> StrikeRequest(Func<ActiveFault, bool> fits, DateTimeOffset now) => Strike(_requests, fits, now);

    /// <summary>A part of one, drawn for this fault.</summary>
    public double Draw(ActiveFault fault)
    {
        lock (_gate)
        {
            return fault.Draw();
        }
    }

    public ActiveFault? StrikeOrder(FaultKind kind, Symbol symbol, DateTimeOffset now) => Strike(
        _orders, fault => fault.Kind == kind && (fault.Rule.Instrument is not { } wanted || wanted == symbol), now) is [var first, ..] ? first : null;

    public IReadOnlyList<ActiveFault> StrikeMessage(Func<ActiveFault, bool> fits, DateTimeOffset now) => Strike(_streams, fits, now);

    /// <summary>A request's fault that is on for all that fit, whatever its count: maintenance.</summary>
    public ActiveFault? On(FaultKind kind, DateTimeOffset now) => Array.Find(_requests, fault => fault.Kind == kind && fault.IsOn(now));

    public bool StrikeMatter(ActiveFault fault, DateTimeOffset now)
    {
        lock (_gate)
        {
            bool strikes = fault.Strikes(now);
            _struck[(int)fault.Kind] += strikes ? 1 : 0;
            return strikes;
        }
    }

    /// <summary>How often each kind struck here.</summary>
    public IReadOnlyDictionary<FaultKind, long> Counts()
    {
        lock (_gate)
        {
            return Enum.GetValues<FaultKind>().Where(kind => _struck[(int)kind] > 0).ToDictionary(kind => kind, kind => _struck[(int)kind]);
        }
    }

    public IReadOnlyList<FaultState> States(DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. _told.Select(fault => new FaultState(
                fault.Id, Venue, fault.Rule, fault.Begins, fault.Ends, fault.IsOn(now) && !fault.IsOver(now), fault.IsOver(now), fault.Seen, fault.Struck))];
        }
    }

    private List<ActiveFault> Strike(ActiveFault[] faults, Func<ActiveFault, bool> fits, DateTimeOffset now)
    {
        var struck = new List<ActiveFault>();
        lock (_gate)
        {
            foreach (ActiveFault fault in faults)
            {
                if (fits(fault) && fault.Strikes(now))
                {
                    struck.Add(fault);
                    _struck[(int)fault.Kind]++;
                }
            }
        }

        return struck;
    }

    private void Sort_NeedsLock(IEnumerable<ActiveFault> live)
    {
        ILookup<FaultFamily, ActiveFault> byFamily = live.ToLookup(fault => fault.Rule.Traits.Family);
        _requests = [.. byFamily[FaultFamily.Request]];
        _orders = [.. byFamily[FaultFamily.Order]];
        _streams = [.. byFamily[FaultFamily.Stream]];
        _matters = [.. byFamily[FaultFamily.Venue]];
    }
}

/// <summary>A fault at one venue and what became of it.</summary>
/// <param name="Id">One number for a rule at all its venues.</param>
/// <param name="IsActive">It is on and may strike.</param>
/// <param name="IsOver">It will not strike again.</param>
/// <param name="Seen">Requests or messages that fitted.</param>
/// <param name="Struck">Of these struck.</param>
public sealed record FaultState(
    int Id, VenueId Venue, FaultRule Rule, DateTimeOffset Begins, DateTimeOffset? Ends, bool IsActive, bool IsOver, long Seen, long Struck);
