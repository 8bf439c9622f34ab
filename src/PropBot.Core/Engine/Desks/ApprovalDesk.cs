using System.Diagnostics;
using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Requests that another person confirms: made once, decided by somebody else, used once, void after their time.</summary>
internal sealed class ApprovalDesk(EngineState state, Brakes brakes, Preflight preflight, FreezeDesk freezes, LimitDesk limits, StrategyDesk strategy)
{
    public void Request(ApprovalRequested asked)
    {
        if ((ForbidsShared(asked) ?? Forbids(asked.Action) ?? ForbidsAbandoning(asked) ?? ForbidsSubject(asked.Action, asked.Releases, asked.Raises, asked.Applies) ?? ForbidsAnother(asked)) is { } refusal)
        {
            state.Refuse(asked, refusal);
        }
        else if (state.Approvals.Live(asked.Action) is null && state.Approvals.Find(asked.Id) is null)
        {
            Open(asked);
        }
    }

    /// <returns>A confirmed wish to give a venue up, to be carried out now.</returns>
    public ApprovalRecord? Confirm(ApprovalConfirmed confirmed)
    {
        if ((ForbidsShared(confirmed) ?? ForbidsId(confirmed) ?? Forbids(confirmed.Action) ?? ForbidsConfirming(confirmed)) is { } refusal)
        {
            state.Refuse(confirmed, refusal);
            return null;
        }

        ApprovalRecord record = state.Approvals.Pending(confirmed.Action)! with
        {
            Status = ApprovalStatus.Approved,
            DecidedBy = confirmed.Actor,
            DecidedAt = state.At,
            ExpiresAt = state.At + state.Options.Control.ApprovalValidity,
        };
        Journal("approval.confirm", record.Id, record.Action, confirmed, record.Reason);
        if (confirmed.Action == ApprovalAction.Resume)
        {
            ReleaseHolds(record, confirmed);
        }
        else if (confirmed.Action == ApprovalAction.AbandonSweep)
        {
            record = Used(record, confirmed.Actor);
            state.SetApproval(record);
            return record;
        }
        else if (confirmed.Action == ApprovalAction.ApplyConfig)
        {
            // It is used by whoever puts the configuration in place.
            state.SetApproval(record);
        }
        else if (confirmed.Action != ApprovalAction.Unkill)
        {
            record = Used(record, confirmed.Actor);
            state.SetApproval(record);
            CarryOut(record, confirmed);
        }
        else
        {
            state.SetApproval(Used(record, confirmed.Actor));
            brakes.Unlatch();
            brakes.Journal("control.unkill", confirmed.Actor, confirmed.Channel, record.Reason, confirmed.CorrelationId);
            state.Alert(AlertSeverity.Warning, "kill_lifted",
                $"{record.RequestedBy} and {confirmed.Actor} lifted the kill: {record.Reason}. The desk holds; leaving HOLD needs its own request.",
                $"{record.RequestedBy} и {confirmed.Actor} сняли KILL: {record.Reason}. Действует HOLD; выход из него запрашивается отдельно.");
        }

        return null;
    }

    /// <summary>What came after the request was shown to nobody: it holds on, and leaving it needs a request of its own.</summary>
    private void ReleaseHolds(ApprovalRecord record, ApprovalConfirmed confirmed)
    {
        brakes.Release(record.RequestedAt, confirmed.Actor, confirmed.Channel, record.Reason, confirmed.CorrelationId);
        if (state.Control.IsHeld)
        {
            state.SetApproval(Used(record, confirmed.Actor));
            state.Alert(AlertSeverity.Warning, "resume_confirmed",
                $"{confirmed.Actor} confirmed the resume that {record.RequestedBy} requested, but HOLD goes on by what came after the request: {state.Control.Holds}. Request a resume anew.",
                $"{confirmed.Actor} подтвердил возобновление, которое запросил {record.RequestedBy}, но HOLD остаётся из-за того, что появилось после запроса: {state.Control.Holds}. Запросите возобновление снова.");
        }
        else
        {
            state.SetApproval(record);
            state.Alert(AlertSeverity.Info, "resume_confirmed",
                $"{confirmed.Actor} confirmed the resume that {record.RequestedBy} requested. HOLD and SAFE_MODE stay until it is carried out.",
                $"{confirmed.Actor} подтвердил возобновление, которое запросил {record.RequestedBy}. HOLD и SAFE_MODE остаются до его выполнения.");
        }
    }

    public void Reject(ApprovalRejected rejected)
    {
        if (state.Approvals.Find(rejected.Id) is not { } record)
        {
            state.Refuse(rejected, new CommandRefusal(CommandRefusal.RequestNotFound,
                $"there is no request {rejected.Id} among the latest {ApprovalBook.Kept}",
                $"среди последних {ApprovalBook.Kept} нет запроса {rejected.Id}"));
        }
        else if (!record.Status.IsLive())
        {
            state.Refuse(rejected, new CommandRefusal(CommandRefusal.RequestNotPending,
                $"the request {record.Id} is {record.Status} already", $"запрос {record.Id} уже в состоянии {record.Status}"));
        }
        else
        {
            state.SetApproval(record with { Status = ApprovalStatus.Rejected, DecidedBy = rejected.Actor, DecidedAt = state.At, Note = rejected.Reason });
            Journal("approval.reject", record.Id, record.Action, rejected, rejected.Reason);
            state.Alert(AlertSeverity.Info, "approval_rejected",
                $"{rejected.Actor} rejected the {record.Action.Code()} request of {record.RequestedBy}: {rejected.Reason}.",
                $"{rejected.Actor} отклонил запрос {record.Action.Code()} от {record.RequestedBy}: {rejected.Reason}.");
        }
    }

    /// <summary>The configuration that was confirmed is in place.</summary>
    public void OnConfigApplied(ConfigApplied applied)
    {
        if (state.Approvals.Approved(ApprovalAction.ApplyConfig) is not { } record)
        {
            state.Refuse(applied, new CommandRefusal(CommandRefusal.NothingToApply,
                "no confirmed apply_config request stands; request it and have it confirmed", "нет подтверждённого запроса apply_config; запросите и получите подтверждение"));
        }
        else if (record.Applies != applied.Config)
        {
            state.Refuse(applied, new CommandRefusal(CommandRefusal.ConfigMismatch,
                $"version {record.Applies?.Version} with hash {record.Applies?.Hash} was confirmed, not version {applied.Config.Version} with hash {applied.Config.Hash}",
                $"подтверждена версия {record.Applies?.Version} с хешем {record.Applies?.Hash}, а не версия {applied.Config.Version} с хешем {applied.Config.Hash}"));
        }
        else
        {
            Use(record, applied.Actor);
            state.Effects.Add(new Journaled("config.applied",
            [
                new("version", applied.Config.Version), new("hash", applied.Config.Hash), new("requested_by", record.RequestedBy), new("approved_by", record.DecidedBy ?? ""),
                new("actor", applied.Actor), new("source", applied.Channel), new("reason", record.Reason), new("correlation_id", applied.CorrelationId),
            ]));
            state.Alert(AlertSeverity.Warning, "config_applied",
                $"{applied.Actor} applied configuration version {applied.Config.Version}: {record.Reason}.",
                $"{applied.Actor} применил конфигурацию версии {applied.Config.Version}: {record.Reason}.");
        }
    }

    /// <summary>The confirmed resume is carried out; it cannot be used again.</summary>
    public void Use(ApprovalRecord approved, string actor) => state.SetApproval(Used(approved, actor));

    /// <summary>A release that was confirmed and not carried out ends with the process; a request that waits goes on.</summary>
    public void OnStarted() => brakes.Revoke(ApprovalAction.Resume, ApprovalStatus.Approved, "the process was started again");

    public void OnClock()
    {
        foreach (ApprovalRecord record in state.Approvals.Overdue(state.Elapsed))
        {
            bool waited = record.Status == ApprovalStatus.Pending;
            string note = waited ? "nobody confirmed it in time" : "it was not carried out in time";
            state.SetApproval(record with { Status = ApprovalStatus.Expired, Note = note });
            state.Alert(AlertSeverity.Info, "approval_expired",
                $"The {record.Action.Code()} request of {record.RequestedBy} has expired: {note}.",
                $"Запрос {record.Action.Code()} от {record.RequestedBy} истёк: {(waited ? "никто не подтвердил его вовремя" : "его не выполнили вовремя")}.");
        }
    }

    /// <summary>Market time may stand or step back; what the request shows it is to release all the same.</summary>
    private DateTimeOffset NotBeforeWhatItShows() =>
        state.Control.Holds.Causes.Select(c => c.Since).Concat(state.Control.Scopes.Causes.Select(c => c.Since)).Append(state.At).Max();

    private void Open(ApprovalRequested asked)
    {
        state.SetApproval(new ApprovalRecord
        {
            Id = asked.Id,
            Action = asked.Action,
            Status = ApprovalStatus.Pending,
            Reason = asked.Reason,
            RequestedBy = asked.Actor,
            RequestedAt = NotBeforeWhatItShows(),
            ExpiresAt = state.At + state.Options.Control.ApprovalValidity,
            Parameters = asked.Abandons is { } abandons ? WhatItGivesUp(abandons) : [.. WhatItIsAbout(asked), .. WhatItReleases()],
            CorrelationId = asked.CorrelationId,
        });
        Journal("approval.request", asked.Id, asked.Action, asked, asked.Reason);
        state.Alert(AlertSeverity.Info, $"{asked.Action.Code()}_requested",
            $"{asked.Actor} requests {asked.Action.Code()}: {asked.Reason}. Another operator has to confirm it.",
            $"{asked.Actor} запрашивает {asked.Action.Code()}: {asked.Reason}. Подтвердить должен другой оператор.");
    }

    /// <summary>Who did it, by which way and in which command: the record itself keeps the state alone.</summary>
    private void Journal(string type, ApprovalId id, ApprovalAction action, OperatorCommand command, string reason) => state.Effects.Add(new Journaled(type,
    [
        new("request_id", id.Value), new("action", action.Code()),
        new("actor", command.Actor), new("source", command.Channel), new("reason", reason), new("correlation_id", command.CorrelationId),
    ]));

    private CommandRefusal? Forbids(ApprovalAction action) => action switch
    {
        ApprovalAction.Resume when state.Control.Mode == ControlMode.Run => new CommandRefusal(CommandRefusal.HoldNotActive,
            "the desk is in RUN, there is nothing to resume", "уже RUN, возобновлять нечего"),
        ApprovalAction.Resume when state.Control.Kill is { } kill => Killed(kill),
        ApprovalAction.ExitDryRun when state.Options.ReadOnly => new CommandRefusal(CommandRefusal.OrdersAreOff,
            "no order leaves this run whatever people confirm: its switch for orders is off (ADR 0011); start it with the switch on",
            "ни одна заявка не отправляется, что бы ни подтвердили: переключатель заявок этого запуска выключен (ADR 0011); запустите с включённым"),
        ApprovalAction.ExitDryRun when !state.Options.Control.DryRun => new CommandRefusal(CommandRefusal.NotDryRun,
            "this is no dry run, there is nothing to leave", "это не пробный режим, выходить не из чего"),
        ApprovalAction.Unkill when state.Control.Kill is null => new CommandRefusal(CommandRefusal.NotKilled,
            "the desk is not killed, there is nothing to lift", "KILL не включён, снимать нечего"),
        _ => null,
    };

    private CommandRefusal? ForbidsAbandoning(ApprovalRequested asked)
    {
        if (asked.Action != ApprovalAction.AbandonSweep)
        {
            return null;
        }

        return asked.Abandons is not { } wanted || state.Sweeps.Waiting(wanted) is null ? NothingToAbandon(asked.Abandons) : null;
    }

    /// <summary>One request of an action waits at a time: a second one about something else would be confirmed by mistake.</summary>
    private CommandRefusal? ForbidsAnother(ApprovalRequested asked)
    {
        return state.Approvals.Live(asked.Action) is { } live
            && (live.Abandons != asked.Abandons || live.Releases != asked.Releases || live.Raises != asked.Raises || live.Applies != asked.Applies)
            ? new CommandRefusal(CommandRefusal.RequestPending,
                $"the request {live.Id} of {live.RequestedBy} ({live.About}) waits; it is decided or taken back first",
                $"ожидает запрос {live.Id} от {live.RequestedBy} ({live.About}); сначала решите или отзовите его")
            : null;
    }

    /// <summary>What stands in the way of what the request is about, when it is made and when it is confirmed.</summary>
    private CommandRefusal? ForbidsSubject(ApprovalAction action, ControlScope? releases, LimitChange? raises, ConfigVersion? applies) => action switch
    {
        ApprovalAction.Unfreeze when releases?.Kind == ScopeKind.Strategy => new CommandRefusal(CommandRefusal.WrongAction,
            "a strategy is released by unfreeze_strategy", "стратегию снимает unfreeze_strategy"),
        ApprovalAction.Unfreeze or ApprovalAction.UnfreezeStrategy => freezes.NothingToRelease(releases),
        ApprovalAction.RaiseLimit => limits.ForbidsRaise(raises),
        ApprovalAction.ResetBudget when releases?.Strategy is not { } name || !StrategyNames.All.Contains(name) => FreezeDesk.NoStrategy(releases?.Subject ?? ""),
        ApprovalAction.ApplyConfig when applies is null => new CommandRefusal(CommandRefusal.NothingToApply,
            "the request names no version of the configuration", "в запросе нет версии конфигурации"),
        _ => null,
    };

    /// <summary>An id of something else is refused, and what it names stays as it is.</summary>
    private CommandRefusal? ForbidsId(ApprovalConfirmed confirmed)
    {
        if (confirmed.Id is not { } meant)
        {
            return null;
        }

        return state.Approvals.Find(meant) switch
        {
            null => new CommandRefusal(CommandRefusal.RequestNotFound,
                $"there is no request {meant} among the latest {ApprovalBook.Kept}", $"среди последних {ApprovalBook.Kept} нет запроса {meant}"),
            { } other when other.Action != confirmed.Action => new CommandRefusal(CommandRefusal.WrongAction,
                $"the request {meant} is for {other.Action.Code()}, not for {confirmed.Action.Code()}; it stays as it is",
                $"запрос {meant} — это {other.Action.Code()}, а не {confirmed.Action.Code()}; он остаётся как есть"),
            { Status: not ApprovalStatus.Pending } done => new CommandRefusal(CommandRefusal.RequestNotPending,
                $"the request {meant} is {done.Status} already", $"запрос {meant} уже в состоянии {done.Status}"),
            _ => null,
        };
    }

    private void CarryOut(ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        switch (given.Action)
        {
            case ApprovalAction.Unfreeze or ApprovalAction.UnfreezeStrategy:
                bool isFree = freezes.Release(given.Releases!.Value, given, confirmed);
                if (isFree && given.Action == ApprovalAction.UnfreezeStrategy)
                {
                    strategy.OnReleased();
                }

                break;
            case ApprovalAction.ResetBudget:
                strategy.ResetBudget(given, confirmed);
                break;
            case ApprovalAction.RaiseLimit:
                limits.Raise(given.Raises!.Value, given, confirmed);
                break;
            case ApprovalAction.ExitDryRun:
                ExitDryRun(given, confirmed);
                break;
            default:
                throw new UnreachableException($"nothing is carried out for {given.Action}");
        }
    }

    /// <summary>For this run: the next start reads the switches anew.</summary>
    private void ExitDryRun(ApprovalRecord given, ApprovalConfirmed confirmed)
    {
        state.Options = state.Options with { Control = state.Options.Control with { DryRun = false } };
        brakes.Journal("control.exit_dry_run", confirmed.Actor, confirmed.Channel, given.Reason, confirmed.CorrelationId);
        state.Alert(AlertSeverity.Warning, "exit_dry_run_approved",
            $"{given.RequestedBy} and {confirmed.Actor} ended the dry run: {given.Reason}. Pairs are opened from now on; the next start reads the switches anew.",
            $"{given.RequestedBy} и {confirmed.Actor} завершили пробный режим: {given.Reason}. Теперь пары открываются; следующий запуск читает переключатели заново.");
    }

    /// <summary>Whoever has a token of their own beside a shared one would be two people.</summary>
    private CommandRefusal? ForbidsShared(OperatorCommand command) =>
        string.Equals(command.Actor, state.Options.Control.SharedOperator, StringComparison.OrdinalIgnoreCase)
            ? new CommandRefusal(CommandRefusal.SharedOperator,
                $"{command.Actor} is a token that several people may know: with real money requests and confirmations come from operators of OPERATOR_TOKENS",
                $"{command.Actor} — токен, который могут знать несколько человек: при реальных деньгах запросы и подтверждения делают операторы из OPERATOR_TOKENS")
            : null;

    private CommandRefusal? ForbidsConfirming(ApprovalConfirmed confirmed)
    {
        if (state.Approvals.Pending(confirmed.Action) is not { } record)
        {
            return new CommandRefusal(CommandRefusal.RequestMissing,
                $"no {confirmed.Action.Code()} request waits; make one first", $"нет ожидающего запроса {confirmed.Action.Code()}; сначала создайте его");
        }

        if (record.Abandons is { } abandons && state.Sweeps.Waiting(abandons) is null)
        {
            return NothingToAbandon(abandons);
        }

        if (ForbidsSubject(record.Action, record.Releases, record.Raises, record.Applies) is { } over)
        {
            return over;
        }

        bool isSame = string.Equals(record.RequestedBy, confirmed.Actor, StringComparison.OrdinalIgnoreCase);
        return isSame && state.Options.Control.TwoManRule
            ? new CommandRefusal(CommandRefusal.SamePerson,
                $"{confirmed.Actor} made the request {record.Id}; another operator has to confirm it",
                $"запрос {record.Id} создал {confirmed.Actor}; подтвердить должен другой оператор")
            : null;
    }

    private static CommandRefusal NothingToAbandon(SweepVenueRef? wanted) => new(CommandRefusal.NothingToAbandon,
        $"no running sweep {wanted?.Sweep} waits for {wanted?.Venue}", $"выполняемая команда {wanted?.Sweep} не ждёт {wanted?.Venue}");

    public static CommandRefusal Killed(KillLatch kill) => new(CommandRefusal.Killed,
        $"the desk was killed by {kill.By} ({kill.Reason}); two people lift the kill first",
        $"KILL включил {kill.By} ({kill.Reason}); сначала его снимают двое");

    private ApprovalRecord Used(ApprovalRecord record, string actor) =>
        record with { Status = ApprovalStatus.Used, UsedBy = actor, UsedAt = state.At };

    /// <summary>What whoever confirms ought to know: what is on, what is not clear, and why the desk holds.</summary>
    private List<KeyValuePair<string, string>> WhatItReleases()
    {
        IEnumerable<string> cases = state.Cases.Open.Select(c => $"{c.Id} {c.Matter.Venue}: {c}");
        return
        [
            new("reasons", state.Control.Holds.ToString()),
            new("killed", state.Control.Kill is { } kill ? $"{kill.Reason} ({kill.By})" : ""),
            new("open_pairs", Text(state.Pairs.Count)),
            new("partial_pairs", Text(state.Pairs.Count(p => p.Record.Status == PairStatus.Partial))),
            new("open_notional_usdt", WireNumber.Format(Math.Round(state.Pairs.Sum(p => OpenExposure.Of(state, p.Record)), 2, MidpointRounding.ToZero))),
            new("unresolved_orders", Text(state.Pairs.Sum(p => p.Orders.Count(o => !o.IsSettled)))),
            new("cases", string.Join("; ", cases)),
            new("red_checks", preflight.Red()),
            new("two_man_rule", state.Options.Control.TwoManRule ? "on" : "off"),
        ];
    }

    /// <summary>What exactly it is about, in the words that it is read back by, and why that is so now.</summary>
    private IEnumerable<KeyValuePair<string, string>> WhatItIsAbout(ApprovalRequested asked)
    {
        if (asked.Releases is { } scope)
        {
            yield return new("scope", scope.Kind.Code());
            yield return new("subject", scope.Subject);
            yield return new("restricted", state.Control.Scopes.Words(scope));
        }

        if (asked.Raises is { } raise)
        {
            yield return new("limit", raise.Limit.Code());
            yield return new("value", WireNumber.Format(raise.Value));
            yield return new("value_now", limits.Now(raise.Limit) is { } now ? WireNumber.Format(now) : "");
        }

        if (asked.Applies is { } config)
        {
            yield return new("config_version", config.Version);
            yield return new("config_hash", config.Hash);
        }
    }

    private List<KeyValuePair<string, string>> WhatItGivesUp(SweepVenueRef abandons)
    {
        SweepVenue venue = state.Sweeps.Waiting(abandons)!;
        return
        [
            new("sweep", abandons.Sweep),
            new("venue", abandons.Venue.Name),
            new("wait", $"{venue.Wait.Code()} {venue.Detail}".TrimEnd()),
            new("held_by_books", string.Join(", ", state.HeldOn(abandons.Venue).Select(h => $"{h.Instrument.Symbol} {WireNumber.Format(h.Quantity)}"))),
            new("two_man_rule", state.Options.Control.TwoManRule ? "on" : "off"),
        ];
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
