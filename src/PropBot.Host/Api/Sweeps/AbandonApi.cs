using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.Sweeps;

/// <summary>Giving up a venue that a sweep waits for and that does not come back: one operator asks, another confirms.</summary>
internal static class AbandonApi
{
    public static void MapAbandon(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/ui/sweeps/{id}/abandon-request", (string id, HttpContext context, ApprovalCall approvals) =>
                approvals.RequestAsync(
                    context, ApprovalAction.AbandonSweep, receipt => TypedResults.Ok(AbandonResponse.Of(receipt, id)), body => string.IsNullOrWhiteSpace(body.Venue)
                        ? (null, ErrorResponse.Unprocessable("venue is missing: {\"venue\": \"okx-perp\", \"reason\": \"why\"}"))
                        : (asked => asked with { Abandons = new SweepVenueRef(id, new VenueId(body.Venue.Trim())) }, null)))
            .Accepts<CommandBody>("application/json", "*/*")
            .WithSummary("Asks for giving up {\"venue\"} in a running sweep, with {\"reason\"}; another operator has to confirm")
            .Produces<AbandonResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status400BadRequest)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/sweeps/{id}/abandon-confirm", (string id, HttpContext context, ApprovalCall approvals) =>
                approvals.ConfirmAsync(context, ApprovalAction.AbandonSweep, receipt => TypedResults.Ok(AbandonResponse.Of(receipt, id))))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("Confirms that the venue is given up: the sweep claims nothing of it, and a case keeps it closed until somebody has looked")
            .Produces<AbandonResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status401Unauthorized)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict);
    }
}

/// <param name="Run">The sweep as it is now; null when it is not among the latest.</param>
internal sealed record AbandonResponse(ApprovalResponse? Approval, SweepResponse? Run, long Sequence, DateTimeOffset Ts)
{
    public static AbandonResponse Of(CommandReceipt receipt, string id)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.AbandonSweep);
        Sweep? sweep = receipt.Snapshot.Sweeps.FirstOrDefault(s => s.Id == id);
        return new AbandonResponse(
            newest is null ? null : ApprovalResponse.Of(newest), sweep is null ? null : SweepResponse.Of(sweep), receipt.Sequence, receipt.At);
    }
}
