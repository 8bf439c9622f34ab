using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>How large new pairs may be: small after people let the desk go on, until clean pairs have shown that it is well, and where a venue is not.</summary>
internal sealed class SizeDesk(EngineState state)
{
    private bool _endedBadly;

    private ControlOptions Options => state.Options.Control;

    /// <summary>The factors that stand now. The returned object is filled anew by the next call.</summary>
    public SizeScale Scale()
    {
        SizeScale scale = state.SizeScale;
        scale.Clear();
        if (state.Control.Probation is { } probation)
        {
            scale.Add(new SizeFactor(SizeReason.AfterResume, Options.SizeAfterResume, probation.Clean.Count, Options.CleanPairsAfterResume));
        }

        if (state.Slo.Worst is { } budget)
        {
            scale.Add(new SizeFactor(SizeReason.SloBudget, state.Options.Slo.BurningSize, budget.Burn ?? 0m, 1m));
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            if (venue.Watch.Health is { } health)
            {
                scale.Add(new SizeFactor(
                    SizeReason.VenueHealth, state.Options.Watchdog.SizeAt(health.Score), health.Score, state.Options.Watchdog.FullSizeScore, venue.Venue));
            }
        }

        return scale;
    }

    /// <summary>
    /// What the last run left open tells how it ended. The routine start after a clean end is no resume: nothing has gone wrong since the
    /// desk was last trusted, so the autopilot goes on at full size, and with a probation that was running.
    /// </summary>
    public void OnStarted() => _endedBadly = state.Pairs.Any(p => p.Record.Imbalance != 0m || !p.AllSettled);

    /// <summary>The autopilot lets the desk go on after its start.</summary>
    public void OnAutopilot()
    {
        if (_endedBadly)
        {
            Begin(SizeProbation.BadEnd);
        }
    }

    /// <summary>Pairs are small from now on; whatever was counted before is void.</summary>
    public void Begin(string cause)
    {
        if (Options.CleanPairsAfterResume > 0 && Options.SizeAfterResume < 1m)
        {
            state.SetControl(state.Control with { Probation = new SizeProbation(cause, state.At, []) });
            Journal(cause);
        }
    }

    /// <summary>Pairs that went badly start the count anew; those that have been equal for long count.</summary>
    public void OnClock()
    {
        if (state.Control.Probation is null)
        {
            return;
        }

        foreach (PairState pair in state.Pairs)
        {
            Judge(pair, pair.Record.Status == PairStatus.Open && state.Elapsed - pair.OpenedElapsed >= Options.CleanPairAfter);
        }
    }

    /// <summary>A pair is done.</summary>
    public void OnDone(PairState pair) => Judge(pair, isWell: pair.Record.Status == PairStatus.Closed);

    private void Judge(PairState pair, bool isWell)
    {
        if (state.Control.Probation is not { } probation || pair.Record.IsAdopted)
        {
            return;
        }

        if (!pair.Record.WentWell)
        {
            if (!pair.CountedUnclean)
            {
                pair.CountedUnclean = true;
                state.SetControl(state.Control with { Probation = probation with { Since = state.At, Clean = [] } });
                Journal($"pair {pair.Record.Id} was not clean");
            }
        }
        else if (isWell && pair.Record.OpenedAt >= probation.Since && !probation.Clean.Contains(pair.Record.Id))
        {
            Count(probation, pair.Record.Id);
        }
    }

    private void Count(SizeProbation probation, PairId clean)
    {
        SizeProbation counted = probation with { Clean = [.. probation.Clean, clean] };
        bool isOver = counted.Clean.Count >= Options.CleanPairsAfterResume;
        state.SetControl(state.Control with { Probation = isOver ? null : counted });
        Journal(isOver ? "over" : $"pair {clean} was clean");
        if (isOver)
        {
            string pairs = counted.Clean.Count.ToString(CultureInfo.InvariantCulture);
            state.Alert(AlertSeverity.Info, "size_restored",
                $"{pairs} clean pairs since {probation.Cause}: new pairs have their full size again.",
                $"Чистых пар после {probation.Cause}: {pairs}; новые пары снова полного размера.");
        }
    }

    private void Journal(string why) => state.Effects.Add(new Journaled("control.size",
    [
        new("actor", "system"), new("source", "size_scale"), new("reason", why),
        new("size", WireNumber.Format(state.Control.Probation is null ? 1m : Options.SizeAfterResume)),
        new("clean_pairs", (state.Control.Probation?.Clean.Count ?? 0).ToString(CultureInfo.InvariantCulture)), new("correlation_id", ""),
    ]));
}
