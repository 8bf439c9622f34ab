using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Checks;

/// <summary>A sweep that says it is done is: nothing opens in its scope meanwhile, and what the venues really have is empty when it ends.</summary>
internal sealed class SweepPromises(LedgerProjection ledger, Func<IReadOnlyList<EpisodeVenue>> venues)
{
    /// <summary>Called before the effects reach the projection of the ledger.</summary>
    public void CheckEffects(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            switch (effects[i])
            {
                case PlaceOrder({ Purpose: Core.Execution.OrderPurpose.Open } intent):
                    foreach (Sweep sweep in ledger.Sweeps.Values)
                    {
                        Promise.Kept(
                            !sweep.IsRunning || !sweep.Scope.Covers(intent.Instrument), "opens_in_sweep",
                            $"{intent.ClientOrderId} opens on {intent.Instrument} while {sweep.Id} is running");
                    }

                    break;
                case SweepChanged({ Status: SweepStatus.Done } ended) when ledger.Sweeps.GetValueOrDefault(ended.Id) is not { Status: SweepStatus.Done }:
                    CheckEnded(ended);
                    break;
            }
        }
    }

    private void CheckEnded(Sweep sweep)
    {
        foreach (EpisodeVenue venue in venues())
        {
            foreach (Symbol symbol in venue.Symbols)
            {
                var id = new InstrumentId(venue.Id, symbol);
                if (!sweep.Scope.Covers(id))
                {
                    continue;
                }

                decimal held = venue.Simulated.Positions(EpisodeVenue.Account).Where(p => p.Position.Symbol == symbol).Sum(p => Math.Abs(p.Position.Quantity));
                Promise.Kept(!sweep.Scope.TakesOff || held == 0m, "sweep_lies", $"{sweep.Id} is done and {id} holds {held}");
            }
        }

        Promise.Kept(sweep.Legs.All(l => l.IsDone), "sweep_lies", $"{sweep.Id} is done and {sweep.Legs.Count - sweep.LegsDone} legs are not flat");
    }
}
