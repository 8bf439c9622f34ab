using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Leverage, liquidation distance and joint stress, of what is held and of what a new pair would make of it.</summary>
internal sealed class MarginGuard(EngineState state)
{
    private readonly List<VenueMargin> _venues = [.. state.Venues.Keys.Select(venue => new VenueMargin(venue))];
    private readonly DeskExposure _exposure = new();

    /// <summary>What each venue's equity was at the last look: valued anew with every fill and statement, and as time goes on.</summary>
    private readonly Dictionary<VenueId, (decimal Equity, TimeSpan Elapsed, long Fills, AccountReport? Told)> _equities = [];

    /// <summary>Elapsed time; marks do not move an equity much in it.</summary>
    private static readonly TimeSpan EquityLasts = TimeSpan.FromMilliseconds(500);

    /// <summary>Every venue with its legs at their worst; an account that was not read has no equity.</summary>
    public IReadOnlyList<VenueMargin> Now()
    {
        _exposure.Fill(state);
        Refill(_exposure);
        return _venues;
    }

    /// <summary>Notional of one leg that may be opened on the instrument within the desk's leverage and the venue's for a position of that size.</summary>
    public (decimal Room, RiskRefusal Refusal) RoomOf(DeskExposure exposure, InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        VenueState venue = state.Venues[id.Venue];
        decimal gross = exposure.OfVenue(id.Venue).Value + ForeignNotional(venue, exposure);
        decimal set = state.Options.MarginTerms.TryGetValue(id.Venue, out MarginTerms terms) ? terms.Leverage : 0m;
        var room = LeverageRoom.Of(
            instrument.Margin.Tiers, state.Options.Risk.LeverageOf(id.Venue), set, EquityOf(venue), gross, HeldOn(id, venue, exposure), instrument.Valuation ?? 0m);
        return (room.Room, new RiskRefusal(RiskRule.Leverage, room.Limit, room.Actual) { Venue = id.Venue });
    }

    /// <summary>The first of liquidation distance and stress that the pair would break.</summary>
    public RiskRefusal? Forbids(PairPlan plan, DeskExposure exposure, InstrumentState l, InstrumentState s)
    {
        Refill(exposure);
        AddNew(l, plan.Quantity.Value, plan.LongLimit.Value);
        AddNew(s, -plan.Quantity.Value, plan.ShortLimit.Value);
        if ((DistanceForbids(l) ?? DistanceForbids(s)) is { } near)
        {
            return near;
        }

        return StressTest.Worst(state.Options.Risk, _venues, plan.Symbol.Base) is { } worst && worst.Actual > worst.Limit ? worst : null;
    }

    /// <summary>
    /// How far a held leg is from its liquidation: by the venue's own price where its statement names one, else worked out; null when it holds
    /// nothing there or the account was not read yet, as after a restart. Call <see cref="Now"/> before.
    /// </summary>
    public decimal? DistanceOf(InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        decimal held = state.PositionOf(id);
        if (held == 0m || instrument.Valuation is not { } mark || state.Venues[id.Venue].Account is null)
        {
            return null;
        }

        return ToldDistance(id, held, mark) ?? VenueOf(id.Venue).LiquidationDistance(id);
    }

    private decimal? ToldDistance(InstrumentId id, decimal held, decimal mark)
    {
        IReadOnlyList<PositionReport>? positions = state.Venues[id.Venue].Account?.Positions;
        for (int i = 0; i < (positions?.Count ?? 0); i++)
        {
            PositionReport told = positions![i];
            if (told.Instrument == id && Math.Sign(told.SignedQuantity) == Math.Sign(held) && told.LiquidationPrice is { } price && price > 0m)
            {
                return Math.Max(0m, held > 0m ? (mark - price) / mark : (price - mark) / mark);
            }
        }

        return null;
    }

    private RiskRefusal? DistanceForbids(InstrumentState instrument)
    {
        InstrumentId id = instrument.Instrument.Id;
        decimal limit = state.Options.Risk.MinLiquidationDistance;
        decimal distance = VenueOf(id.Venue).LiquidationDistance(id);
        return distance < limit
            ? new RiskRefusal(RiskRule.LiquidationDistance, limit, distance) { Venue = id.Venue, Symbol = id.Symbol }
            : null;
    }

    private void Refill(DeskExposure exposure)
    {
        foreach (VenueMargin margin in _venues)
        {
            VenueState venue = state.Venues[margin.Venue];
            margin.Reset(EquityOf(venue));
            for (int i = 0; i < exposure.Legs.Count; i++)
            {
                LegExposure leg = exposure.Legs[i];
                decimal worst = Math.Abs(leg.Highest) >= Math.Abs(leg.Lowest) ? leg.Highest : leg.Lowest;
                if (leg.Instrument.Venue == margin.Venue && worst != 0m && leg.Price > 0m)
                {
                    margin.Add(LegOf(leg.Instrument, worst, leg.Price, leg.Price));
                }
            }

            AddForeign(margin, venue);
        }
    }

    /// <summary>What else the account holds needs margin too.</summary>
    private void AddForeign(VenueMargin margin, VenueState venue)
    {
        IReadOnlyList<PositionReport>? positions = venue.Account?.Positions;
        for (int i = 0; i < (positions?.Count ?? 0); i++)
        {
            PositionReport told = positions![i];
            if (told.SignedQuantity != 0m && told.MarkPrice > 0m && !margin.Has(told.Instrument))
            {
                margin.Add(LegOf(told.Instrument, told.SignedQuantity, told.MarkPrice, told.EntryPrice));
            }
        }
    }

    /// <summary>Notional of the position there at its worst; what the venue states where it is none of ours.</summary>
    private static decimal HeldOn(InstrumentId id, VenueState venue, DeskExposure exposure)
    {
        decimal sum = 0m;
        bool isOurs = false;
        for (int i = 0; i < exposure.Legs.Count; i++)
        {
            if (exposure.Legs[i].Instrument == id)
            {
                sum += exposure.Legs[i].Notional;
                isOurs = true;
            }
        }

        IReadOnlyList<PositionReport>? positions = isOurs ? null : venue.Account?.Positions;
        for (int i = 0; i < (positions?.Count ?? 0); i++)
        {
            sum += positions![i].Instrument == id ? Math.Abs(positions[i].SignedQuantity) * positions[i].MarkPrice : 0m;
        }

        return sum;
    }

    private decimal ForeignNotional(VenueState venue, DeskExposure exposure)
    {
        decimal sum = 0m;
        IReadOnlyList<PositionReport>? positions = venue.Account?.Positions;
        for (int i = 0; i < (positions?.Count ?? 0); i++)
        {
            PositionReport told = positions![i];
            bool isOurs = false;
            for (int j = 0; j < exposure.Legs.Count; j++)
            {
                isOurs |= exposure.Legs[j].Instrument == told.Instrument;
            }

            sum += isOurs ? 0m : Math.Abs(told.SignedQuantity) * told.MarkPrice;
        }

        return sum;
    }

    private void AddNew(InstrumentState instrument, decimal quantity, decimal price)
    {
        decimal mark = instrument.Valuation ?? price;
        VenueOf(instrument.Instrument.Id.Venue).Add(LegOf(instrument.Instrument.Id, quantity, mark, price));
    }

    private MarginLeg LegOf(InstrumentId id, decimal quantity, decimal mark, decimal entry)
    {
        decimal? own = state.Options.MarginTerms.TryGetValue(id.Venue, out MarginTerms terms) && terms.Mode == MarginMode.Isolated
            ? (Math.Abs(quantity) * entry / terms.Leverage) + (quantity * (mark - entry))
            : null;
        return new MarginLeg(id, quantity, mark, state.Instruments.GetValueOrDefault(id)?.Margin.Tiers, state.Options.Risk.AssumedMaintenanceRate, own);
    }

    /// <summary>By our books at the marks or by the venue's last statement, whichever is less; an account that was not read has none.</summary>
    private decimal EquityOf(VenueState venue)
    {
        if (_equities.TryGetValue(venue.Venue, out (decimal Equity, TimeSpan Elapsed, long Fills, AccountReport? Told) last)
            && state.Elapsed - last.Elapsed < EquityLasts && last.Fills == state.FillsBooked && ReferenceEquals(last.Told, venue.Account))
        {
            return last.Equity;
        }

        decimal told = venue.Account?.Equity ?? 0m;
        decimal equity = Math.Min(told, state.EquityOf(venue.Venue, Asset.Usdt) ?? told);
        _equities[venue.Venue] = (equity, state.Elapsed, state.FillsBooked, venue.Account);
        return equity;
    }

    private VenueMargin VenueOf(VenueId venue)
    {
        for (int i = 0; i < _venues.Count; i++)
        {
            if (_venues[i].Venue == venue)
            {
                return _venues[i];
            }
        }

        throw new ArgumentOutOfRangeException(nameof(venue), venue, "not a venue of this run");
    }
}
