using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PropBot.Host.Api;

/// <summary>Every refusal of the API: what is wrong, and where a person can do something, what.</summary>
internal sealed record ErrorResponse(string Detail)
{
    public static JsonHttpResult<ErrorResponse> NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    public static JsonHttpResult<ErrorResponse> Unprocessable(string detail) => Of(StatusCodes.Status422UnprocessableEntity, detail);

    public static JsonHttpResult<ErrorResponse> Unavailable(string detail) => Of(StatusCodes.Status503ServiceUnavailable, detail);

    public static JsonHttpResult<ErrorResponse> Of(int status, string detail) =>
        TypedResults.Json(new ErrorResponse(detail), ApiJson.Options, statusCode: status);

    /// <summary>The answer while the engine has not published anything yet.</summary>
    public static JsonHttpResult<ErrorResponse> NoSnapshot() => Unavailable("the engine is starting: nothing to show yet, ask again in a second");
}
