using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.Reports;

/// <summary>The shift's report: everything the runbook looks at, of one instant, as JSON and as a table.</summary>
internal static class OpsReportApi
{
    public const string Route = "/api/ui/ops_report";
    public const string CsvRoute = "/api/ui/ops_report.csv";

    public static void MapOpsReport(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, Report)
            .WithSummary("The shift's report: brakes, badges, profit, budgets, watchdog, strategies, positions, the latest actions")
            .Produces<OpsReportResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet(CsvRoute, Table)
            .WithSummary("The same as a table: one line per strategy")
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/api/ui/strategy_pnl", (ISnapshotSource snapshots) => snapshots.Current is { } snapshot ? TypedResults.Ok(StrategyPnlResponse.Of(snapshot)) : (IResult)ErrorResponse.NoSnapshot())
            .WithSummary("What each strategy has realised today and in seven UTC days, the worst first")
            .Produces<StrategyPnlResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Report(DeskReader reader, AuditTrail audit)
    {
        DeskReading desk = reader.Read();
        return desk.Snapshot is { } snapshot ? TypedResults.Ok(OpsReportResponse.Of(desk, snapshot, audit.Lines())) : ErrorResponse.NoSnapshot();
    }

    private static IResult Table(HttpContext context, DeskReader reader, AuditTrail audit)
    {
        DeskReading desk = reader.Read();
        if (desk.Snapshot is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        context.Response.Headers.ContentDisposition = "attachment; filename=\"ops_report.csv\"";
        return TypedResults.Text(OpsReportCsv.Of(OpsReportResponse.Of(desk, snapshot, audit.Lines())), "text/csv; charset=utf-8", Encoding.UTF8);
    }
}
