using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Episodes.World;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Checks;

/// <summary>
/// With an order that opens, all that a venue holds for the desk and all that is in flight there, at its worst, stays within the leverage
/// that the desk and the venue's table of steps allow, of the equity that the account really has.
/// </summary>
/// <remarks>
/// Held positions are valued at the mark that was told last or the one before: the desk may look at an equity for half a second. The
/// money is the venue's own, with every fill and funding that nobody has told yet.
/// </remarks>
internal sealed class LeveragePromises(ExposurePromises exposure, Func<IReadOnlyList<EpisodeVenue>> venues)
{
    /// <summary>What fills, fees and funding on their way to the desk may have taken, of all that is held and ordered.</summary>
    private const decimal UntoldLoss = 0.005m;

    private readonly Dictionary<InstrumentId, (decimal Last, decimal Before)> _marks = [];

    public void OnStart() => _marks.Clear();

    public void OnInput(in EngineInput input)
    {
        if (input.Event is MarkPriceChanged { MarkPrice.Value: var mark } told)
        {
            _marks[told.Instrument] = (mark, _marks.TryGetValue(told.Instrument, out (decimal Last, decimal Before) known) ? known.Last : mark);
        }
    }

    /// <summary>Called when <see cref="ExposurePromises"/> has counted the effects.</summary>
    public void CheckEffects(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            if (effects[i] is PlaceOrder({ Purpose: OrderPurpose.Open } intent) && exposure.Limits.ChecksEnabled)
            {
                CheckOpening(intent);
            }
        }
    }

    private void CheckOpening(OrderIntent intent)
    {
        InstrumentId on = intent.Instrument;
        SimulatedVenue venue = venues().First(v => v.Id == on.Venue).Simulated;
        IReadOnlyList<PositionStatement> positions = venue.Positions(EpisodeVenue.Account);
        decimal gross = Math.Max(exposure.OnVenue(on.Venue), positions.Sum(p => p.Notional));
        decimal equity = venue.Summary(EpisodeVenue.Account).WalletBalance + positions.Sum(p => BestProfit(on.Venue, p));
        decimal limit = Math.Min(exposure.Limits.LeverageOf(on.Venue), StepLimit(venue, on));
        Promise.Kept(
            gross <= limit * (equity + (UntoldLoss * gross)), "over_leverage",
            $"{intent.ClientOrderId} makes it {gross} on {on.Venue} with {equity} there, at most {limit} times that is allowed");
    }

    /// <summary>The leverage that the venue allows for a position of the size that this one may come to.</summary>
    private decimal StepLimit(SimulatedVenue venue, InstrumentId on)
    {
        InstrumentSetup setup = venue.Instruments.Single(s => s.Instrument.Id == on);
        decimal worst = exposure.OnInstrument(on);
        return TierTable.Of(setup).First(step => !(step.UpToAt(venue.Market(on.Symbol)!.Value.MarkPrice) < worst)).MaxLeverage;
    }

    private decimal BestProfit(VenueId venue, PositionStatement held) =>
        _marks.TryGetValue(new InstrumentId(venue, held.Position.Symbol), out (decimal Last, decimal Before) told)
            ? Math.Max(held.Position.UnrealizedPnl(told.Last), held.Position.UnrealizedPnl(told.Before))
            : held.UnrealizedPnl;
}
