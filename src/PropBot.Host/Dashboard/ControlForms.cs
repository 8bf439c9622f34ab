using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard;

/// <summary>The page's forms for the desk's brakes: the same commands as the API's; what the engine refuses is told on the page.</summary>
internal static class ControlForms
{
    public const string DoneParameter = "done";
    public const string RefusedParameter = "refused";
    public const string ConfirmField = "confirm";
    public const string ConfirmValue = "yes";
    public const string TokenField = "token";
    public const string FlattenField = "flatten";
    public const string ScopeField = "scope";
    public const string SubjectField = "subject";
    public const string StateField = "state";
    public const string LimitField = "limit";
    public const string ValueField = "value";

    private const string NotTaken = "not_taken";
    private const string StaysGiven = "stays_given";
    private const string NotConfirmed = "not_confirmed";
    private const string ReasonRequired = "reason_required";
    private const string Confirmed = "confirmed";

    /// <summary>Confirmed, and something that the request did not show goes on holding.</summary>
    private const string ConfirmedHeld = "confirmed_held";
    private const string ConfirmedRestricted = "confirmed_restricted";

    /// <summary>What the page says after a command, by the code in its address.</summary>
    public static IReadOnlyDictionary<string, LocalText> Done { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        ["hold"] = Catalogue.HoldEngaged,
        ["requested"] = Catalogue.RequestLogged,
        [Confirmed] = Catalogue.RequestConfirmed,
        [ConfirmedHeld] = Catalogue.RequestConfirmed,
        [ConfirmedRestricted] = Catalogue.RequestConfirmed,
        ["rejected"] = Catalogue.RequestRejected,
        ["run"] = Catalogue.ResumeDone,
        ["killed"] = Catalogue.KillDone,
        ["frozen"] = Catalogue.FreezeDone,
        ["strategy_switched"] = Catalogue.StrategySwitchedDone,
        ["limit_lowered"] = Catalogue.LimitLoweredDone,
        ["case_taken"] = Catalogue.CaseTakenDone,
        ["case_resolved"] = Catalogue.CaseResolvedDone,
    };

    public static IReadOnlyDictionary<string, LocalText> Refused { get; } = new Dictionary<string, LocalText>(StringComparer.Ordinal)
    {
        [CommandRefusal.HoldActive] = Catalogue.RefusedHoldActive,
        [CommandRefusal.HoldNotActive] = Catalogue.RefusedHoldNotActive,
        [CommandRefusal.SafeMode] = Catalogue.RefusedSafeMode,
        [CommandRefusal.Killed] = Catalogue.RefusedKilled,
        [CommandRefusal.NotKilled] = Catalogue.RefusedNotKilled,
        [CommandRefusal.RequestMissing] = Catalogue.RefusedRequestGone,
        [CommandRefusal.RequestNotFound] = Catalogue.RefusedRequestGone,
        [CommandRefusal.RequestNotPending] = Catalogue.RefusedRequestGone,
        [CommandRefusal.SamePerson] = Catalogue.RefusedSamePerson,
        [CommandRefusal.SharedOperator] = Catalogue.RefusedSharedOperator,
        [CommandRefusal.CaseNotFound] = Catalogue.RefusedCaseGone,
        [CommandRefusal.CaseResolved] = Catalogue.RefusedCaseGone,
        [CommandRefusal.NothingToAbandon] = Catalogue.RefusedNothingToAbandon,
        [CommandRefusal.RequestPending] = Catalogue.RefusedRequestPending,
        [CommandRefusal.WrongAction] = Catalogue.RefusedWrongAction,
        [CommandRefusal.UnknownScope] = Catalogue.RefusedUnknownScope,
        [CommandRefusal.NotFrozen] = Catalogue.RefusedNotFrozen,
        [CommandRefusal.StrategyIsOn] = Catalogue.RefusedStrategyIsOn,
        [CommandRefusal.ReleaseNeedsTwo] = Catalogue.RefusedReleaseNeedsTwo,
        [CommandRefusal.UnknownLimit] = Catalogue.RefusedUnknownLimit,
        [CommandRefusal.LimitOutOfRange] = Catalogue.RefusedUnknownLimit,
        [CommandRefusal.LimitNotHigher] = Catalogue.RefusedLimitNotHigher,
        [CommandRefusal.LimitNotLower] = Catalogue.RefusedLimitNotLower,
        [CommandRefusal.NotDryRun] = Catalogue.RefusedNotDryRun,
        [CommandRefusal.OrdersAreOff] = Catalogue.RefusedOrdersAreOff,
        [CommandRefusal.NothingToApply] = Catalogue.RefusedRequestGone,
        [CommandRefusal.ConfigMismatch] = Catalogue.RefusedRequestGone,
        [CommandRefusal.PreflightFailed] = Catalogue.RefusedPreflight,
        [ApproveToken.Missing] = Catalogue.RefusedToken,
        [ApproveToken.Invalid] = Catalogue.RefusedToken,
        [SecondFactor.Throttled] = Catalogue.RefusedTokenThrottled,
        [NotTaken] = Catalogue.CommandNotTaken,
        [StaysGiven] = Catalogue.CommandStaysGiven,
        [NotConfirmed] = Catalogue.RefusedNotConfirmed,
        [ReasonRequired] = Catalogue.RefusedReason,
    };

    /// <summary>What the page says after a command; what a release has left is told as it stands now.</summary>
    /// <param name="code">Of the address.</param>
    /// <param name="now">Null before the first snapshot.</param>
    /// <returns>Null for no code of a command.</returns>
    public static LocalText? DoneText(string code, EngineSnapshot? now)
    {
        IReadOnlyList<HoldCause> holds = now?.Control.Holds.Causes ?? [];
        IReadOnlyList<ScopeCause> scopes = now?.Control.Scopes.Causes ?? [];
        return code switch
        {
            ConfirmedHeld when holds.Count > 0 => Catalogue.ConfirmedHeld.With(string.Join("; ", holds.Select(h => $"{h.Reason} ({h.Source}, {At(h.Since)})"))),
            ConfirmedRestricted when scopes.Count > 0 => Catalogue.ConfirmedRestricted.With(string.Join("; ", scopes.Select(s => $"{s.Scope}: {s.Reason} ({s.Source}, {At(s.Since)})"))),
            _ => Done.GetValueOrDefault(code),
        };
    }

    private static string At(DateTimeOffset since) => since.UtcDateTime.ToString("HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>How a confirmation went: whether what it was about is let go of whole.</summary>
    private static string ConfirmedAs(ApprovalRecord record, EngineSnapshot after)
    {
        bool isHeld = record.Action == ApprovalAction.Resume && after.Control.IsHeld;
        bool isRestricted = record is { Action: ApprovalAction.Unfreeze or ApprovalAction.UnfreezeStrategy, Releases: { } scope } && after.Control.Scopes.Of(scope) is not null;
        return isHeld ? ConfirmedHeld : isRestricted ? ConfirmedRestricted : Confirmed;
    }

    public static void MapControlForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ui/hold", HoldAsync).ExcludeFromDescription();
        Map(routes, "/ui/resume", "run", (form, actor) => new ResumeRequested(actor, form.ReasonOr(ResumeApi.ExecuteReason), form.Correlation));
        routes.MapPost("/ui/resume-request", (HttpContext context, IOperatorCommands commands) => RequestAsync(context, commands, ApprovalAction.Resume)).ExcludeFromDescription();
        routes.MapPost("/ui/exit-dry-run-request", (HttpContext context, IOperatorCommands commands) => RequestAsync(context, commands, ApprovalAction.ExitDryRun)).ExcludeFromDescription();
        routes.MapPost("/ui/unkill-request", (HttpContext context, IOperatorCommands commands) => RequestAsync(context, commands, ApprovalAction.Unkill)).ExcludeFromDescription();
        routes.MapPost("/ui/sweeps/{id}/abandon-request", (string id, HttpContext context, IOperatorCommands commands) =>
            RequestAsync(context, commands, ApprovalAction.AbandonSweep, (form, asked) => form.Value(SweepPage.VenueField) is { Length: > 0 } venue ? asked with { Abandons = new SweepVenueRef(id, new VenueId(venue)) } : asked)).ExcludeFromDescription();
        routes.MapPost("/ui/freeze", FreezeAsync).ExcludeFromDescription();
        routes.MapPost("/ui/unfreeze-request", UnfreezeAsync).ExcludeFromDescription();
        routes.MapPost("/ui/limits", LimitAsync).ExcludeFromDescription();
        routes.MapPost("/ui/strategy", SwitchAsync).ExcludeFromDescription();
        routes.MapPost("/ui/budget-reset-request", (HttpContext context, IOperatorCommands commands) =>
            RequestAsync(context, commands, ApprovalAction.ResetBudget, (form, asked) => asked with { Releases = ControlScope.OfStrategy(form.Value(SubjectField)) })).ExcludeFromDescription();
        routes.MapPost("/ui/kill", KillAsync).ExcludeFromDescription();
        routes.MapPost("/ui/approvals/{id}/confirm", ConfirmAsync).ExcludeFromDescription();
        routes.MapPost("/ui/approvals/{id}/reject", RejectAsync).ExcludeFromDescription();
        routes.MapPost("/ui/cases/{id}/take", TakeCaseAsync).ExcludeFromDescription();
        routes.MapPost("/ui/cases/{id}/resolve", ResolveCaseAsync).ExcludeFromDescription();
    }

    /// <summary>Never refused for what was posted.</summary>
    private static async Task<IResult> HoldAsync(HttpContext context, IOperatorCommands commands)
    {
        PostedForm? form = await PostedForm.ReadAsync(context);
        var hold = new HoldRequested(context.Caller().Who.Name, form?.ReasonOr(HoldApi.DefaultReason) ?? HoldApi.DefaultReason, CorrelationId.Cut(CorrelationId.Of(context)));
        return await GiveAsync(commands, hold, "hold", context);
    }

    private static void Map(IEndpointRouteBuilder routes, string address, string done, Func<PostedForm, string, OperatorCommand> make) => routes
        .MapPost(address, async (HttpContext context, IOperatorCommands commands) => await PostedForm.ReadAsync(context) is { } form
            ? form.Fault is { } fault ? ErrorResponse.Unprocessable(fault) : await GiveAsync(commands, make(form, context.Caller().Who.Name), done, context)
            : PostedForm.NotAForm())
        .ExcludeFromDescription();

    private static async Task<IResult> RequestAsync(
        HttpContext context, IOperatorCommands commands, ApprovalAction action, Func<PostedForm, ApprovalRequested, ApprovalRequested>? about = null)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        if (form.Fault is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        return form.Reason.Length == 0
            ? Back(RefusedParameter, ReasonRequired)
            : await GiveAsync(commands, About(new ApprovalRequested(ApprovalCall.NewId(), action, context.Caller().Who.Name, form.Reason, form.Correlation)), "requested", context);

        ApprovalRequested About(ApprovalRequested asked) => about?.Invoke(form, asked) ?? asked;
    }

    /// <summary>The page's list names kind and subject in one value; programs may name the subject apart.</summary>
    private static ControlScope? ScopeOf(PostedForm form)
    {
        string[] words = form.Value(ScopeField).Split(' ');
        return FreezeApi.ScopeOf(words[0], form.Value(SubjectField) is { Length: > 0 } subject ? subject : words[^1]);
    }

    /// <summary>A restriction is carried out at once; the field names kind and subject, as the page offers them.</summary>
    private static async Task<IResult> FreezeAsync(HttpContext context, IOperatorCommands commands)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        return ScopeOf(form) is { } scope && ScopeCodes.State(form.Value(StateField)) is { } state
            ? await GiveAsync(commands, new FreezeRequested(scope, state, context.Caller().Who.Name, form.ReasonOr(FreezeApi.DefaultReason), CorrelationId.Cut(form.Correlation)), "frozen", context)
            : Back(RefusedParameter, CommandRefusal.UnknownScope);
    }

    private static async Task<IResult> UnfreezeAsync(HttpContext context, IOperatorCommands commands)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        ControlScope? scope = ScopeOf(form);
        ApprovalAction action = scope?.Kind == ScopeKind.Strategy ? ApprovalAction.UnfreezeStrategy : ApprovalAction.Unfreeze;
        return await RequestAsync(context, commands, action, (_, asked) => asked with { Releases = scope });
    }

    /// <summary>One button, both ways: off at once; on becomes a request where two people are needed.</summary>
    private static async Task<IResult> SwitchAsync(HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        string strategy = form.Value(SubjectField);
        bool isOn = form.Value(StateField) == "on";
        return isOn && snapshots.Current is not { TwoManRule: false }
            ? await RequestAsync(context, commands, ApprovalAction.EnableStrategy, (_, asked) => asked with { Releases = ControlScope.OfStrategy(strategy) })
            : await GiveAsync(
                commands, new StrategySwitched(strategy, isOn, context.Caller().Who.Name, form.ReasonOr(StrategyApi.DefaultReason), CorrelationId.Cut(form.Correlation)), "strategy_switched", context);
    }

    /// <summary>One field, both ways: what is stricter counts at once, what is looser becomes a request.</summary>
    private static async Task<IResult> LimitAsync(HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        if (!WireNumber.TryParse(form.Value(ValueField), out decimal value) || LimitsApi.ChangeOf(form.Value(LimitField), value, form.Value(SubjectField)) is not { } change)
        {
            return Back(RefusedParameter, CommandRefusal.UnknownLimit);
        }

        IReadOnlyList<LimitSnapshot> limits = snapshots.Current?.Limits ?? [];
        LimitSnapshot? now = limits.FirstOrDefault(l => l.Limit == change.Limit && l.Subject == change.Subject) ?? limits.FirstOrDefault(l => l.Limit == change.Limit);
        bool isRaise = change.Limit.Rule().IsStricter(now?.Value, change.Value);
        return isRaise
            ? await RequestAsync(context, commands, ApprovalAction.RaiseLimit, (_, asked) => asked with { Raises = change })
            : await GiveAsync(commands, new LimitLowered(change, context.Caller().Who.Name, form.ReasonOr(LimitsApi.DefaultReason), CorrelationId.Cut(form.Correlation)), "limit_lowered", context);
    }

    /// <summary>The box that says "yes" is the page's own confirmation; programs use the API, which asks for none.</summary>
    private static async Task<IResult> KillAsync(HttpContext context, IOperatorCommands commands)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        if (form.Value(ConfirmField) != ConfirmValue)
        {
            return Back(RefusedParameter, NotConfirmed);
        }

        var kill = new KillRequested(
            context.Caller().Who.Name, form.ReasonOr(KillApi.DefaultReason), KillApi.CorrelationOf(context, form.Value(SweepPage.IdField)), form.Value(FlattenField) == ConfirmValue);
        return await GiveAsync(commands, kill, "killed", context);
    }

    private static async Task<IResult> ConfirmAsync(string id, HttpContext context, IOperatorCommands commands, SecondFactor secondFactor, ISnapshotSource snapshots)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        ApprovalRecord? record = snapshots.Current?.Approvals.FirstOrDefault(a => a.Id.Value == id);
        if (record is null)
        {
            return Back(RefusedParameter, CommandRefusal.RequestNotFound);
        }

        return secondFactor.Refuses(form.Value(TokenField), context.Caller().Who.Name, record.Id) is { } refused
            ? Back(RefusedParameter, refused)
            : await GiveAsync(commands, new ApprovalConfirmed(record.Action, record.Id, context.Caller().Who.Name, form.Correlation), after => ConfirmedAs(record, after), context);
    }

    private static async Task<IResult> RejectAsync(string id, HttpContext context, IOperatorCommands commands)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        if (form.Fault is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        return ApprovalId.IsId(id)
            ? await GiveAsync(
                commands, new ApprovalRejected(new ApprovalId(id), context.Caller().Who.Name, form.ReasonOr(ApprovalsApi.DefaultRejection), form.Correlation), "rejected", context)
            : Back(RefusedParameter, CommandRefusal.RequestNotFound);
    }

    private static async Task<IResult> TakeCaseAsync(string id, HttpContext context, IOperatorCommands commands)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        return CaseId.TryParse(id, out CaseId found)
            ? await GiveAsync(commands, new CaseTaken(found, context.Caller().Who.Name, form.Correlation), "case_taken", context)
            : Back(RefusedParameter, CommandRefusal.CaseNotFound);
    }

    private static async Task<IResult> ResolveCaseAsync(string id, HttpContext context, IOperatorCommands commands)
    {
        if (await PostedForm.ReadAsync(context) is not { } form)
        {
            return PostedForm.NotAForm();
        }

        if (form.Fault is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        if (!CaseId.TryParse(id, out CaseId found))
        {
            return Back(RefusedParameter, CommandRefusal.CaseNotFound);
        }

        return form.Reason.Length == 0
            ? Back(RefusedParameter, ReasonRequired)
            : await GiveAsync(commands, new CaseResolved(found, context.Caller().Who.Name, form.Reason, form.Correlation), "case_resolved", context);
    }

    private static Task<IResult> GiveAsync(IOperatorCommands commands, OperatorCommand command, string done, HttpContext context) =>
        GiveAsync(commands, command, _ => done, context);

    /// <param name="done">What to say of the desk as it is after the command.</param>
    private static async Task<IResult> GiveAsync(IOperatorCommands commands, OperatorCommand command, Func<EngineSnapshot, string> done, HttpContext context)
    {
        try
        {
            CommandReceipt receipt = await commands.GiveAsync(command, context.RequestAborted);
            return receipt.Refusal is { } refusal ? Back(RefusedParameter, refusal.Code) : Back(DoneParameter, done(receipt.Snapshot));
        }
        catch (CommandNotTakenException e)
        {
            return Back(RefusedParameter, e.StaysGiven ? StaysGiven : NotTaken);
        }
    }

    private static SeeOther Back(string parameter, string code) => SeeOther.To($"{DashboardEndpoints.Address}?{parameter}={code}");
}
