using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Api;
using PropBot.Host.Api.Reports;

namespace PropBot.Host.Auth;

/// <summary>Who may call a route.</summary>
/// <param name="Role">The least role that may; null for everybody.</param>
internal sealed record RouteAccess(string Method, string Pattern, OperatorRole? Role);

/// <summary>The one table of who may do what. A route that is not in it is refused to everybody.</summary>
internal static class AccessTable
{
    private static OperatorRole? Everybody => null;

    public static IReadOnlyList<RouteAccess> Routes { get; } =
    [
        new("GET", "/", Everybody),
        new("GET", "/healthz", Everybody),
        new("GET", "/health", Everybody),
        new("GET", "/live-readiness", Everybody),
        new("GET", "/metrics", Everybody),
        new("GET", "/ui/login", Everybody),
        new("POST", "/ui/login", Everybody),
        new("GET", "/ui/assets/{name}", Everybody),

        new("GET", ApiDescription.Route, OperatorRole.Viewer),
        new("GET", "/api/ui/status", OperatorRole.Viewer),
        new("GET", "/api/ui/status/overview", OperatorRole.Viewer),
        new("GET", "/api/ui/status/components", OperatorRole.Viewer),
        new("GET", "/api/ui/runtime_badges", OperatorRole.Viewer),
        new("GET", StatusStream.Route, OperatorRole.Viewer),
        new("GET", "/api/ui/state", OperatorRole.Viewer),
        new("GET", "/api/ui/orchestrator_plan", OperatorRole.Viewer),
        new("GET", "/api/ui/positions", OperatorRole.Viewer),
        new("GET", "/api/ui/positions/{id}", OperatorRole.Viewer),
        new("GET", "/api/ui/edges", OperatorRole.Viewer),
        new("GET", "/api/ui/equity", OperatorRole.Viewer),
        new("GET", "/api/ui/open-trades.csv", OperatorRole.Viewer),
        new("GET", "/api/ui/sweeps", OperatorRole.Viewer),
        new("GET", "/api/ui/sweeps/{id}", OperatorRole.Viewer),
        new("GET", "/api/ui/trades/close-all/{id}", OperatorRole.Viewer),
        new("GET", "/api/ui/chaos", OperatorRole.Viewer),
        new("GET", "/api/ui/cases", OperatorRole.Viewer),
        new("GET", "/ui/dashboard", OperatorRole.Viewer),
        new("GET", "/ui/events", OperatorRole.Viewer),
        new("POST", "/ui/logout", OperatorRole.Viewer),

        new("GET", "/api/ui/config", OperatorRole.Viewer),
        new("GET", "/api/ui/config/validate", OperatorRole.Viewer),
        new("POST", "/api/ui/config/validate", OperatorRole.Viewer),
        new("GET", "/api/ui/approvals", OperatorRole.Viewer),
        new("GET", "/api/ui/watchdog_status", OperatorRole.Viewer),
        new("GET", "/api/ui/daily_loss_status", OperatorRole.Viewer),
        new("GET", "/api/ui/status/slo", OperatorRole.Viewer),
        new("GET", OpsReportApi.Route, OperatorRole.Viewer),
        new("GET", OpsReportApi.CsvRoute, OperatorRole.Viewer),
        new("GET", "/api/ui/strategy_pnl", OperatorRole.Viewer),
        new("GET", "/api/ui/universe", OperatorRole.Viewer),

        new("POST", "/api/ui/config/apply", OperatorRole.Operator),
        new("POST", "/api/ui/config/apply-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/config/rollback", OperatorRole.Operator),
        new("POST", "/api/ui/preflight", OperatorRole.Operator),
        new("POST", "/api/ui/hold", OperatorRole.Operator),
        new("POST", "/api/ui/resume-request", OperatorRole.Operator),
        new("POST", "/api/ui/resume-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/resume", OperatorRole.Operator),
        new("POST", "/api/ui/approvals/{id}/reject", OperatorRole.Operator),
        new("POST", "/api/ui/kill", OperatorRole.Operator),
        new("POST", "/api/ui/kill-now", OperatorRole.Operator),
        new("POST", "/api/ui/kill-request", OperatorRole.Operator),
        new("POST", "/api/ui/kill-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/unkill-request", OperatorRole.Operator),
        new("POST", "/api/ui/unkill-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/instruments/acknowledge", OperatorRole.Operator),
        new("POST", "/api/ui/sweeps/{id}/abandon-request", OperatorRole.Operator),
        new("POST", "/api/ui/sweeps/{id}/abandon-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/trades/close-all", OperatorRole.Operator),
        new("POST", "/api/ui/cancel_all", OperatorRole.Operator),
        new("POST", "/api/ui/cancel-all", OperatorRole.Operator),
        new("POST", "/api/ui/close_exposure", OperatorRole.Operator),
        new("POST", "/api/ui/cases/{id}/take", OperatorRole.Operator),
        new("POST", "/api/ui/cases/{id}/resolve", OperatorRole.Operator),
        new("GET", "/api/ui/limits", OperatorRole.Viewer),
        new("GET", "/api/risk/state", OperatorRole.Viewer),
        new("GET", "/api/ui/risk_snapshot", OperatorRole.Viewer),
        new("GET", "/api/ui/strategy/status", OperatorRole.Viewer),
        new("GET", "/api/ui/risk_status", OperatorRole.Viewer),
        new("GET", "/api/ui/strategy_status", OperatorRole.Viewer),
        new("GET", "/api/ui/strategy_budget", OperatorRole.Viewer),
        new("POST", "/api/ui/set-strategy-enabled", OperatorRole.Operator),
        new("POST", "/api/ui/strategy/enable", OperatorRole.Operator),
        new("POST", "/api/ui/strategy/disable", OperatorRole.Operator),
        new("POST", "/api/ui/strategy/enable-request", OperatorRole.Operator),
        new("POST", "/api/ui/strategy/enable-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/budget/reset", OperatorRole.Operator),
        new("POST", "/api/ui/budget/reset/confirm", OperatorRole.Operator),
        new("POST", "/ui/strategy", OperatorRole.Operator),
        new("POST", "/ui/budget-reset-request", OperatorRole.Operator),
        new("POST", "/api/ui/freeze", OperatorRole.Operator),
        new("POST", "/api/ui/unfreeze-request", OperatorRole.Operator),
        new("POST", "/api/ui/unfreeze-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/unfreeze-strategy", OperatorRole.Operator),
        new("POST", "/api/ui/unfreeze-strategy/confirm", OperatorRole.Operator),
        new("POST", "/api/ui/limits/lower", OperatorRole.Operator),
        new("POST", "/api/ui/limits/raise-request", OperatorRole.Operator),
        new("POST", "/api/ui/limits/raise-confirm", OperatorRole.Operator),
        new("POST", "/api/ui/exit-dry-run-request", OperatorRole.Operator),
        new("POST", "/api/ui/exit-dry-run-confirm", OperatorRole.Operator),
        new("POST", "/ui/freeze", OperatorRole.Operator),
        new("POST", "/ui/unfreeze-request", OperatorRole.Operator),
        new("POST", "/ui/exit-dry-run-request", OperatorRole.Operator),
        new("POST", "/ui/limits", OperatorRole.Operator),
        new("PATCH", "/api/ui/control", OperatorRole.Operator),
        new("POST", "/api/ui/stop", OperatorRole.Operator),
        new("POST", "/api/ui/reset", OperatorRole.Operator),
        new("GET", "/api/ui/secret", OperatorRole.Viewer),
        new("POST", "/api/ui/secret", OperatorRole.Operator),
        new("POST", "/ui/hold", OperatorRole.Operator),
        new("GET", "/ui/sweep", OperatorRole.Operator),
        new("POST", "/ui/sweep", OperatorRole.Operator),
        new("POST", "/ui/sweeps/{id}/abandon-request", OperatorRole.Operator),
        new("POST", "/ui/resume-request", OperatorRole.Operator),
        new("POST", "/ui/resume", OperatorRole.Operator),
        new("POST", "/ui/kill", OperatorRole.Operator),
        new("POST", "/ui/unkill-request", OperatorRole.Operator),
        new("POST", "/ui/approvals/{id}/confirm", OperatorRole.Operator),
        new("POST", "/ui/approvals/{id}/reject", OperatorRole.Operator),
        new("POST", "/ui/instruments/acknowledge", OperatorRole.Operator),
        new("POST", "/ui/cases/{id}/take", OperatorRole.Operator),
        new("POST", "/ui/cases/{id}/resolve", OperatorRole.Operator),
    ];

    private static readonly Dictionary<(string Method, string Pattern), RouteAccess> ByRoute =
        Routes.ToDictionary(r => (r.Method, r.Pattern));

    /// <summary>Null for a route that is not in the table.</summary>
    public static RouteAccess? Of(string method, RouteEndpoint endpoint) =>
        ByRoute.GetValueOrDefault((HttpMethods.GetCanonicalizedValue(method), PatternOf(endpoint)));

    public static string PatternOf(RouteEndpoint endpoint) => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
}
