using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The two routes of what takes two people: one operator asks, another confirms. Both answer with what has become of it.</summary>
internal static class ApprovalRoutes
{
    /// <param name="summary">Ends in the documents with who has to confirm.</param>
    /// <param name="about">What the body says that it is about; null where the action says it all.</param>
    public static void MapRequest<T>(
        this IEndpointRouteBuilder routes, string path, ApprovalAction action, string summary, Func<CommandReceipt, T> answer,
        Func<CommandBody, (Func<ApprovalRequested, ApprovalRequested>? About, IResult? Fault)>? about = null) => routes
        .MapPost(path, (HttpContext context, ApprovalCall approvals) =>
            approvals.RequestAsync(context, action, receipt => TypedResults.Json(answer(receipt), statusCode: StatusCodes.Status202Accepted), about))
        .Accepts<CommandBody>("application/json", "*/*")
        .WithSummary($"{summary}; another operator has to confirm")
        .Produces<T>(StatusCodes.Status202Accepted)
        .Produces<ErrorResponse>(StatusCodes.Status400BadRequest)
        .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);

    public static void MapConfirm<T>(this IEndpointRouteBuilder routes, string path, ApprovalAction action, string summary, Func<CommandReceipt, T> answer) => routes
        .MapPost(path, (HttpContext context, ApprovalCall approvals) => approvals.ConfirmAsync(context, action, receipt => TypedResults.Ok(answer(receipt))))
        .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
        .WithSummary(summary)
        .Produces<T>()
        .Produces<ErrorResponse>(StatusCodes.Status401Unauthorized)
        .Produces<RefusalResponse>(StatusCodes.Status404NotFound)
        .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
}
