using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace PropBot.Host.Api;

/// <summary>What an operator may say with a command; each route takes the part that it knows and leaves the rest.</summary>
/// <param name="Reason">The operator's words.</param>
/// <param name="Token">The second factor of a confirmation.</param>
/// <param name="RequestId">Which request is meant.</param>
/// <param name="CorrelationId">Names the command for the journal; the header <c>X-Correlation-Id</c> does the same.</param>
/// <param name="Flatten">With a kill: take off what is open too.</param>
/// <param name="Venue">Which venue of a sweep is given up.</param>
/// <param name="Scope">Which kind of part of the desk is meant: <c>desk</c>, <c>venue</c>, <c>instrument</c>, <c>strategy</c>.</param>
/// <param name="Subject">Which one of that kind.</param>
/// <param name="State">What it may do: <c>frozen</c> or <c>reduce_only</c>.</param>
/// <param name="StrategyName">The same as <paramref name="Strategy"/>.</param>
/// <param name="Enabled">Whether the strategy shall be on.</param>
/// <param name="Limit">Which limit is meant.</param>
/// <param name="Value">What it shall be.</param>
/// <param name="Note">What a reconciliation case was; the same as the reason.</param>
internal sealed record CommandBody(string? Reason, string? Token, string? RequestId, string? CorrelationId, bool? Flatten, string? Note = null, string? Venue = null,
    string? Scope = null, string? Subject = null, string? State = null, string? Strategy = null, string? StrategyName = null, string? Limit = null, decimal? Value = null, bool? Enabled = null)
{
    public const int MaxReasonLength = 500;

    private static readonly CommandBody Empty = new(null, null, null, null, null);

    /// <summary>Whatever type a hurried client names: a command is not refused for a missing header. No body is an empty one.</summary>
    /// <returns>Null when it is no JSON object of this kind.</returns>
    public static async Task<CommandBody?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        string body = await reader.ReadToEndAsync(cancellationToken);
        if (string.IsNullOrWhiteSpace(body))
        {
            return Empty;
        }

        try
        {
            return JsonSerializer.Deserialize<CommandBody>(body, ApiJson.Options);
        }
        catch (JsonException)
        {
            return request.HasFormContentType ? OfForm(body) : null;
        }
    }

    /// <summary>A form says what it knows: the strategy and whether it shall be on.</summary>
    private static CommandBody? OfForm(string body)
    {
        Dictionary<string, StringValues> fields = QueryHelpers.ParseQuery(body);
        string? One(string name) => fields.TryGetValue(name, out StringValues value) ? value.ToString() : null;
        return Empty with
        {
            Reason = One("reason"),
            Token = One("token"),
            RequestId = One("request_id"),
            Strategy = One("strategy"),
            StrategyName = One("strategy_name"),
            Enabled = One("enabled") is { } enabled ? enabled.Trim().ToLowerInvariant() is "1" or "true" or "yes" or "on" : null,
        };
    }

    /// <summary>For what is never refused: a body that cannot be read, or is too large to be, takes its words with it and nothing else.</summary>
    public static async Task<CommandBody> ReadOrNothingAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(request, cancellationToken) ?? Empty;
        }
        catch (BadHttpRequestException)
        {
            return Empty;
        }
    }

    /// <summary>The reason without blanks around it, cut to what is kept; the fallback when there is none.</summary>
    public string ReasonOr(string fallback) => string.IsNullOrWhiteSpace(Reason) ? fallback : Cut(Reason.Trim());

    public static string Cut(string reason) => reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;

    /// <summary>Which strategy is meant, without blanks around it.</summary>
    public string? StrategyWords => (Strategy ?? StrategyName)?.Trim();

    /// <summary>The note, or the reason, without blanks around it; null when neither is there.</summary>
    public string? Words => (Note ?? Reason)?.Trim();

    /// <summary>What is wrong with its texts; null when they can be kept.</summary>
    public string? Fault() => TooLong("reason", Reason) ?? TooLong("note", Note);

    private static string? TooLong(string name, string? text) =>
        text?.Length > MaxReasonLength ? $"{name} has {text.Length} characters, at most {MaxReasonLength} are kept" : null;
}
