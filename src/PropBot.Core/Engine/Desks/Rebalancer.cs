using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Where it is switched on, completes in small batches what the fast rescue could not complete at once, and has the pair taken off
/// when too many batches in a row filled nothing. Only failures count; no brake stops it.
/// </summary>
internal sealed class Rebalancer(EngineState state, RescueDesk rescues)
{
    public const string GaveUp = "rebalance_exhausted";

    private const int RatioDigits = 6;

    private const decimal LargestUnequal = 0.999999m;

    private RebalancerOptions? Options => state.Options.Execution.Rebalancer;

    /// <summary>The pair's imbalance is the rebalancer's: the fast rescue has had its time and attempts.</summary>
    public bool Owns(PairState pair)
    {
        if (Options is null || pair.WantsFlat || pair.Record.WasForced || state.DoubtOf(pair.Record) is not null)
        {
            return false;
        }

        TimeSpan unequalFor = state.Elapsed - (pair.UnequalSinceElapsed ?? state.Elapsed);
        return pair.WasTakenOverUnequal || pair.Record.Rebalance is { Status: not RebalanceStatus.Settled }
            || pair.Attempts >= state.Options.Execution.RescueLimitAttempts || unequalFor > state.Options.Execution.CompleteWithin;
    }

    /// <summary>Counts the last batch once it has its end.</summary>
    public void CountBatch(PairState pair)
    {
        if (pair.Batch is not { IsSettled: true } batch || pair.Record.Rebalance is not { } record)
        {
            return;
        }

        pair.Batch = null;
        bool hasFilled = !batch.Record.FilledQuantity.IsZero;
        Set(pair, record with
        {
            Status = pair.Record.Imbalance == 0m ? RebalanceStatus.Settled : hasFilled ? RebalanceStatus.Rebalancing : RebalanceStatus.Error,
            Failures = hasFilled ? 0 : record.Failures + 1,
            LastError = hasFilled ? null : batch.Record.Detail ?? "no_fill",
            FilledRatio = RatioOf(pair.Record),
        });
    }

    /// <summary>Made equal by whatever order: nothing is left to do.</summary>
    public void OnEqual(PairState pair)
    {
        if (pair.Record.Rebalance is { Status: not (RebalanceStatus.Settled or RebalanceStatus.Exhausted) } record)
        {
            Set(pair, record with { Status = RebalanceStatus.Settled, FilledRatio = RatioOf(pair.Record) });
        }
    }

    /// <summary>One look at an unequal pair without an order in flight.</summary>
    public void Look(PairState pair)
    {
        RebalancerOptions options = Options!;
        if (state.Elapsed < pair.NextBatchLookElapsed)
        {
            return;
        }

        pair.NextBatchLookElapsed = state.Elapsed + options.Interval;
        RebalanceRecord record = pair.Record.Rebalance is { Status: not RebalanceStatus.Settled } going ? going : Fresh(pair);
        if (record.Failures >= options.MaxRetries)
        {
            GiveUp(pair, record);
        }
        else if (pair.BatchSentElapsed is { } sent && state.Elapsed - sent < options.RetryDelay)
        {
            Set(pair, record with { Status = RebalanceStatus.Waiting });
        }
        else
        {
            SendBatch(pair, record);
        }
    }

    private void SendBatch(PairState pair, RebalanceRecord record)
    {
        pair.BatchSentElapsed = state.Elapsed;
        pair.Batch = rescues.SendBatch(pair, Options!.BatchNotional);
        bool isSent = pair.Batch is not null;
        Set(pair, record with
        {
            Status = isSent ? RebalanceStatus.Rebalancing : RebalanceStatus.Error,
            Attempts = record.Attempts + 1,
            Failures = isSent ? record.Failures : record.Failures + 1,
            LastAttemptAt = state.At,
            LastError = isSent ? record.LastError : "no order of this size can be sent: the venue is not reached, its book is empty, or what is missing is below its smallest order",
            LastLeg = pair.Record.Imbalance > 0m ? LegRole.Short : LegRole.Long,
        });
        state.Effects.Add(new Journaled("rebalance.attempt",
        [
            new("pair", pair.Record.Id.ToString()), new("attempt", WireNumber.Format(record.Attempts + 1)),
            new("client_order_id", pair.Batch?.Intent.ClientOrderId.Value ?? ""), new("imbalance", WireNumber.Format(pair.Record.Imbalance)),
            new("failures", WireNumber.Format(pair.Record.Rebalance!.Failures)), new("last_error", pair.Record.Rebalance.LastError ?? ""),
        ]));
    }

    private void GiveUp(PairState pair, RebalanceRecord record)
    {
        Set(pair, record with { Status = RebalanceStatus.Exhausted });
        state.SetPair(pair, pair.Record with { CloseReason = GaveUp, LastError = record.LastError });
        pair.Attempts = 0;
        pair.FruitlessAttempts = 0;
        string imbalance = WireNumber.Format(pair.Record.Imbalance);
        string failures = WireNumber.Format(record.Failures);
        state.Alert(AlertSeverity.Critical, "rebalance_exhausted",
            $"Pair {pair.Record.Id}: {failures} attempts of the rebalancer filled nothing (REBALANCER_MAX_RETRY); it is unequal by {imbalance} {pair.Record.Symbol.Base} and is being taken off. Last error: {record.LastError}.",
            $"Пара {pair.Record.Id}: {failures} попыток ребалансировщика ничего не исполнили (REBALANCER_MAX_RETRY); неравенство {imbalance} {pair.Record.Symbol.Base}, пара закрывается. Последняя ошибка: {record.LastError}.");
    }

    private RebalanceRecord Fresh(PairState pair) =>
        new(RebalanceStatus.Rebalancing, Attempts: 0, Failures: 0, state.At, LastError: null, LegRole.Long, RatioOf(pair.Record));

    private void Set(PairState pair, RebalanceRecord record)
    {
        if (pair.Record.Rebalance != record)
        {
            state.SetPair(pair, pair.Record with { Rebalance = record });
        }
    }

    /// <summary>The smaller leg over the larger, six digits.</summary>
    public static decimal RatioOf(PairRecord pair)
    {
        decimal l = Math.Abs(pair.Long.SignedQuantity);
        decimal s = Math.Abs(pair.Short.SignedQuantity);
        decimal larger = Math.Max(l, s);
        if (l == s)
        {
            return 1m;
        }

        // What is not equal is never shown as it were.
        return Math.Min(Math.Round(Math.Min(l, s) / larger, RatioDigits, MidpointRounding.AwayFromZero), LargestUnequal);
    }
}
