using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Storage;

namespace PropBot.Simulator.Framing;

/// <summary>What follows everything that happens on the loop: first the store, then the clients.</summary>
internal sealed class SimulatorOutput(
    SimulatedMarket market, SimulationClock clock, AccountStore store, IReadOnlyList<VenueRelay> relays, FaultBoard faults) : ILoopOutput
{
    /// <summary>Real time between two notes of where the market stands.</summary>
    private static readonly TimeSpan MarketPointInterval = TimeSpan.FromSeconds(2);

    /// <summary>Real time for which a fast market waits for its clients before it cuts off those that do not read.</summary>
    private static readonly TimeSpan PatienceWithClients = TimeSpan.FromSeconds(5);

    private readonly List<SessionRegistry> _sessions = [];
    private long _pointTakenAt = clock.GetTimestamp();
    private long? _waitingSince;

    /// <summary>At real speed a client that does not read is cut off, as by a venue; a faster market first waits for it.</summary>
    public bool MustWait
    {
        get
        {
            if (clock.Speed is > 0 and <= 1 || !_sessions.Exists(sessions => sessions.IsAnyBehind()))
            {
                _waitingSince = null;
                return false;
            }

            _waitingSince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(_waitingSince.Value) < PatienceWithClients)
            {
                return true;
            }

            _sessions.ForEach(sessions => sessions.AbortThoseBehind());
            _waitingSince = null;
            return false;
        }
    }

    public void Add(SessionRegistry sessions) => _sessions.Add(sessions);

    /// <summary>Stores that the accounts were opened and where the market starts.</summary>
    public void Begin()
    {
        store.AppendMarket(MarketPointNow());
        Publish();
    }

    public void Publish()
    {
        store.Flush();
        foreach (VenueRelay relay in relays)
        {
            relay.Publish();
        }

        if (store.WantsSnapshot)
        {
            TakeSnapshot();
        }
    }

    public void OnTime(DateTimeOffset now)
    {
        faults.OnTime(now);
        foreach (VenueRelay relay in relays)
        {
            relay.Protocol!.OnTime(now);
        }

        if (clock.GetElapsedTime(_pointTakenAt) >= MarketPointInterval)
        {
            _pointTakenAt = clock.GetTimestamp();
            store.AppendMarket(MarketPointNow());
            store.Flush();
        }
    }

    public void TakeSnapshot() => store.TakeSnapshot(MarketPointNow(), [.. market.Venues.Select(venue => venue.ExportState())]);

    private MarketPoint MarketPointNow()
    {
        var marks = new Dictionary<InstrumentId, decimal>();
        foreach (SimulatedVenue venue in market.Venues)
        {
            foreach (InstrumentSetup setup in venue.Instruments)
            {
                if (venue.Market(setup.Instrument.Id.Symbol) is { } state)
                {
                    marks[setup.Instrument.Id] = state.MarkPrice;
                }
            }
        }

        return new MarketPoint(market.Now, marks);
    }
}
