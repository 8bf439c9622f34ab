using System.Globalization;
using PropBot.Core.Engine.Desks.Approvals;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>The one strategy: switched off by one person and on again by two, frozen by itself for losses and failures, with a budget of what it may lose a day.</summary>
internal sealed class StrategyDesk(EngineState state, FreezeDesk freezes, Brakes brakes)
{
    public const string LossBreach = "pnl_limit_breach";
    public const string FailureBreach = "too_many_failures";
    public const string Source = "strategy_guard";

    private const int KeptDays = 6;

    private static readonly ControlScope Scope = ControlScope.OfStrategy(StrategyNames.CrossExchangeArb);

    private StrategyLimits Limits => state.Options.StrategyLimits;

    private StrategyControl Now => state.Control.Strategy;

    /// <summary>Why it opens nothing, beside its restrictions; null when nothing stands in its way.</summary>
    public RiskRefusal? Forbids()
    {
        if (!Now.Enabled)
        {
            return new RiskRefusal(RiskRule.StrategyDisabled, 0m, 0m);
        }

        return Limits.DailyLossBudget is { } budget && BudgetUsed() is var used && used >= budget.Value
            ? new RiskRefusal(RiskRule.StrategyBudget, budget.Value, used)
            : null;
    }

    /// <summary>Off by one person at once. On by one only where the desk takes one person's word for a release.</summary>
    public void Switch(StrategySwitched asked)
    {
        bool changes = Now.Enabled != asked.Enabled;
        CommandRefusal? refusal = !StrategyNames.All.Contains(asked.Strategy) ? FreezeDesk.NoStrategy(asked.Strategy)
            : asked.Enabled && changes ? ApprovalDesk.ForbidsShared(state, asked) ?? ForbidsAlone(asked.Strategy)
            : null;
        if (refusal is not null)
        {
            state.Refuse(asked, refusal);
            return;
        }

        if (!asked.Enabled)
        {
            // Whoever requested was not told of this: it needs a request of its own.
            brakes.Revoke(ApprovalAction.EnableStrategy, ApprovalStatus.Pending, $"{asked.Strategy} was switched off anew by {asked.Actor}");
        }

        if (changes)
        {
            Change(asked, asked.Enabled, asked.Reason, asked.Actor, asked.Actor);
        }

        Audit(asked, asked.Enabled, changes ? "applied" : "noop", asked.Reason);
    }

    /// <summary>Why there is nothing to switch on; null when there is.</summary>
    public CommandRefusal? NothingToEnable() => !Now.Enabled ? null : new CommandRefusal(
        CommandRefusal.StrategyIsOn, "the strategy is switched on, there is nothing to request", "стратегия включена, запрашивать нечего");

    /// <summary>Who switched it off and why, for whoever decides.</summary>
    public string OffWords() => $"{Now.ChangeReason} ({Now.ChangedBy})";

    /// <summary>Two people switched it on again.</summary>
    public void Enable(ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        Change(confirmed, true, given.Reason, $"{given.RequestedBy} and {confirmed.Actor}", $"{given.RequestedBy} и {confirmed.Actor}");
        Audit(confirmed, true, "applied", given.Reason, new KeyValuePair<string, string>("requested_by", given.RequestedBy));
    }

    /// <summary>A pair is done: one that failed counts, one that went well ends the row.</summary>
    public void OnDone(PairRecord pair)
    {
        if (pair.IsAdopted)
        {
            return;
        }

        // Orders that nobody took cost nothing and prove nothing; one that a venue refused does.
        bool isRaceLost = pair.Status == PairStatus.Aborted && pair.LastError is null;
        if (!pair.WentWell && !isRaceLost)
        {
            Set(Now with { ConsecutiveFailures = Now.ConsecutiveFailures + 1 });
        }
        else if (pair.Status == PairStatus.Closed && Now.ConsecutiveFailures > 0)
        {
            Set(Now with { ConsecutiveFailures = 0 });
        }

        Check();
    }

    public void OnClock()
    {
        decimal realized = state.Realized();
        if (state.Control.DayAnchor is { } today && Now.Day != today)
        {
            BeginDay(today, state.Control.DayStartRealized ?? realized);
        }

        if (realized > Now.Peak || Now.Peak - realized > Now.MaxDrawdown)
        {
            Set(Now with { Peak = Math.Max(Now.Peak, realized), MaxDrawdown = Math.Max(Now.MaxDrawdown, Now.Peak - realized) });
        }

        Check();
    }

    /// <summary>What whoever asks to let it go on, and whoever confirms that, is shown.</summary>
    public StrategyStanding Standing() => new(Now.Day, Today(), Now.ConsecutiveFailures, BudgetUsed());

    /// <summary>
    /// Two people let it go on: what the request showed as lost and failed freezes it no more. What came since then was shown to nobody: where that alone is a
    /// breach it is said anew, and what came after a request stays.
    /// </summary>
    public void Forgive(ApprovalRecord given)
    {
        if (given.Forgives is { } shown)
        {
            int failures = Now.ConsecutiveFailures >= shown.ConsecutiveFailures ? Now.ConsecutiveFailures - shown.ConsecutiveFailures : Now.ConsecutiveFailures;
            Set(Now with { ConsecutiveFailures = failures, ForgivenLoss = Math.Max(Now.ForgivenLoss, ForgivableLoss(shown)) });
        }

        foreach (string breach in Breaches())
        {
            freezes.FreezeAnew(Scope, breach, Source);
            Told(breach);
        }
    }

    /// <summary>Two people let it lose once more what the request showed of its budget as used.</summary>
    public void ResetBudget(ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        decimal forgiven = given.Forgives is { } shown && shown.Day == Now.Day ? Math.Min(shown.BudgetUsed, BudgetUsed()) : 0m;
        Set(Now with { ForgivenBudget = Now.ForgivenBudget + forgiven, BudgetResetAt = state.At });
        state.Effects.Add(new Journaled("audit",
        [
            new("operator", confirmed.Actor), new("role", "operator"), new("action", "BUDGET_RESET"), new("status", "applied"), new("strategy", StrategyNames.CrossExchangeArb),
            new("forgiven_usdt", WireNumber.Format(forgiven)), new("requested_by", given.RequestedBy), new("source", confirmed.Channel), new("reason", given.Reason), new("correlation_id", confirmed.CorrelationId),
        ]));
        state.Alert(AlertSeverity.Warning, "budget_reset",
            $"{given.RequestedBy} and {given.DecidedBy} began the daily loss budget anew: {given.Reason}.",
            $"{given.RequestedBy} и {given.DecidedBy} начали дневной бюджет убытка заново: {given.Reason}.");
    }

    public StrategySnapshot Snapshot() => new()
    {
        Name = StrategyNames.CrossExchangeArb,
        Control = Now,
        Limits = Limits,
        State = state.Control.Scopes.StateOf(Scope),
        FreezeReason = state.Control.Scopes.Of(Scope)?.Reason,
        BreachReasons = [.. Breaches()],
        RealizedToday = Today(),
        RealizedTotal = state.Realized(),
        RealizedWeek = Now.EarlierDays.Sum() + Today(),
        BudgetUsed = BudgetUsed(),
        OpenNotional = state.Pairs.Sum(p => OpenExposure.Of(state, p.Record)),
        MaxNotional = Math.Min(state.Options.Risk.MaxNotionalPerStrategy.Value, state.Options.Risk.MaxNotionalTotal.Value),
        OpenPairs = state.Pairs.Count,
        MaxPairs = state.Options.Risk.MaxActivePairs,
    };

    /// <summary>Realised on the UTC day, as everywhere: there is one strategy, so all of it is its own; negative is lost.</summary>
    private decimal Today() => DailyLoss.Realized(state.Control, state.Realized());

    /// <summary>What was forgiven ends with its day; days without a start brought nothing.</summary>
    private void BeginDay(DateOnly today, decimal start)
    {
        int passed = today.DayNumber - (Now.Day?.DayNumber ?? today.DayNumber);
        // A clock that comes back to a day takes it, and what was kept as later, out of the earlier ones.
        IReadOnlyList<decimal> days = passed <= 0
            ? [.. Now.EarlierDays.SkipLast(-passed)]
            : [.. Now.EarlierDays, start - Now.DayStart, .. Enumerable.Repeat(0m, Math.Clamp(passed - 1, 0, KeptDays))];
        Set(Now with { Day = today, DayStart = start, EarlierDays = [.. days.TakeLast(KeptDays)], ForgivenLoss = 0m, ForgivenBudget = 0m });
    }

    /// <summary>The loss of an earlier day is over by itself, and what was won back since needs no forgiving.</summary>
    private decimal ForgivableLoss(StrategyStanding shown) => shown.Day == Now.Day ? Math.Max(0m, Math.Min(-shown.RealizedToday, -Today())) : 0m;

    private decimal BudgetUsed() => Math.Max(0m, -Today() - Now.ForgivenBudget);

    private IEnumerable<string> Breaches()
    {
        if (Limits.DailyLoss is { } limit && -Today() - Now.ForgivenLoss >= limit.Value)
        {
            yield return LossBreach;
        }

        if (Limits.MaxConsecutiveFailures > 0 && Now.ConsecutiveFailures > Limits.MaxConsecutiveFailures)
        {
            yield return FailureBreach;
        }
    }

    /// <summary>Looks at what is so: whoever lets it go while a breach lasts would find it frozen again, so a release forgives what was.</summary>
    private void Check()
    {
        foreach (string breach in Breaches())
        {
            if (freezes.Freeze(Scope, breach, Source))
            {
                Told(breach);
            }
        }
    }

    private CommandRefusal? ForbidsAlone(string strategy) => state.Options.Control.TwoManRule
        ? new CommandRefusal(CommandRefusal.ReleaseNeedsTwo,
            $"{strategy} was switched off: two people switch it on again; request it (enable_strategy) and have it confirmed",
            $"{strategy} выключена: включают снова двое; создайте запрос (enable_strategy) и получите подтверждение")
        : null;

    private void Change(OperatorCommand command, bool enabled, string reason, string by, string byRussian)
    {
        Set(Now with { Enabled = enabled, ChangedBy = command.Actor, ChangeReason = reason, ChangedAt = state.At });
        state.Alert(AlertSeverity.Warning, "strategy_switched",
            $"{StrategyNames.CrossExchangeArb} is {(enabled ? "enabled" : "disabled: it opens nothing")} by {by}: {reason}.",
            $"{StrategyNames.CrossExchangeArb} {(enabled ? "включена" : "выключена: ничего не открывает")}, инициатор {byRussian}: {reason}.");
    }

    private void Audit(OperatorCommand command, bool enabled, string status, string reason, params ReadOnlySpan<KeyValuePair<string, string>> more) => state.Effects.Add(new Journaled("audit",
    [
        new("operator", command.Actor), new("role", "operator"), new("action", enabled ? "STRATEGY_MANUAL_ENABLE" : "STRATEGY_MANUAL_DISABLE"), new("status", status),
        new("strategy", StrategyNames.CrossExchangeArb), .. more, new("source", command.Channel), new("reason", reason), new("correlation_id", command.CorrelationId),
    ]));

    private void Told(string breach)
    {
        Set(Now with { LastBreach = breach, LastBreachAt = state.At });
        state.Effects.Add(new Journaled("audit",
        [
            new("operator", "system"), new("role", "system"), new("action", "STRATEGY_AUTO_FREEZE"), new("strategy", StrategyNames.CrossExchangeArb), new("reason", breach),
            new("realized_today_usdt", WireNumber.Format(Math.Round(Today(), 2, MidpointRounding.ToZero))),
            new("consecutive_failures", Now.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture)),
        ]));
    }

    private void Set(StrategyControl strategy) => state.SetControl(state.Control with { Strategy = strategy });
}
