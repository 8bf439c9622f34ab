using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using PropBot.Host.Api;

namespace PropBot.Host.Dashboard;

/// <summary>What a form of the page posted.</summary>
internal sealed class PostedForm
{
    private readonly IFormCollection _fields;

    private PostedForm(IFormCollection fields, string correlation)
    {
        _fields = fields;
        Correlation = correlation;
    }

    public string Correlation { get; }

    /// <summary>Without blanks around it; empty when there is none.</summary>
    public string Reason => Value("reason");

    /// <summary>What is wrong with its texts; null when they can be kept.</summary>
    public string? Fault => Reason.Length > CommandBody.MaxReasonLength
        ? $"reason has {Reason.Length} characters, at most {CommandBody.MaxReasonLength} are kept"
        : CorrelationId.Fault(Correlation);

    /// <returns>Null when it is no form.</returns>
    public static async Task<PostedForm?> ReadAsync(HttpContext context) => context.Request.HasFormContentType
        ? new PostedForm(await context.Request.ReadFormAsync(context.RequestAborted), CorrelationId.Of(context))
        : null;

    public static JsonHttpResult<ErrorResponse> NotAForm() =>
        ErrorResponse.Of(StatusCodes.Status415UnsupportedMediaType, "a form is expected; programs post JSON to the same name under /api/ui");

    public string Value(string field) => _fields[field].ToString().Trim();

    public string ReasonOr(string fallback) => Reason.Length == 0 ? fallback : CommandBody.Cut(Reason);
}
