using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>
/// Takes a position that a venue holds and no pair of ours does into the books, as a record of one leg that wants to be flat: from
/// then on it is rescued like any other, with the same bounds, the same write-ahead and the same journal.
/// </summary>
internal sealed class Adoption(EngineState state, PairDesk pairs)
{
    public void Adopt(VenueResidual residual, string reason)
    {
        InstrumentId id = residual.Instrument;
        decimal quantity = residual.Quantity;
        Price price = PriceOf(residual);
        var pairId = new PairId(state.NextPairNumber++);
        JournalEntry entry = DeskBooks.AdoptionOf(pairId, id, quantity, price, state.At);
        state.Books.Post(entry);
        state.Effects.Add(new EntryPosted(entry));
        PairState pair = Take(pairId, residual, price, reason);
        string held = WireNumber.Format(quantity);
        state.Alert(AlertSeverity.Critical, "position_adopted",
            $"{id.Venue} holds {held} {id.Symbol} that no pair of ours held; it is taken into the books at {price} as {pairId} and taken off. Somebody else trades on this account, or a record is missing: find out who.",
            $"{id.Venue} держит {held} {id.Symbol} сверх наших пар; позиция принята в учёт по {price} как {pairId} и снимается. На счёте торгует кто-то ещё или потеряна запись: выясните, кто.");
        pairs.Advance(pair);
    }

    private PairState Take(PairId id, VenueResidual residual, Price price, string reason)
    {
        decimal size = Math.Abs(residual.Quantity);
        decimal notional = size * price.Value;
        bool isLong = residual.Quantity > 0m;
        // Nobody decided it, so there is no touch to compare with: it counts as spread, not as slippage.
        var nothing = new LegRecord { Instrument = residual.Instrument };
        LegRecord held = nothing.Traded(isLong ? Side.Buy : Side.Sell, size, notional, notional);
        var record = new PairRecord
        {
            Id = id,
            Symbol = residual.Instrument.Symbol,
            Status = PairStatus.Partial,
            Long = isLong ? held : nothing,
            Short = isLong ? nothing : held,
            TargetQuantity = new Quantity(size),
            ExpectedEdge = default,
            OpenedAt = state.At,
            CloseReason = reason,
            LastError = "adopted: the venue held it and no pair of ours did",
        };
        var pair = new PairState(record) { NakedCountedElapsed = state.Elapsed, OpenedElapsed = state.Elapsed };
        state.Pairs.Add(pair);
        state.SetPair(pair, record);
        return pair;
    }

    /// <summary>
    /// What the venue paid for the part that is not ours, when its entry price is that of both together; its entry price where that
    /// cannot be told apart, and the price of now where it names none.
    /// </summary>
    private Price PriceOf(VenueResidual residual)
    {
        decimal apart = ((residual.Theirs * residual.EntryPrice) - CostOfOurs(residual)) / residual.Quantity;
        decimal price = residual.EntryPrice <= 0m ? state.Instruments[residual.Instrument].Valuation ?? 0m : apart > 0m ? apart : residual.EntryPrice;
        Invariant.Holds(price > 0m, $"{residual.Instrument} is taken into the books at a price");
        return new Price(price);
    }

    /// <summary>What our legs hold of the position, at the average price of what was traded into it, signed quote units.</summary>
    private decimal CostOfOurs(VenueResidual residual)
    {
        decimal cost = 0m;
        foreach (PairState pair in state.Pairs)
        {
            foreach (LegRole role in pair.Record.Roles)
            {
                LegRecord leg = pair.Record.Leg(role);
                bool isOfPosition = leg.Instrument == residual.Instrument && leg.SignedQuantity * residual.Theirs > 0m;
                cost += isOfPosition ? leg.SignedQuantity * AverageEntry(leg) : 0m;
            }
        }

        return cost;
    }

    private static decimal AverageEntry(LegRecord leg) => leg.SignedQuantity > 0m
        ? leg.BoughtNotional / leg.BoughtQuantity
        : leg.SoldNotional / leg.SoldQuantity;
}
