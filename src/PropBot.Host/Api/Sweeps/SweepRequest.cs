using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Host.Api.Sweeps;

/// <summary>The bodies of close-all, cancel-all and close-exposure. Every field may be missing; one that is not known is refused.</summary>
/// <param name="Venue"><c>okx-perp</c>; null: every venue. Not for close-all.</param>
/// <param name="Symbol"><c>BTCUSDT</c>; null: every symbol. For close-exposure.</param>
/// <param name="CorrelationId">The run's id: the same one again returns the same report and sends nothing.</param>
/// <param name="DryRun">The plan with its estimate; nothing is sent.</param>
/// <param name="Reason">In the operator's words, for the report.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SweepRequest(
    string? Venue = null, string? Symbol = null, string? CorrelationId = null, bool? DryRun = null, string? Reason = null);

/// <summary>Reads such a request: body, query and headers.</summary>
internal static class SweepRequests
{
    public const string IdempotencyHeader = "Idempotency-Key";

    private const int MadeIdBytes = 8;

    /// <returns>The request, or what is wrong with it.</returns>
    public static async Task<(SweepRequest? Request, string? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request.Query);
        string dryRun = query.OneOf("dry_run", "false", "true", "false");
        if (query.Error is { } error)
        {
            return (null, error);
        }

        using var reader = new StreamReader(request.Body);
        string body = await reader.ReadToEndAsync(cancellationToken);
        SweepRequest read;
        try
        {
            read = string.IsNullOrWhiteSpace(body) ? new SweepRequest() : JsonSerializer.Deserialize<SweepRequest>(body, ApiJson.Options) ?? new SweepRequest();
        }
        catch (JsonException wrong)
        {
            return (null, $"the body is not a JSON object of venue, symbol, correlation_id, dry_run and reason: {wrong.Message}");
        }

        string? id = First(read.CorrelationId, request.Headers[IdempotencyHeader], request.Headers[CorrelationId.Header]);
        return id is not null && (id.Length > Sweep.MaxIdLength || id.Any(char.IsControl))
            ? (null, $"the correlation id has {id.Length} characters; 1 to {Sweep.MaxIdLength} without control characters are kept")
            : read.Reason?.Length > CommandBody.MaxReasonLength
                ? (null, $"reason has {read.Reason.Length} characters, at most {CommandBody.MaxReasonLength} are kept")
                : (read with { CorrelationId = id ?? NewId(), DryRun = read.DryRun == true || dryRun == "true", Reason = read.Reason?.Trim() ?? "" }, null);
    }

    /// <summary>An id for a request that brought none.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MadeIdBytes));

    /// <returns>What is meant, or why there is no such venue or symbol in this run.</returns>
    public static (SweepScope Scope, string? Missing) ScopeOf(EngineSnapshot snapshot, string? venue, string? symbol, bool takesOff)
    {
        VenueId? meant = string.IsNullOrWhiteSpace(venue) ? null : new VenueId(venue);
        if (meant is { } name && snapshot.Venues.All(v => v.Venue != name))
        {
            return (default, $"there is no venue '{venue}'; known here: {string.Join(", ", snapshot.Venues.Select(v => v.Venue))}");
        }

        if (string.IsNullOrWhiteSpace(symbol))
        {
            return (new SweepScope(meant, null, takesOff), null);
        }

        List<Symbol> known = [.. snapshot.Venues.SelectMany(v => v.Books).Select(b => b.Instrument.Symbol).Distinct()];
        return Symbol.TryParse(symbol, out Symbol wanted) && known.Contains(wanted)
            ? (new SweepScope(meant, wanted, takesOff), null)
            : (default, $"there is no symbol '{symbol}'; known here: {string.Join(", ", known)}");
    }

    private static string? First(params IEnumerable<string?> names) => names.FirstOrDefault(n => !string.IsNullOrWhiteSpace(n))?.Trim();
}
