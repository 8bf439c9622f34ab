using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class HoldApi
{
    public const string DefaultReason = "manual_hold";
    public const int MaxReasonLength = 500;

    public static void MapHold(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ui/hold", HoldAsync)
        // Whatever type a hurried client names: HOLD is not refused for a missing header.
        .Accepts<HoldRequest>(isOptional: true, "application/json", "*/*")
        .WithSummary("Stops opening; what reduces risk goes on. Works always, in HOLD too")
        .Produces<HoldResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> HoldAsync(HttpContext context, IOperatorCommands commands, CancellationToken cancellationToken)
    {
        string? reason = null;
        try
        {
            reason = await ReadReasonAsync(context.Request, cancellationToken);
        }
        catch (JsonException)
        {
            return ErrorResponse.Unprocessable("the body is not a JSON object such as {\"reason\": \"maintenance\"}");
        }

        if (reason?.Length > MaxReasonLength)
        {
            return ErrorResponse.Unprocessable($"reason has {reason.Length} characters, at most {MaxReasonLength} are kept");
        }

        string words = string.IsNullOrWhiteSpace(reason) ? DefaultReason : reason.Trim();
        try
        {
            CommandReceipt receipt = await commands.HoldAsync(context.Caller().Who.Name, words, cancellationToken);
            var control = ControlResponse.Of(receipt.Control);
            return TypedResults.Ok(new HoldResponse(control.Mode, control.HoldActive, control, receipt.Sequence, receipt.At));
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }

    private static async Task<string?> ReadReasonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        string body = await reader.ReadToEndAsync(cancellationToken);
        return string.IsNullOrWhiteSpace(body) ? null : JsonSerializer.Deserialize<HoldRequest>(body, ApiJson.Options)?.Reason;
    }
}

internal sealed record HoldRequest(string? Reason);

/// <param name="Safety">The control state after the command.</param>
/// <param name="Sequence">Number of the event that carried the command.</param>
internal sealed record HoldResponse(string Mode, bool HoldActive, ControlResponse Safety, long Sequence, DateTimeOffset Ts);
