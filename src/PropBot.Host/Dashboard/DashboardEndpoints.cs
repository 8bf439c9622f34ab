using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Events;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard;

internal static class DashboardEndpoints
{
    public const string Address = "/ui/dashboard";

    private const string NoFlash = "";

    /// <summary>The section of the sweeps says it all.</summary>
    private const string SweepFlash = "sweep";

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Redirect(Address)).ExcludeFromDescription();
        routes.MapGet(Address, Show).ExcludeFromDescription();
        routes.MapControlForms();
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
        string flash = query.OneOf(ControlForms.DoneParameter, NoFlash, [.. ControlForms.Done.Keys, SweepFlash]);
        LocalText? refused = ControlForms.Refused.GetValueOrDefault(query.OneOf(ControlForms.RefusedParameter, NoFlash, [.. ControlForms.Refused.Keys]));
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        View? view = views.Read(language, range, context.Caller());
        return PageResult.Of(DashboardPage.Render(view, language, range, context.Caller(), ControlForms.DoneText(flash, view?.Snapshot), refused));
    }

    /// <summary>The page's button for all changes; one instrument alone is acknowledged by the API.</summary>
    private static async Task<IResult> AcknowledgeAsync(HttpContext context, IOperatorCommands commands, CancellationToken cancellationToken)
    {
        try
        {
            await commands.GiveAsync(new InstrumentChangeAcknowledged(null, context.Caller().Who.Name, CorrelationId.Cut(CorrelationId.Of(context))), cancellationToken);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }

        return SeeOther.To(Address);
    }
}
