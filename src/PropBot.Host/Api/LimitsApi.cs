using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Configuration.Options;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The limits that count and where each comes from; one operator lowers, two raise.</summary>
internal static class LimitsApi
{
    public const string DefaultReason = "manual_limit";

    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/limits", (ISnapshotSource snapshots) => snapshots.Current is { } snapshot ? TypedResults.Ok(LimitsResponse.Of(snapshot)) : (IResult)ErrorResponse.NoSnapshot())
            .WithSummary("The limits that count now, what the configuration says, and who changed them")
            .Produces<LimitsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/api/ui/limits/lower", (HttpContext context, CommandCall call) => call.ReduceAsync(
                context,
                order => ChangeOf(order.Body.Limit, order.Body.Value, order.Body.Subject) is { } change
                    ? MadeCommand.Of(new LimitLowered(change, order.Actor, order.Body.ReasonOr(DefaultReason), order.Correlation))
                    : MadeCommand.Refuse(NoLimit(order.Body)),
                receipt => TypedResults.Ok(LimitsResponse.Of(receipt.Snapshot))))
            .Accepts<CommandBody>("application/json", "*/*")
            .WithSummary("Makes {\"limit\", \"value\"} stricter, for all or for one {\"subject\"}, with {\"reason\"}: lower, or higher where its direction says so. Works at once, by one operator")
            .Produces<LimitsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapRequest(
            "/api/ui/limits/raise-request", ApprovalAction.RaiseLimit, "Asks for making {\"limit\"} looser, to {\"value\"}, for all or for one {\"subject\"}, with {\"reason\"}",
            r => GivenResponse.Of(r, ApprovalAction.RaiseLimit),
            body => ChangeOf(body.Limit, body.Value, body.Subject) is { } change ? (asked => asked with { Raises = change }, null) : (null, NoLimit(body)));
        routes.MapConfirm(
            "/api/ui/limits/raise-confirm", ApprovalAction.RaiseLimit, "Confirms {\"request_id\"}, the looser limit that another operator requested; it counts at once",
            r => GivenResponse.Of(r, ApprovalAction.RaiseLimit));
        routes.MapRequest(
            "/api/ui/exit-dry-run-request", ApprovalAction.ExitDryRun, "Asks for opening pairs in a run that was begun as a dry run", r => GivenResponse.Of(r, ApprovalAction.ExitDryRun));
        routes.MapConfirm(
            "/api/ui/exit-dry-run-confirm", ApprovalAction.ExitDryRun, "Confirms {\"request_id\"}, the end of the dry run; it counts at once and for this run",
            r => GivenResponse.Of(r, ApprovalAction.ExitDryRun));
    }

    public static LimitChange? ChangeOf(string? code, decimal? value, string? subject = null)
    {
        if (LimitTable.Find(code?.Trim().ToLowerInvariant() ?? "") is not { } rule || value is not { } wanted)
        {
            return null;
        }

        return new LimitChange(rule.Limit, wanted, string.IsNullOrWhiteSpace(subject) ? null : rule.Scope.Spell(subject.Trim()));
    }

    private static IResult NoLimit(CommandBody body) => ErrorResponse.Unprocessable(
        $"limit '{body.Limit}' with value '{body.Value}' is none: name a number and one of {string.Join(", ", LimitTable.All.Select(r => r.Code))}");
}

internal sealed record LimitsResponse(IReadOnlyList<LimitResponse> Limits, DateTimeOffset Ts)
{
    public static LimitsResponse Of(EngineSnapshot snapshot) => new([.. snapshot.Limits.Select(LimitResponse.Of)], snapshot.At);
}

/// <param name="Subject">Of which symbol, coin or venue; null: of all that have none of their own.</param>
/// <param name="Value">What counts; null: there is none.</param>
/// <param name="Configured">What the configuration says.</param>
/// <param name="Unit"><c>usdt</c>, <c>bps</c>, <c>fraction</c>, <c>times</c>, <c>count</c>, <c>per_minute</c>, <c>seconds</c> or <c>days</c>.</param>
/// <param name="Direction"><c>lower_is_stricter</c> or <c>higher_is_stricter</c>: one person makes it stricter, two make it looser.</param>
/// <param name="Per">What may have a number of its own: <c>symbol</c>, <c>asset</c>, <c>venue</c>; <c>desk</c>: nothing.</param>
/// <param name="Least">The least number that is taken.</param>
/// <param name="Most">The largest.</param>
/// <param name="Origin"><c>configuration</c>, <c>raised</c> (looser than it) or <c>lowered</c> (stricter).</param>
/// <param name="Option">Its name in the configuration.</param>
internal sealed record LimitResponse(
    string Limit, string? Subject, decimal? Value, decimal? Configured, string Unit, string Direction, string Per, decimal Least, decimal Most, string Origin, string? By, string? Reason, DateTimeOffset? At,
    string Option, LimitWords Meaning)
{
    public static LimitResponse Of(LimitSnapshot limit)
    {
        LimitRule rule = limit.Limit.Rule();
        ConfigOption option = RiskKeys.Of(limit.Limit);
        return new LimitResponse(
            rule.Code, limit.Subject, limit.Value, limit.Configured, rule.Unit.Code(), rule.Sense.Code(), rule.Scope.Code(), rule.Least, rule.Most,
            limit.Origin, limit.Change?.By, limit.Change?.Reason, limit.Change?.At, option.Name, new LimitWords(option.Meaning.Russian, option.Meaning.English));
    }
}

/// <summary>What a limit is, for people.</summary>
internal sealed record LimitWords(string Ru, string En);

/// <summary>The request of an action after a command about it.</summary>
internal sealed record GivenResponse(string Status, string? RequestId, ApprovalResponse? Approval, LimitsResponse Limits, bool DryRun, long Sequence, DateTimeOffset Ts)
{
    public static GivenResponse Of(CommandReceipt receipt, ApprovalAction action)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == action);
        return new GivenResponse(
            newest?.Status == ApprovalStatus.Used ? "approved" : "pending", newest?.Id.Value, newest is null ? null : ApprovalResponse.Of(newest),
            LimitsResponse.Of(receipt.Snapshot), receipt.Snapshot.IsDryRun, receipt.Sequence, receipt.At);
    }
}
