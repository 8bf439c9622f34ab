using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>What waits for a second person, and what became of it.</summary>
internal static class ApprovalsApi
{
    public const string DefaultRejection = "rejected";

    private const string Any = "any";

    private static readonly string[] Statuses = [Any, .. Enum.GetNames<ApprovalStatus>().Select(n => n.ToLowerInvariant())];

    public static void MapApprovals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/approvals", List)
            .WithSummary("The latest requests that need a second person, newest first: ?status=pending, ?limit=")
            .Produces<ApprovalsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/api/ui/approvals/{id}/reject", RejectAsync)
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("Says no to a request that waits, or takes one's own back")
            .Produces<RejectResponse>()
            .Produces<RefusalResponse>(StatusCodes.Status404NotFound)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult List(HttpContext context, ISnapshotSource snapshots)
    {
        var query = new QueryReader(context.Request.Query);
        string status = query.OneOf("status", Any, Statuses);
        int limit = query.Integer("limit", 50, 1, 50);
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        IEnumerable<ApprovalResponse> approvals = snapshot.Approvals.Select(ApprovalResponse.Of).Where(a => status == Any || a.Status == status);
        return TypedResults.Ok(new ApprovalsResponse([.. approvals.Take(limit)], snapshot.TwoManRule, snapshot.At));
    }

    private static Task<IResult> RejectAsync(string id, HttpContext context, CommandCall call) => call.RunAsync(
        context,
        order => ApprovalId.IsId(id)
            ? MadeCommand.Of(new ApprovalRejected(new ApprovalId(id), order.Actor, order.Body.ReasonOr(DefaultRejection), order.Correlation))
            : MadeCommand.Refuse(ErrorResponse.NotFound(CommandRefusal.RequestNotFound)),
        receipt => TypedResults.Ok(new RejectResponse(
            ApprovalResponse.Of(receipt.Snapshot.Approvals.Single(a => a.Id == new ApprovalId(id))), receipt.Sequence, receipt.At)));
}

internal sealed record ApprovalsResponse(IReadOnlyList<ApprovalResponse> Approvals, bool TwoManRule, DateTimeOffset Ts);

internal sealed record RejectResponse(ApprovalResponse Approval, long Sequence, DateTimeOffset Ts);
