using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using PropBot.Core.Engine;

namespace PropBot.Host.Api;

/// <summary>The engine did not carry a command out.</summary>
/// <param name="Detail">The closed code, or the sentence where a person must see it at once.</param>
internal sealed record RefusalResponse(string Detail, string Code, string En, string Ru)
{
    /// <param name="detail">What programs know the refusal by here; null: its code.</param>
    public static JsonHttpResult<RefusalResponse> Of(CommandRefusal refusal, string? detail = null) => TypedResults.Json(
        new RefusalResponse(detail ?? DetailOf(refusal), refusal.Code, refusal.English, refusal.Russian), ApiJson.Options, statusCode: StatusOf(refusal));

    private static string DetailOf(CommandRefusal refusal) =>
        refusal.Code is CommandRefusal.SafeMode or CommandRefusal.PreflightFailed or CommandRefusal.SamePerson or CommandRefusal.SharedOperator ? refusal.English : refusal.Code;

    private static int StatusOf(CommandRefusal refusal) => refusal.Code switch
    {
        CommandRefusal.HoldActive or CommandRefusal.Killed => StatusCodes.Status423Locked,
        CommandRefusal.SafeMode => StatusCodes.Status403Forbidden,
        CommandRefusal.UnknownScope or CommandRefusal.UnknownLimit or CommandRefusal.LimitOutOfRange or CommandRefusal.LimitNotHigher or CommandRefusal.LimitNotLower
            => StatusCodes.Status422UnprocessableEntity,
        CommandRefusal.ReleaseNeedsTwo or CommandRefusal.SharedOperator => StatusCodes.Status403Forbidden,
        CommandRefusal.RequestNotFound or CommandRefusal.CaseNotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status409Conflict,
    };
}
