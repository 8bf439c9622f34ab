using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PropBot.Ledger;

namespace PropBot.Host.Api;

/// <summary>The API's outer edge: nothing leaves it without a reason that people can read, and nothing of our insides does.</summary>
internal static class ApiBoundary
{
    public static void UseApiBoundary(this WebApplication app)
    {
        ILogger log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("PropBot.Host.Api");
        app.Use(async (context, next) =>
        {
            AddHeaders(context.Response);
            try
            {
                await next(context);
                await ExplainEmptyAnswerAsync(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client has gone; nobody is left to answer.
            }
            catch (BadHttpRequestException e) when (!context.Response.HasStarted)
            {
                await ErrorResponse.Of(e.StatusCode, e.Message).ExecuteAsync(context);
            }
            catch (LedgerUnavailableException e) when (!context.Response.HasStarted)
            {
                log.LogError(e, "{Method} {Path}: the ledger cannot be read", context.Request.Method, context.Request.Path);
                await ErrorResponse.Unavailable($"the ledger cannot be read: {e.Cause}. {e.WhatToDo}").ExecuteAsync(context);
            }
            catch (Exception e) when (!context.Response.HasStarted)
            {
                log.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
                await ErrorResponse.Of(StatusCodes.Status500InternalServerError, "internal error; the log says more").ExecuteAsync(context);
            }
        });
    }

    private static void AddHeaders(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    private static Task ExplainEmptyAnswerAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        if (response.HasStarted || response.ContentLength > 0 || response.ContentType is not null)
        {
            return Task.CompletedTask;
        }

        string? detail = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "not found",
            StatusCodes.Status405MethodNotAllowed => "method not allowed",
            StatusCodes.Status415UnsupportedMediaType => "unsupported media type",
            _ => null,
        };
        return detail is null ? Task.CompletedTask : ErrorResponse.Of(response.StatusCode, detail).ExecuteAsync(context);
    }
}
