using Microsoft.AspNetCore.Http;
using PropBot.Host.Dashboard.Markup;

namespace PropBot.Host.Dashboard;

internal static class PageResult
{
    public static IResult Of(Html page, int status = StatusCodes.Status200OK) =>
        TypedResults.Content(page.Markup, "text/html; charset=utf-8", statusCode: status);
}
