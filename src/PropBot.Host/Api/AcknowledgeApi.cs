using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>An operator has read what a venue changed in an instrument's rules; opening on it may go on.</summary>
internal static class AcknowledgeApi
{
    private const string HowTo = "{\"instrument\": \"okx-perp:BTCUSDT\"} or {\"all\": true}";

    public static void MapAcknowledge(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ui/instruments/acknowledge", AcknowledgeAsync)
        .Accepts<AcknowledgeRequest>("application/json", "*/*")
        .WithSummary("Accepts the venue's changed rules of one instrument or of all, so that pairs may open on it again")
        .Produces<AcknowledgeResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status404NotFound)
        .Produces<ErrorResponse>(StatusCodes.Status409Conflict)
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The instruments with rules that nobody has read yet.</summary>
    public static IReadOnlyList<BookSnapshot> Unread(EngineSnapshot snapshot) =>
        [.. snapshot.Venues.SelectMany(v => v.Books).Where(b => b.UnreadChanges.Count > 0)];

    private static async Task<IResult> AcknowledgeAsync(
        HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots, CancellationToken cancellationToken)
    {
        (string? Instrument, bool All)? asked = await ReadAsync(context.Request, cancellationToken);
        if (asked is not { } wanted)
        {
            return ErrorResponse.Unprocessable($"the body is not a JSON object such as {HowTo}");
        }

        if (wanted.All == wanted.Instrument is not null)
        {
            return ErrorResponse.Unprocessable($"name one instrument or all: {HowTo}");
        }

        string correlation = CorrelationId.Of(context);
        if (CorrelationId.Fault(correlation) is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        IReadOnlyList<BookSnapshot> unread = Unread(snapshot);
        InstrumentId? only = null;
        if (wanted.Instrument is { } name)
        {
            if (snapshot.Venues.SelectMany(v => v.Books).FirstOrDefault(b => IsNamed(b, name)) is not { } book)
            {
                return ErrorResponse.NotFound($"there is no instrument '{name}'; known here: {string.Join(", ", snapshot.Venues.SelectMany(v => v.Books).Select(b => b.Instrument))}");
            }

            only = book.Instrument;
            unread = [.. unread.Where(b => b.Instrument == book.Instrument)];
        }

        if (unread.Count == 0)
        {
            return only is { } id
                ? ErrorResponse.Of(StatusCodes.Status409Conflict, $"the rules of {id} have no change to acknowledge")
                : TypedResults.Ok(new AcknowledgeResponse([], correlation, snapshot.Sequence, snapshot.At));
        }

        try
        {
            CommandReceipt receipt = await commands.GiveAsync(
                new InstrumentChangeAcknowledged(only, context.Caller().Who.Name, correlation), cancellationToken);
            return TypedResults.Ok(new AcknowledgeResponse(
                [.. unread.Select(b => new AcknowledgedResponse(b.Instrument.ToString(), [.. b.UnreadChanges.Select(c => new RuleChangeResponse(c.Field, c.Before, c.After))]))],
                correlation, receipt.Sequence, receipt.At));
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }

    /// <summary><c>okx-perp:BTCUSDT</c>, or the configuration's spelling of the venue.</summary>
    private static bool IsNamed(BookSnapshot book, string name)
    {
        string[] parts = name.Split(':');
        return parts.Length == 2 && parts[0].Trim().Length > 0
            && new VenueId(parts[0]) == book.Instrument.Venue
            && string.Equals(parts[1].Trim(), book.Instrument.Symbol.Name, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(string? Instrument, bool All)?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        string body = await reader.ReadToEndAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize<AcknowledgeRequest>(body, ApiJson.Options) is { } read
                ? (string.IsNullOrWhiteSpace(read.Instrument) ? null : read.Instrument.Trim(), read.All ?? false)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Instrument"><c>okx-perp:BTCUSDT</c>.</param>
/// <param name="All">Every instrument with a change that nobody has acknowledged.</param>
internal sealed record AcknowledgeRequest(string? Instrument, bool? All);

/// <param name="Sequence">Number of the event that carried the command.</param>
internal sealed record AcknowledgeResponse(IReadOnlyList<AcknowledgedResponse> Acknowledged, string CorrelationId, long Sequence, DateTimeOffset Ts);

internal sealed record AcknowledgedResponse(string Instrument, IReadOnlyList<RuleChangeResponse> Changes);

/// <summary>A rule that the venue has changed.</summary>
internal sealed record RuleChangeResponse(string Field, string Before, string After);
