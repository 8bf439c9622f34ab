using PropBot.Core.Values;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation;

/// <summary>Venues that live on one feed. Owned by one caller at a time; market time moves only when it says so.</summary>
public sealed class SimulatedMarket : IMarketConsumer
{
    private readonly Dictionary<VenueId, SimulatedVenue> _byId;

    public SimulatedMarket(IMarketFeed feed, IReadOnlyList<SimulatedVenue> venues)
    {
        Feed = feed;
        Venues = venues;
        _byId = venues.ToDictionary(venue => venue.Id);
        Now = feed.Start;
    }

    public IMarketFeed Feed { get; }

    public IReadOnlyList<SimulatedVenue> Venues { get; }

    /// <summary>Market time reached so far.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Market time of the next step; null when the feed has ended.</summary>
    public DateTimeOffset? NextTime => Feed.NextTime;

    public bool HasEnded => Feed.NextTime is null;

    /// <exception cref="KeyNotFoundException">There is no such venue.</exception>
    public SimulatedVenue Venue(VenueId id) => _byId[id];

    /// <summary>Carries out the next step of the feed: settlements first, then prices.</summary>
    /// <returns>False when the feed has ended.</returns>
    public bool Step()
    {
        if (Feed.NextTime is not { } next)
        {
            return false;
        }

        Now = next;
        Feed.Step(this);
        return true;
    }

    /// <summary>Carries out every step up to and with this instant.</summary>
    /// <returns>False when the feed has ended.</returns>
    public bool AdvanceTo(DateTimeOffset until)
    {
        while (Feed.NextTime is { } next && next <= until)
        {
            Step();
        }

        if (until > Now)
        {
            Now = until;
        }

        return !HasEnded;
    }

    /// <summary>
    /// Moves a feed that begins anew to where restored venues stopped: steps up to and with this instant are passed over, prices and
    /// settlements alike.
    /// </summary>
    /// <returns>False when the feed has ended.</returns>
    public bool ResumeAt(DateTimeOffset instant)
    {
        while (Feed.NextTime is { } next && next <= instant)
        {
            Feed.Step(Nobody.Instance);
        }

        Now = instant > Now ? instant : Now;
        return !HasEnded;
    }

    void IMarketConsumer.OnMarket(InstrumentId instrument, DateTimeOffset time, in MarketState state)
    {
        if (_byId.TryGetValue(instrument.Venue, out SimulatedVenue? venue))
        {
            venue.SetMarket(instrument.Symbol, in state, time);
        }
    }

    void IMarketConsumer.OnFundingSettlement(InstrumentId instrument, DateTimeOffset time, Rate rate)
    {
        if (_byId.TryGetValue(instrument.Venue, out SimulatedVenue? venue))
        {
            venue.SettleFunding(instrument.Symbol, rate, time);
        }
    }

    private sealed class Nobody : IMarketConsumer
    {
        public static readonly Nobody Instance = new();

        public void OnMarket(InstrumentId instrument, DateTimeOffset time, in MarketState state)
        {
        }

        public void OnFundingSettlement(InstrumentId instrument, DateTimeOffset time, Rate rate)
        {
        }
    }
}
