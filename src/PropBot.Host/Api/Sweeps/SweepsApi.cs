using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution.Sweeps;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.Sweeps;

/// <summary>
/// Close-all, cancel-all and close-exposure: each a wish with an id that is carried out until the venues confirm it. They reduce risk:
/// HOLD, a kill, limits and a breached daily loss do not stop them.
/// </summary>
internal static class SweepsApi
{
    public const string ReplayHeader = "Idempotent-Replay";

    private const string Source = "api";

    public static void MapSweeps(this IEndpointRouteBuilder routes)
    {
        Describe<CloseAllResponse>(routes.MapPost("/api/ui/trades/close-all", CloseAllAsync), "HOLD, cancels every order, closes every pair and whatever else the venues hold; the same id returns the same report");
        Describe<CancelAllResponse>(routes.MapPost("/api/ui/cancel_all", CancelAllAsync), "Cancels every open order, ours and foreign, of one venue or of all; positions stay");
        Describe<CancelAllResponse>(routes.MapPost("/api/ui/cancel-all", CancelAllAsync), "The same as /api/ui/cancel_all");
        Describe<CloseExposureResponse>(routes.MapPost("/api/ui/close_exposure", CloseExposureAsync), "Closes the pairs that touch a venue or a symbol, both legs, and what else is held there");
        routes.MapGet("/api/ui/sweeps", List).WithSummary("The latest runs of every kind, newest first, ?limit=1..1000").Produces<SweepListResponse>();
        routes.MapGet("/api/ui/sweeps/{id}", One).WithSummary("One run with its orders, legs and what remains").Produces<CloseAllResponse>().Produces<ErrorResponse>(StatusCodes.Status404NotFound);
        routes.MapGet("/api/ui/trades/close-all/{id}", One).WithSummary("The same as /api/ui/sweeps/{id}").Produces<CloseAllResponse>().Produces<ErrorResponse>(StatusCodes.Status404NotFound);
    }

    private static void Describe<T>(RouteHandlerBuilder route, string summary) => route
        // Whatever type a hurried client names: what reduces risk is not refused for a missing header.
        .Accepts<SweepRequest>(isOptional: true, "application/json", "*/*")
        .WithSummary(summary)
        .Produces<T>()
        .Produces<ErrorResponse>(StatusCodes.Status404NotFound)
        .Produces<ErrorResponse>(StatusCodes.Status409Conflict)
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> CloseAllAsync(HttpContext context, Sweeper sweeper, ISnapshotSource snapshots, CancellationToken cancellationToken) =>
        RunAsync(context, sweeper, snapshots, SweepKind.CloseAll, CloseAllResponse.Of, cancellationToken);

    private static Task<IResult> CancelAllAsync(HttpContext context, Sweeper sweeper, ISnapshotSource snapshots, CancellationToken cancellationToken) =>
        RunAsync(context, sweeper, snapshots, SweepKind.CancelAll, CancelAllResponse.Of, cancellationToken);

    private static Task<IResult> CloseExposureAsync(HttpContext context, Sweeper sweeper, ISnapshotSource snapshots, CancellationToken cancellationToken) =>
        RunAsync(context, sweeper, snapshots, SweepKind.CloseExposure, CloseExposureResponse.Of, cancellationToken);

    private static async Task<IResult> RunAsync<T>(
        HttpContext context, Sweeper sweeper, ISnapshotSource snapshots, SweepKind kind, Func<Sweep, DateTimeOffset, T> answer, CancellationToken cancellationToken)
    {
        (SweepRequest? asked, string? error) = await SweepRequests.ReadAsync(context.Request, cancellationToken);
        if (asked is null || (error = Unfit(kind, asked)) is not null)
        {
            return ErrorResponse.Unprocessable(error!);
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        (SweepScope scope, string? missing) = SweepRequests.ScopeOf(snapshot, asked.Venue, asked.Symbol, takesOff: kind != SweepKind.CancelAll);
        if (missing is not null)
        {
            return ErrorResponse.NotFound(missing);
        }

        var wish = new SweepRequested(kind, scope, context.Caller().Who.Name, Source, asked.CorrelationId!, asked.DryRun == true, asked.Reason!);
        try
        {
            return Answer(context, await sweeper.RunAsync(wish, cancellationToken), snapshots, answer);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }

    private static IResult Answer<T>(HttpContext context, SweepAnswer came, ISnapshotSource snapshots, Func<Sweep, DateTimeOffset, T> answer)
    {
        switch (came)
        {
            case SweepAnswer.Report report:
                if (report.IsReplay)
                {
                    context.Response.Headers[ReplayHeader] = "true";
                }

                return TypedResults.Ok(answer(report.Sweep, snapshots.Current!.At));
            case SweepAnswer.Conflict conflict:
                return ErrorResponse.Of(
                    StatusCodes.Status409Conflict,
                    $"the id '{conflict.Known.Id}' stands for {conflict.Known.Kind.Code()} of {conflict.Known.Scope}, asked by {conflict.Known.Actor}: use another id");
            default:
                return ErrorResponse.NoSnapshot();
        }
    }

    private static string? Unfit(SweepKind kind, SweepRequest asked) => kind switch
    {
        SweepKind.CloseAll when asked.Venue is not null || asked.Symbol is not null => "close-all takes everything: for one venue or symbol post to /api/ui/close_exposure",
        SweepKind.CancelAll when asked.Symbol is not null => "cancel-all is for one venue or for all: symbol is not known here",
        _ => null,
    };

    private static IResult List(HttpRequest request, Sweeper sweeper, ISnapshotSource snapshots)
    {
        var query = new QueryReader(request.Query);
        int limit = query.Integer("limit", 50, 1, 1_000);
        return query.Error is { } error ? ErrorResponse.Unprocessable(error)
            : snapshots.Current is not { } snapshot ? ErrorResponse.NoSnapshot()
            : TypedResults.Ok(new SweepListResponse([.. sweeper.Latest(limit).Select(SweepResponse.Of)], snapshot.At));
    }

    private static IResult One(string id, Sweeper sweeper, ISnapshotSource snapshots) =>
        snapshots.Current is not { } snapshot ? ErrorResponse.NoSnapshot()
        : sweeper.Find(id) is { } sweep ? TypedResults.Ok(CloseAllResponse.Of(sweep, snapshot.At))
        : ErrorResponse.NotFound($"there is no run '{id}'");
}
