using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class SloApi
{
    public static void MapSlo(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/status/slo", (DeskReader desk) => Answer(desk.Read()))
        .WithSummary("The service levels: what was measured, what it may come to, and whose budget burns")
        .Produces<SloResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(DeskReading desk) =>
        desk.Snapshot is { } snapshot ? TypedResults.Ok(SloResponse.Of(desk, snapshot)) : ErrorResponse.NoSnapshot();
}

internal sealed record SloResponse : StandingResponse
{
    private const string BudgetRemaining = "budget_remaining";

    private SloResponse(DeskReading desk, EngineSnapshot snapshot)
        : base(desk, snapshot)
    {
    }

    /// <summary>The budgets act; else they are only shown.</summary>
    public required bool Enabled { get; init; }

    /// <summary>By measure, in the short window; null: no data.</summary>
    public required IReadOnlyDictionary<string, decimal?> Slo { get; init; }

    /// <summary>By measure, what it may come to; of <c>budget_remaining</c> the least. Without those that have no limit.</summary>
    public required IReadOnlyDictionary<string, decimal> Thresholds { get; init; }

    /// <summary>Measures of which too little has happened lately to say anything.</summary>
    public required IReadOnlyList<string> NoData { get; init; }

    public required IReadOnlyList<SloBudgetResponse> Budgets { get; init; }

    public required IReadOnlyList<SloAlertResponse> Alerts { get; init; }

    public required SizeScaleResponse SizeScale { get; init; }

    public static SloResponse Of(DeskReading desk, EngineSnapshot snapshot)
    {
        IReadOnlyList<SloMeasure> metrics = snapshot.Slo.Metrics;
        var values = metrics.ToDictionary(m => m.Metric.Code(), m => m.Short, StringComparer.Ordinal);
        var thresholds = metrics.Where(m => m.Limit is not null).ToDictionary(m => m.Metric.Code(), m => m.Limit!.Value, StringComparer.Ordinal);
        if (snapshot.Slo.Of(SloMetric.NakedRisk) is { Limit: { } budget, Long: { } spent })
        {
            values[BudgetRemaining] = budget - spent;
            thresholds[BudgetRemaining] = 0m;
        }

        return new SloResponse(desk, snapshot)
        {
            Enabled = snapshot.Slo.Enabled,
            Slo = values,
            Thresholds = thresholds,
            NoData = [.. metrics.Where(m => m.Short is null).Select(m => m.Metric.Code())],
            Budgets = [.. metrics.Select(SloBudgetResponse.Of)],
            Alerts = [.. metrics.Where(m => m.Level != SloLevel.Ok).Select(SloAlertResponse.Of)],
            SizeScale = SizeScaleResponse.Of(snapshot.Size),
        };
    }
}

/// <param name="Status"><c>OK</c>, <c>BURNING</c> (new pairs are smaller) or <c>EXHAUSTED</c> (nothing opens).</param>
/// <param name="Value">In the last 5 minutes; null: no data.</param>
/// <param name="ValueLong">In the last hour; null: no data.</param>
/// <param name="Burn">The smaller of both over the limit; 1 uses the budget up. Null: no data, or no limit.</param>
internal sealed record SloBudgetResponse(string Metric, string Status, decimal? Value, decimal? ValueLong, decimal? Limit, decimal? Burn, DateTimeOffset? Since)
{
    public static SloBudgetResponse Of(SloMeasure m) => new(m.Metric.Code(), m.Level.Code(), m.Short, m.Long, m.Limit, m.Burn, m.Since);
}

/// <param name="Severity"><c>error</c> while pairs are smaller, <c>critical</c> while nothing opens.</param>
internal sealed record SloAlertResponse(string Severity, string Title, string Msg, string MsgRu, DateTimeOffset? Since, string ComponentId)
{
    public static SloAlertResponse Of(SloMeasure m) => new(
        m.Level == SloLevel.Exhausted ? "critical" : "error", m.Metric.Code(),
        m.Level == SloLevel.Exhausted ? "nothing opens until it has been calm" : "new pairs are smaller",
        m.Level == SloLevel.Exhausted ? "ничего не открывается, пока не станет спокойно" : "новые пары меньше", m.Since, "slo_watchdog");
}
