using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>
/// What venues hold in the scope of a sweep, by their own statements. What stays beyond our books is taken over, so that it is taken
/// off like everything else; a statement that shows nothing, asked for after the last order had ended, ends the matter.
/// </summary>
internal sealed class SweepPositions(EngineState state, VenueDesk venues, Adoption adoption, SweepOrders orders)
{
    /// <summary>A fill may be told a little after the statement that knows it: only what stands in statements this far apart is nobody's.</summary>
    private static readonly TimeSpan AdoptAfter = TimeSpan.FromSeconds(2);

    /// <summary>Asks for the statement while it has not shown what is wanted.</summary>
    public void Advance(SweepRun run, VenueId id)
    {
        VenueSweep venue = run.Venues[id];
        if (run.Record.Scope.TakesOff && !state.ShuttingDown && Of(run, id).PositionsCleanAt is null
            && state.Venues.TryGetValue(id, out VenueState? known) && known.Link != VenueLink.Down
            && venue.Account.IsDue(state.Elapsed, venue.Touched, orders.Unsettled(run, id) is not null))
        {
            venue.Account.Asked(state.Sequence, state.Elapsed);
            venues.AskForAccount(known);
        }
    }

    public void OnReported(SweepRun run, AccountReported report)
    {
        VenueId id = report.Account.Venue;
        if (!run.Record.Scope.TakesOff || !run.Venues.TryGetValue(id, out VenueSweep? venue))
        {
            return;
        }

        venue.Account.Failure = null;
        // While something moves, or moved when it was asked, the statement proves nothing; nor does it before the instruments are known.
        if (report.Question <= venue.Touched || orders.Unsettled(run, id) is not null || !state.Instruments.Keys.Any(i => i.Venue == id))
        {
            return;
        }

        IReadOnlyList<PositionReport> positions = report.Account.Positions;
        List<VenueResidual> found =
        [
            .. VenueResidual.All(state, positions).Concat(VenueResidual.Missing(state, id, positions))
                .Where(r => run.Record.Scope.Covers(r.Instrument)),
        ];
        venue.IsRead = true;
        DateTimeOffset? cleanAt = found.Count == 0 ? state.At : null;
        run.Record = run.Record with
        {
            Venues =
            [
                .. run.Record.Venues.Select(v => v.Venue == id
                    ? v with { PositionsCleanAt = cleanAt, Remaining = [.. found.Select(r => new SweepRemainder(r.Instrument, r.Theirs, ReasonOf(run, r)))] }
                    : v),
            ],
        };
        if (!state.ShuttingDown)
        {
            TakeOver(run, venue, found);
        }
    }

    private void TakeOver(SweepRun run, VenueSweep venue, List<VenueResidual> found)
    {
        foreach ((InstrumentId Instrument, PositionSide Side) gone in venue.Residuals.Keys.Where(k => !found.Exists(r => KeyOf(r) == k)).ToArray())
        {
            venue.Residuals.Remove(gone);
        }

        foreach (VenueResidual residual in found.Where(r => r.IsBeyond && IsOrderable(r)))
        {
            bool isKnown = venue.Residuals.TryGetValue(KeyOf(residual), out (decimal Quantity, TimeSpan Since) seen) && seen.Quantity == residual.Quantity;
            if (!isKnown)
            {
                venue.Residuals[KeyOf(residual)] = (residual.Quantity, state.Elapsed);
            }
            else if (state.Elapsed - seen.Since >= AdoptAfter)
            {
                venue.Residuals.Remove(KeyOf(residual));
                orders.Touch(run, residual.Instrument.Venue);
                adoption.Adopt(residual, run.Record.Kind.Code());
            }
        }
    }

    private RemainderReason ReasonOf(SweepRun run, VenueResidual residual) =>
        !state.Instruments.ContainsKey(residual.Instrument) ? RemainderReason.NotOfThisDesk
        : residual.Quantity == 0m ? (StandsOnGivenUp(run, residual.Instrument) ? RemainderReason.Abandoned : RemainderReason.UnderWay)
        : !residual.IsBeyond ? RemainderReason.BooksDiffer
        : IsOrderable(residual) || residual.Ours != 0m ? RemainderReason.UnderWay
        : RemainderReason.BelowMinimum;

    private bool StandsOnGivenUp(SweepRun run, InstrumentId id) => state.Pairs
        .Where(p => p.Record.HeldOn(id) != 0m)
        .All(p => run.Record.Venues.Any(v => v.Abandoned is not null && p.Record.IsOn(v.Venue)));

    private bool IsOrderable(VenueResidual residual) =>
        state.Instruments.TryGetValue(residual.Instrument, out InstrumentState? known)
        && Math.Abs(residual.Quantity) >= Least(known.Instrument) && (residual.EntryPrice > 0m || known.Valuation is not null);

    private static decimal Least(Instrument instrument) => Math.Max(instrument.Lot.Value, instrument.MinQuantity.Value);

    private static (InstrumentId Instrument, PositionSide Side) KeyOf(VenueResidual residual) => (residual.Instrument, residual.Side);

    private static SweepVenue Of(SweepRun run, VenueId id) => run.Record.Venues.Single(v => v.Venue == id);
}
