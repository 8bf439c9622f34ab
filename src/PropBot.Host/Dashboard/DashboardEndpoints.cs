using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard;

internal static class DashboardEndpoints
{
    private const string Address = "/ui/dashboard";
    private const string FlashParameter = "done";
    private const string HoldFlash = "hold";

    /// <summary>The section of the sweeps says it all.</summary>
    private const string SweepFlash = "sweep";

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Redirect(Address)).ExcludeFromDescription();
        routes.MapGet(Address, Show).ExcludeFromDescription();
        routes.MapPost("/ui/hold", HoldAsync).ExcludeFromDescription();
        routes.MapPost("/ui/instruments/acknowledge", AcknowledgeAsync).ExcludeFromDescription();
        routes.MapGet("/ui/events", LiveEvents.StreamAsync).ExcludeFromDescription();
        routes.MapGet("/ui/assets/{name}", Assets.Send).ExcludeFromDescription();
    }

    /// <summary>What page and live stream read of their address.</summary>
    public static (Language Language, EquityRange Range) ReadChoices(HttpContext context, QueryReader query)
    {
        Language language = LanguageChoice.Read(context, query);
        string range = query.OneOf(EquityRanges.Parameter, EquityRange.All.Code(), [.. EquityRanges.Known.Select(k => k.Code)]);
        return (language, EquityRanges.Parse(range));
    }

    private static IResult Show(HttpContext context, ViewSource views)
    {
        var query = new QueryReader(context.Request.Query);
        (Language language, EquityRange range) = ReadChoices(context, query);
        bool holdWasEngaged = query.OneOf(FlashParameter, "", HoldFlash, SweepFlash) == HoldFlash;
        return query.Error is { } error
            ? ErrorResponse.Unprocessable(error)
            : PageResult.Of(DashboardPage.Render(views.Read(language, range, context.Caller()), language, range, context.Caller(), holdWasEngaged));
    }

    private static async Task<IResult> HoldAsync(HttpContext context, IOperatorCommands commands, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return ErrorResponse.Of(StatusCodes.Status415UnsupportedMediaType, "a form is expected; programs post JSON to /api/ui/hold");
        }

        IFormCollection form = await context.Request.ReadFormAsync(cancellationToken);
        string reason = form["reason"].ToString().Trim();
        if (reason.Length > HoldApi.MaxReasonLength)
        {
            return ErrorResponse.Unprocessable($"reason has {reason.Length} characters, at most {HoldApi.MaxReasonLength} are kept");
        }

        try
        {
            await commands.HoldAsync(context.Caller().Who.Name, reason.Length == 0 ? HoldApi.DefaultReason : reason, cancellationToken);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }

        return SeeOther.To($"{Address}?{FlashParameter}={HoldFlash}");
    }

    /// <summary>The page's button for all changes; one instrument alone is acknowledged by the API.</summary>
    private static async Task<IResult> AcknowledgeAsync(HttpContext context, IOperatorCommands commands, CancellationToken cancellationToken)
    {
        try
        {
            await commands.AcknowledgeAsync(null, context.Caller().Who.Name, AcknowledgeApi.CorrelationOf(context), cancellationToken);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }

        return SeeOther.To(Address);
    }
}
