using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Host.Api;
using PropBot.Host.Api.Sweeps;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard;

/// <summary>Close-all, cancel-all and close-exposure for a browser: a plan to look at, and a form that works without scripts.</summary>
internal static class SweepEndpoints
{
    private const string Source = "page";
    private const string Done = "/ui/dashboard?done=sweep";

    private static readonly SweepKind[] Offered = [SweepKind.CloseAll, SweepKind.CancelAll, SweepKind.CloseExposure];

    /// <summary>A kill's plan is looked at here too; its form goes where every kill of the page goes.</summary>
    private static readonly SweepKind[] Planned = [.. Offered, SweepKind.Kill];

    public static void MapSweepPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SweepPage.Address, Show).ExcludeFromDescription();
        routes.MapPost(SweepPage.Address, RunAsync).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, ISnapshotSource snapshots)
    {
        var query = new QueryReader(context.Request.Query);
        Language language = LanguageChoice.Read(context, query);
        string kind = query.OneOf(SweepPage.KindField, SweepKind.CloseAll.Code(), [.. Planned.Select(k => k.Code())]);
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        SweepKind wanted = Planned.Single(k => k.Code() == kind);
        (SweepScope scope, string? missing) = SweepRequests.ScopeOf(
            snapshot, context.Request.Query[SweepPage.VenueField], context.Request.Query[SweepPage.SymbolField], wanted != SweepKind.CancelAll);
        return missing is not null
            ? ErrorResponse.NotFound(missing)
            : PageResult.Of(SweepPage.Render(
                SweepPlan.Of(snapshot, wanted, scope, SweepRequests.NewId(), context.Caller().Who.Name, Source), language, context.Caller()));
    }

    private static async Task<IResult> RunAsync(HttpContext context, Sweeper sweeper, ISnapshotSource snapshots, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return ErrorResponse.Of(StatusCodes.Status415UnsupportedMediaType, "a form is expected; programs post JSON to /api/ui/trades/close-all");
        }

        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        string id = form[SweepPage.IdField].ToString();
        string reason = form["reason"].ToString().Trim();
        if (Offered.Where(k => k.Code() == form[SweepPage.KindField]).Cast<SweepKind?>().FirstOrDefault() is not { } kind
            || id.Length is 0 or > Sweep.MaxIdLength || reason.Length > CommandBody.MaxReasonLength)
        {
            return ErrorResponse.Unprocessable("the form has no known kind, or its id or reason is too long: go back to the dashboard and begin anew");
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        (SweepScope scope, string? missing) = SweepRequests.ScopeOf(snapshot, form[SweepPage.VenueField], form[SweepPage.SymbolField], kind != SweepKind.CancelAll);
        if (missing is not null)
        {
            return ErrorResponse.NotFound(missing);
        }

        try
        {
            // The page shows how far it is; it does not wait for the end.
            return await sweeper.BeginAsync(new SweepRequested(kind, scope, context.Caller().Who.Name, Source, id, Reason: reason), cancellationToken) is SweepAnswer.Conflict
                ? ErrorResponse.Of(StatusCodes.Status409Conflict, $"the id '{id}' stands for another request: go back to the dashboard and begin anew")
                : SeeOther.To(Done);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }
}
