using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Ledger.Documents;

namespace PropBot.Host.Api;

/// <summary>Differences between our books and the venues: who looks after each, and what a person says it was.</summary>
internal static class CasesApi
{
    private const string NoteMissing = "note is missing: say what the difference was, {\"note\": \"the treasury's own hedge\"}";

    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/cases", List)
            .WithSummary("Reconciliation cases, newest first: status=open, resolved or all; limit")
            .Produces<CasesResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/api/ui/cases/{id}/take", TakeAsync)
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("The caller looks after the case from now on")
            .Produces<CaseChangedResponse>()
            .Produces<RefusalResponse>(StatusCodes.Status404NotFound)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/api/ui/cases/{id}/resolve", ResolveAsync)
            .Accepts<CommandBody>("application/json", "*/*")
            .WithSummary("The caller explains the case; opening may go on where it stopped it. The explanation holds until the difference changes")
            .Produces<CaseChangedResponse>()
            .Produces<RefusalResponse>(StatusCodes.Status404NotFound)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult List(HttpContext context, ISnapshotSource snapshots, ILedgerReads ledger)
    {
        var query = new QueryReader(context.Request.Query);
        string status = query.OneOf("status", "open", "open", "resolved", "all");
        int limit = query.Integer("limit", DefaultLimit, 1, MaxLimit);
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        // Open ones from the snapshot, as page and metrics show them; the others lie in the ledger.
        IEnumerable<ReconciliationCase> open = status == "resolved" ? [] : snapshot.Cases.Reverse();
        IEnumerable<ReconciliationCase> resolved = status == "open"
            ? []
            : ledger.Documents<CaseChanged>(new DocumentQuery(Limit: MaxLimit)).Select(d => d.Case).Where(c => !c.IsOpen);
        return TypedResults.Ok(new CasesResponse(
            snapshot.At, snapshot.Sequence, snapshot.Cases.Count, [.. open.Concat(resolved).Take(limit).Select(CaseResponse.Of)]));
    }

    private static Task<IResult> TakeAsync(string id, HttpContext context, CommandCall call) => call.RunAsync(
        context,
        order => CaseId.TryParse(id, out CaseId found)
            ? MadeCommand.Of(new CaseTaken(found, order.Actor, order.Correlation))
            : MadeCommand.Refuse(ErrorResponse.NotFound(CommandRefusal.CaseNotFound)),
        receipt => Changed(id, context, receipt));

    private static Task<IResult> ResolveAsync(string id, HttpContext context, CommandCall call) => call.RunAsync(
        context,
        order => !CaseId.TryParse(id, out CaseId found) ? MadeCommand.Refuse(ErrorResponse.NotFound(CommandRefusal.CaseNotFound))
            : order.Body.Words is not { Length: > 0 } note ? MadeCommand.Refuse(ErrorResponse.Unprocessable(NoteMissing))
            : MadeCommand.Of(new CaseResolved(found, order.Actor, note, order.Correlation)),
        receipt => Changed(id, context, receipt));

    private static Ok<CaseChangedResponse> Changed(string text, HttpContext context, CommandReceipt receipt)
    {
        _ = CaseId.TryParse(text, out CaseId id);
        ReconciliationCase after = receipt.Snapshot.Cases.Concat(receipt.Snapshot.ResolvedCases).First(c => c.Id == id);
        return TypedResults.Ok(new CaseChangedResponse(CaseResponse.Of(after), CorrelationId.Of(context), receipt.Sequence, receipt.At));
    }
}

/// <param name="Open">How many are open now.</param>
/// <param name="Sequence">Number of the last event in it.</param>
internal sealed record CasesResponse(DateTimeOffset Ts, long Sequence, int Open, IReadOnlyList<CaseResponse> Cases);

/// <param name="Case">As it is after the command.</param>
/// <param name="Sequence">Number of the event that carried the command.</param>
internal sealed record CaseChangedResponse(CaseResponse Case, string CorrelationId, long Sequence, DateTimeOffset Ts);
