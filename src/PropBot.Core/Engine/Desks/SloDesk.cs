using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Service levels that act: measured from the events themselves, looked at once a second. A budget that burns makes new pairs smaller, one that
/// burns for long or fast stops opening, and each comes back step by step when it has been calm. What reduces risk never asks here.
/// </summary>
internal sealed class SloDesk(EngineState state)
{
    private readonly SortedDictionary<SloMetric, (TimeSpan? Hot, TimeSpan? Calm)> _since = [];
    private TimeSpan? _lookedElapsed;
    private TimeSpan? _firstElapsed;

    private SloOptions Options => state.Options.Slo;

    public void OnStarted() => Look();

    /// <summary>What events tell of the measures; most tell nothing.</summary>
    public void Observe(EngineEvent happened)
    {
        switch (happened)
        {
            case DepthChanged depth:
                state.Slo.BookTold(depth.View.Id.Venue, state.Elapsed);
                break;
            case PlaceAnswered answer when state.Orders.TryGetValue(answer.ClientOrderId, out (PairState Pair, TrackedOrder Order) known) && !known.Order.WasRestored:
                SloSlice orders = state.Slo.At(state.Elapsed);
                orders.OrderCycles.Add(state.Elapsed - known.Order.SentElapsed);
                orders.OrdersRefused += VenueWatch.IsVenuesRefusal(answer.Outcome) ? 1 : 0;
                break;
            case CancelAnswered answer:
                SloSlice cancels = state.Slo.At(state.Elapsed);
                cancels.Cancels++;
                cancels.CancelsFailed += HasFailed(answer.Outcome) ? 1 : 0;
                break;
        }
    }

    public void OnClock()
    {
        if (_lookedElapsed is not { } looked || state.Elapsed - looked >= Options.Interval)
        {
            Look();
        }
    }

    /// <summary>An order that has gone needs no cancel any more.</summary>
    private static bool HasFailed(VenueOutcome outcome) =>
        outcome is VenueOutcome.Unknown or VenueOutcome.Refused { Refusal.Kind: not RefusalKind.OrderNotFound };

    private void Look()
    {
        _lookedElapsed = state.Elapsed;
        _firstElapsed ??= state.Elapsed;
        SortedDictionary<SloMetric, SloReading> readings = state.Slo.Readings;
        Measure(readings);
        if (Options.Enabled)
        {
            foreach (SloMetric metric in SloMetrics.All)
            {
                readings[metric] = Judged(readings[metric]);
            }
        }

        else if (state.Control.Slo is { } standing)
        {
            foreach (SloBurn burn in standing.Burns)
            {
                Journal(burn.Metric, burn.Level, SloLevel.Ok, "budgets are switched off", "no data", "no data");
            }

            state.SetControl(state.Control with { Slo = null });
        }

        state.Slo.Looked();
    }

    private void Measure(SortedDictionary<SloMetric, SloReading> readings)
    {
        decimal?[] shorts = [.. Values(state.Slo.Within(Options.ShortWindow, state.Elapsed))];
        decimal?[] longs = [.. Values(state.Slo.Within(Options.LongWindow, state.Elapsed))];
        for (int i = 0; i < SloMetrics.All.Count; i++)
        {
            SloMetric metric = SloMetrics.All[i];
            decimal? whole = metric.IsOfMany() && state.Elapsed - _firstElapsed < Options.LongWindowFrom ? null : longs[i];
            decimal? limit = Options.Limits.TryGetValue(metric, out decimal known) ? known : null;
            // The naked budget is one for the long window; the short one has its share of it.
            decimal share = metric == SloMetric.NakedRisk ? (decimal)(Options.ShortWindow / Options.LongWindow) : 1m;
            decimal? now = Burn(shorts[i], limit * share);
            decimal? burn = Smaller(now, Burn(whole, limit));
            readings[metric] = new SloReading(metric, shorts[i], whole, limit, burn) { BurnNow = now };
        }
    }

    /// <summary>In the order of the measures; null: no data.</summary>
    private IEnumerable<decimal?> Values(SloSlice window)
    {
        int orders = window.OrderCycles.Count;
        yield return window.Naked;
        yield return orders >= Options.MinSamples ? window.OrderCycles.Quantile(0.95) : null;
        yield return orders >= Options.MinSamples ? (decimal)window.OrdersRefused / orders : null;
        yield return window.Cancels >= Options.MinSamples ? (decimal)window.CancelsFailed / window.Cancels : null;
        yield return WorstGap(window);
        yield return state.Cases.Open.Count;
        yield return DayDrawdown();
    }

    private decimal? WorstGap(SloSlice window)
    {
        decimal? worst = null;
        foreach (Distribution gaps in window.Gaps)
        {
            if (gaps.Count >= Options.MinSamples && gaps.Quantile(0.95) is var gap && !(gap <= worst))
            {
                worst = gap;
            }
        }

        return worst;
    }

    private decimal? DayDrawdown() => state.Control.DayPeakEquity is not null && state.Equity() is { } equity
        ? DailyLoss.DrawdownBps(state.Control, equity)
        : null;

    /// <summary>Where nothing at all is allowed, anything is as bad as can be.</summary>
    private decimal? Burn(decimal? value, decimal? limit) =>
        value is null || limit is null ? null : limit > 0m ? value / limit : value > 0m ? Options.StopBurn : 0m;

    private static decimal? Smaller(decimal? left, decimal? right) => left is null || right is null ? null : Math.Min(left.Value, right.Value);

    private SloReading Judged(SloReading reading)
    {
        SloBurn? before = state.Control.Slo?.Of(reading.Metric);
        SloLevel level = Next(reading, before?.Level ?? SloLevel.Ok);
        SloBurn? now = level == before?.Level ? before : level == SloLevel.Ok ? null : new SloBurn(reading.Metric, level, state.At);
        if (now != before)
        {
            IEnumerable<SloBurn> others = (state.Control.Slo?.Burns ?? []).Where(b => b.Metric != reading.Metric);
            state.SetControl(state.Control with { Slo = SloStanding.Of([.. (now is null ? others : others.Append(now)).OrderBy(b => b.Metric)]) });
            Tell(reading, before?.Level ?? SloLevel.Ok, level);
        }

        return reading with { Level = level, Since = now?.Since };
    }

    private SloLevel Next(SloReading reading, SloLevel level)
    {
        (TimeSpan? hot, TimeSpan? calm) = _since.GetValueOrDefault(reading.Metric);
        hot = reading.Burn >= 1m ? hot ?? state.Elapsed : null;
        // No data is calm: what is stopped sends nothing that could be measured, and comes back by way of small pairs. A long window that says
        // nothing yet is no data only of its own: what burnt before a restart is not calm while the short one goes on burning.
        calm = (reading.Burn ?? reading.BurnNow ?? 0m) < Options.CalmBurn ? calm ?? state.Elapsed : null;
        SloLevel next = level;
        if (hot is { } since)
        {
            bool isWorse = reading.Burn >= Options.StopBurn || state.Elapsed - since >= Options.HoldAfter;
            next = isWorse ? SloLevel.Exhausted : (SloLevel)Math.Max((int)level, (int)SloLevel.Burning);
        }
        else if (level > SloLevel.Ok && calm is { } quiet && state.Elapsed - quiet >= Options.RecoverAfter)
        {
            next = level - 1;
            calm = state.Elapsed;
        }

        _since[reading.Metric] = (hot, calm);
        return next;
    }

    private void Tell(SloReading reading, SloLevel before, SloLevel now)
    {
        string metric = reading.Metric.Code();
        string actual = Words(reading.Short);
        string limit = Words(reading.Limit);
        string burn = Words(reading.Burn);
        Journal(reading.Metric, before, now, $"{metric} > {limit}", actual, burn);
        if (now > before)
        {
            state.Alert(now == SloLevel.Exhausted ? AlertSeverity.Critical : AlertSeverity.Warning, "slo_breach",
                now == SloLevel.Exhausted
                    ? $"The budget of {metric} is exhausted: {actual}, limit {limit}, burn {burn}. Nothing opens until it has been calm; hedges, rescues and closes go on."
                    : $"The budget of {metric} burns: {actual}, limit {limit}, burn {burn}. New pairs are smaller.",
                now == SloLevel.Exhausted
                    ? $"Бюджет {metric} исчерпан: {actual}, лимит {limit}, расход {burn}. Новые пары не открываются, пока он не успокоится; хеджи, спасения и закрытия продолжаются."
                    : $"Бюджет {metric} расходуется: {actual}, лимит {limit}, расход {burn}. Новые пары меньше.");
        }
        else if (now == SloLevel.Ok)
        {
            state.Alert(AlertSeverity.Info, "slo_restored",
                $"The budget of {metric} is well again: {actual}, limit {limit}.", $"Бюджет {metric} снова в норме: {actual}, лимит {limit}.");
        }
    }

    private void Journal(SloMetric metric, SloLevel before, SloLevel now, string reason, string actual, string burn) => state.Effects.Add(new Journaled("control.slo",
    [
        new("actor", "system"), new("source", "slo_monitor"), new("reason", reason), new("metric", metric.Code()),
        new("before", before.Code()), new("now", now.Code()), new("actual", actual), new("burn", burn), new("correlation_id", ""),
    ]));

    private static string Words(decimal? value) => value is { } number ? WireNumber.Format(Math.Round(number, 4, MidpointRounding.ToZero)) : "no data";
}
