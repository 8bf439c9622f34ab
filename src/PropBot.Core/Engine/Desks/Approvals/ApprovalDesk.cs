using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Requests that another person confirms: made once, decided by somebody else, used once, void after their time.</summary>
internal sealed class ApprovalDesk
{
    private readonly EngineState _state;
    private readonly Brakes _brakes;
    private readonly Dictionary<ApprovalAction, TwoPersonAction> _actions;

    /// <exception cref="InvariantViolation">A kind of approval has no action, or two.</exception>
    public ApprovalDesk(EngineState state, Brakes brakes, IReadOnlyList<TwoPersonAction> actions)
    {
        Invariant.Holds(actions.Select(a => a.Action).Order().SequenceEqual(Enum.GetValues<ApprovalAction>()), "every kind of approval has one action");
        _state = state;
        _brakes = brakes;
        _actions = actions.ToDictionary(a => a.Action);
    }

    public void Request(ApprovalRequested asked)
    {
        if ((ForbidsShared(_state, asked) ?? _actions[asked.Action].Forbids() ?? _actions[asked.Action].Forbids(asked.Subject) ?? ForbidsAnother(asked)) is { } refusal)
        {
            _state.Refuse(asked, refusal);
        }
        else if (_state.Approvals.Live(asked.Action) is null && _state.Approvals.Find(asked.Id) is null)
        {
            Open(asked);
        }
    }

    public void Confirm(ApprovalConfirmed confirmed)
    {
        if ((ForbidsShared(_state, confirmed) ?? ForbidsId(confirmed) ?? _actions[confirmed.Action].Forbids() ?? ForbidsConfirming(confirmed)) is { } refusal)
        {
            _state.Refuse(confirmed, refusal);
            return;
        }

        ApprovalRecord record = _state.Approvals.Pending(confirmed.Action)! with
        {
            Status = ApprovalStatus.Approved,
            DecidedBy = confirmed.Actor,
            DecidedVia = confirmed.Channel,
            DecidedAt = _state.At,
            ExpiresAt = _state.At + _state.Options.Control.ApprovalValidity,
        };
        Journal("approval.confirm", record.Id, record.Action, confirmed, record.Reason);
        _actions[record.Action].OnConfirmed(record, confirmed);
    }

    public void Reject(ApprovalRejected rejected)
    {
        if (_state.Approvals.Find(rejected.Id) is not { } record)
        {
            _state.Refuse(rejected, new CommandRefusal(CommandRefusal.RequestNotFound,
                $"there is no request {rejected.Id} among the latest {ApprovalBook.Kept}",
                $"среди последних {ApprovalBook.Kept} нет запроса {rejected.Id}"));
        }
        else if (!record.Status.IsLive())
        {
            _state.Refuse(rejected, new CommandRefusal(CommandRefusal.RequestNotPending,
                $"the request {record.Id} is {record.Status} already", $"запрос {record.Id} уже в состоянии {record.Status}"));
        }
        else if (rejected.HasFailed)
        {
            Fail(record, rejected);
        }
        else
        {
            _state.SetApproval(record with
            {
                Status = ApprovalStatus.Rejected,
                DecidedBy = rejected.Actor,
                DecidedVia = rejected.Channel,
                DecidedAt = _state.At,
                Note = rejected.Reason,
            });
            Journal("approval.reject", record.Id, record.Action, rejected, rejected.Reason);
            _state.Alert(AlertSeverity.Info, "approval_rejected",
                $"{rejected.Actor} rejected the {record.Action.Code()} request of {record.RequestedBy}: {rejected.Reason}.",
                $"{rejected.Actor} отклонил запрос {record.Action.Code()} от {record.RequestedBy}: {rejected.Reason}.");
        }
    }

    /// <summary>It stands in nobody's way any more, and who confirmed it stays in it.</summary>
    private void Fail(ApprovalRecord record, ApprovalRejected failed)
    {
        _state.SetApproval(record with { Status = ApprovalStatus.Failed, Note = failed.Reason });
        Journal("approval.fail", record.Id, record.Action, failed, failed.Reason);
        _state.Alert(AlertSeverity.Warning, "approval_failed",
            $"What {record.RequestedBy} requested and {record.DecidedBy} confirmed ({record.Action.Code()}) was not carried out: {failed.Reason}. Request it again.",
            $"Запрошенное {record.RequestedBy} и подтверждённое {record.DecidedBy} ({record.Action.Code()}) не выполнено: {failed.Reason}. Запросите снова.");
    }

    /// <summary>The configuration that was confirmed is in place.</summary>
    public void OnConfigApplied(ConfigApplied applied)
    {
        if (_state.Approvals.Approved(ApprovalAction.ApplyConfig) is not { } record)
        {
            _state.Refuse(applied, new CommandRefusal(CommandRefusal.NothingToApply,
                "no confirmed apply_config request stands; request it and have it confirmed", "нет подтверждённого запроса apply_config; запросите и получите подтверждение"));
        }
        else if (record.Applies != applied.Config)
        {
            _state.Refuse(applied, new CommandRefusal(CommandRefusal.ConfigMismatch,
                $"version {record.Applies?.Version} with hash {record.Applies?.Hash} was confirmed, not version {applied.Config.Version} with hash {applied.Config.Hash}",
                $"подтверждена версия {record.Applies?.Version} с хешем {record.Applies?.Hash}, а не версия {applied.Config.Version} с хешем {applied.Config.Hash}"));
        }
        else
        {
            Use(record, applied.Actor);
            _state.Effects.Add(new Journaled("config.applied",
            [
                new("version", applied.Config.Version), new("hash", applied.Config.Hash), new("requested_by", record.RequestedBy), new("approved_by", record.DecidedBy ?? ""),
                new("actor", applied.Actor), new("source", applied.Channel), new("reason", record.Reason), new("correlation_id", applied.CorrelationId),
            ]));
            _state.Alert(AlertSeverity.Warning, "config_applied",
                $"{applied.Actor} applied configuration version {applied.Config.Version}: {record.Reason}.",
                $"{applied.Actor} применил конфигурацию версии {applied.Config.Version}: {record.Reason}.");
        }
    }

    /// <summary>The confirmed resume is carried out; it cannot be used again.</summary>
    public void Use(ApprovalRecord approved, string actor) => _state.SetApproval(approved.Used(actor, _state.At));

    /// <summary>A release that was confirmed and not carried out ends with the process; a request that waits goes on.</summary>
    public void OnStarted() => _brakes.Revoke(ApprovalAction.Resume, ApprovalStatus.Approved, "the process was started again");

    public void OnClock()
    {
        foreach (ApprovalRecord record in _state.Approvals.Overdue(_state.Elapsed))
        {
            bool waited = record.Status == ApprovalStatus.Pending;
            string note = waited ? "nobody confirmed it in time" : "it was not carried out in time";
            _state.SetApproval(record with { Status = ApprovalStatus.Expired, Note = note });
            _brakes.JournalApproval("approval.expire", record, note);
            _state.Alert(AlertSeverity.Info, "approval_expired",
                $"The {record.Action.Code()} request of {record.RequestedBy} has expired: {note}.",
                $"Запрос {record.Action.Code()} от {record.RequestedBy} истёк: {(waited ? "никто не подтвердил его вовремя" : "его не выполнили вовремя")}.");
        }
    }

    /// <summary>Market time may stand or step back; what the request shows it is to release all the same.</summary>
    private DateTimeOffset NotBeforeWhatItShows() =>
        _state.Control.Holds.Causes.Select(c => c.Since).Concat(_state.Control.Scopes.Causes.Select(c => c.Since)).Append(_state.At).Max();

    private void Open(ApprovalRequested asked)
    {
        _state.SetApproval(new ApprovalRecord
        {
            Id = asked.Id,
            Action = asked.Action,
            Status = ApprovalStatus.Pending,
            Reason = asked.Reason,
            RequestedBy = asked.Actor,
            RequestedVia = asked.Channel,
            RequestedAt = NotBeforeWhatItShows(),
            ExpiresAt = _state.At + _state.Options.Control.ApprovalValidity,
            Parameters = _actions[asked.Action].Shows(asked.Subject),
            CorrelationId = asked.CorrelationId,
        });
        Journal("approval.request", asked.Id, asked.Action, asked, asked.Reason);
        _state.Alert(AlertSeverity.Info, $"{asked.Action.Code()}_requested",
            $"{asked.Actor} requests {asked.Action.Code()}: {asked.Reason}. Another operator has to confirm it.",
            $"{asked.Actor} запрашивает {asked.Action.Code()}: {asked.Reason}. Подтвердить должен другой оператор.");
    }

    /// <summary>Who did it, by which way and in which command: the record itself keeps the state alone.</summary>
    private void Journal(string type, ApprovalId id, ApprovalAction action, OperatorCommand command, string reason) => _state.Effects.Add(new Journaled(type,
    [
        new("request_id", id.Value), new("action", action.Code()),
        new("actor", command.Actor), new("source", command.Channel), new("reason", reason), new("correlation_id", command.CorrelationId),
    ]));

    /// <summary>One request of an action waits at a time: a second one about something else would be confirmed by mistake.</summary>
    private CommandRefusal? ForbidsAnother(ApprovalRequested asked)
    {
        return _state.Approvals.Live(asked.Action) is { } live && live.Subject != asked.Subject
            ? new CommandRefusal(CommandRefusal.RequestPending,
                $"the request {live.Id} of {live.RequestedBy} ({live.About}) waits; it is decided or taken back first",
                $"ожидает запрос {live.Id} от {live.RequestedBy} ({live.About}); сначала решите или отзовите его")
            : null;
    }

    /// <summary>An id of something else is refused, and what it names stays as it is.</summary>
    private CommandRefusal? ForbidsId(ApprovalConfirmed confirmed)
    {
        if (confirmed.Id is not { } meant)
        {
            return null;
        }

        return _state.Approvals.Find(meant) switch
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

    /// <summary>Whoever has a token of their own beside a shared one would be two people.</summary>
    public static CommandRefusal? ForbidsShared(EngineState state, OperatorCommand command) =>
        string.Equals(command.Actor, state.Options.Control.SharedOperator, StringComparison.OrdinalIgnoreCase)
            ? new CommandRefusal(CommandRefusal.SharedOperator,
                $"{command.Actor} is a token that several people may know: with real money requests and confirmations come from operators of OPERATOR_TOKENS",
                $"{command.Actor} — токен, который могут знать несколько человек: при реальных деньгах запросы и подтверждения делают операторы из OPERATOR_TOKENS")
            : null;

    private CommandRefusal? ForbidsConfirming(ApprovalConfirmed confirmed)
    {
        if (_state.Approvals.Pending(confirmed.Action) is not { } record)
        {
            return new CommandRefusal(CommandRefusal.RequestMissing,
                $"no {confirmed.Action.Code()} request waits; make one first", $"нет ожидающего запроса {confirmed.Action.Code()}; сначала создайте его");
        }

        if (_actions[record.Action].Forbids(record.Subject) is { } over)
        {
            return over;
        }

        bool isSame = string.Equals(record.RequestedBy, confirmed.Actor, StringComparison.OrdinalIgnoreCase);
        return isSame && _state.Options.Control.TwoManRule
            ? new CommandRefusal(CommandRefusal.SamePerson,
                $"{confirmed.Actor} made the request {record.Id}; another operator has to confirm it",
                $"запрос {record.Id} создал {confirmed.Actor}; подтвердить должен другой оператор")
            : null;
    }

    public static CommandRefusal Killed(KillLatch kill) => new(CommandRefusal.Killed,
        $"the desk was killed by {kill.By} ({kill.Reason}); two people lift the kill first",
        $"KILL включил {kill.By} ({kill.Reason}); сначала его снимают двое");
}
