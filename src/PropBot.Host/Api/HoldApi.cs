using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class HoldApi
{
    public const string DefaultReason = "manual_hold";

    public static void MapHold(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ui/hold", HoldAsync)
        .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
        .WithSummary("Stops opening; what reduces risk goes on. Works always, in HOLD too, whatever the body looks like")
        .Produces<HoldResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> HoldAsync(HttpContext context, CommandCall call) => call.StopAsync(
        context,
        order => MadeCommand.Of(new HoldRequested(order.Actor, order.Body.ReasonOr(DefaultReason), order.Correlation)),
        receipt => TypedResults.Ok(HoldResponse.Of(receipt)));
}

/// <param name="Safety">The control state after the command.</param>
/// <param name="Sequence">Number of the event that carried the command.</param>
internal sealed record HoldResponse(string Mode, bool HoldActive, ControlResponse Safety, long Sequence, DateTimeOffset Ts)
{
    public static HoldResponse Of(CommandReceipt receipt)
    {
        var control = ControlResponse.Of(receipt.Snapshot);
        return new HoldResponse(control.Mode, control.HoldActive, control, receipt.Sequence, receipt.At);
    }
}
