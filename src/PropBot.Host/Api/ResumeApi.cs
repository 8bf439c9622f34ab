using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>
/// Leaves a HOLD in the paper profile, where no money is at stake and one operator may: by the autopilot's own checks. Elsewhere
/// a HOLD is left by two people, which this version does not have.
/// </summary>
internal static class ResumeApi
{
    private const string Paper = "paper";

    public static void MapResume(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ui/resume", ResumeAsync)
        .WithSummary("Leaves HOLD in the paper profile when every start-up check is green")
        .Produces<HoldResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status403Forbidden)
        .Produces<ErrorResponse>(StatusCodes.Status409Conflict)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ResumeAsync(
        HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots, IFeedDescriptionSource feed, CancellationToken cancellationToken)
    {
        if (feed.Current.Profile != Paper)
        {
            return ErrorResponse.Of(StatusCodes.Status403Forbidden, $"in the profile {feed.Current.Profile} a HOLD is left by two people, not by one request");
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        string[] red = [.. snapshot.Preflight.Where(check => !check.Ok).Select(check => $"{check.Name}: {check.English}")];
        if (red.Length > 0)
        {
            return ErrorResponse.Of(StatusCodes.Status409Conflict, $"HOLD stays, not every check is green: {string.Join("; ", red)}");
        }

        try
        {
            CommandReceipt receipt = await commands.ResumeAsync(context.Caller().Who.Name, "operator_resume", cancellationToken);
            var control = ControlResponse.Of(receipt.Control);
            return TypedResults.Ok(new HoldResponse(control.Mode, control.HoldActive, control, receipt.Sequence, receipt.At));
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }
}
