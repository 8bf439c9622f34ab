using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;
using PropBot.Ledger;

namespace PropBot.Host.Api;

internal static class EquityApi
{
    private const int DefaultPoints = 500;
    private const int MaxPoints = 5_000;

    public static void MapEquity(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/equity", Answer)
        .WithSummary("The equity as the ledger kept it: ?from=&to= (UTC), ?max_points=2..5000, and what it is now")
        .Produces<EquityResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(HttpRequest request, DeskReader reader, ILedgerReads ledger)
    {
        var query = new QueryReader(request.Query);
        DateTimeOffset from = query.Instant("from") ?? DateTimeOffset.MinValue;
        DateTimeOffset to = query.Instant("to") ?? DateTimeOffset.MaxValue;
        int points = query.Integer("max_points", DefaultPoints, 2, MaxPoints);
        if (from > to)
        {
            query.Fail($"from={WireTime.Format(from)} is after to={WireTime.Format(to)}");
        }

        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        if (reader.Read().Snapshot is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        return TypedResults.Ok(Describe(snapshot, ledger.EquityCurve(from, to, points)));
    }

    private static EquityResponse Describe(EngineSnapshot snapshot, IReadOnlyList<EquityPoint> curve) => new()
    {
        Ts = snapshot.At,
        EquityUsdt = snapshot.Totals.Equity,
        CapitalUsdt = snapshot.Totals.Capital,
        PnlUsdt = snapshot.Totals.TotalPnl(),
        Points = [.. curve.Select(p => new EquityPointResponse(p.At, p.Equity))],
    };
}

internal sealed record EquityResponse
{
    public required DateTimeOffset Ts { get; init; }

    /// <summary>Now; null until every held instrument has a mark.</summary>
    public decimal? EquityUsdt { get; init; }

    public required decimal CapitalUsdt { get; init; }

    public required decimal PnlUsdt { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<EquityPointResponse> Points { get; init; }
}

internal sealed record EquityPointResponse(DateTimeOffset Ts, decimal EquityUsdt);
