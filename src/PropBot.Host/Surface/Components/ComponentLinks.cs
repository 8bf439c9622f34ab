namespace PropBot.Host.Surface.Components;

/// <summary>Where more is to be read of a part.</summary>
internal static class ComponentLinks
{
    private const string Status = "/api/ui/status";

    private static readonly (string Id, string Route)[] Routes =
    [
        ("journal_outbox", "/healthz"), ("engine", "/healthz"), ("leader_fencing", "/live-readiness"), ("config_pipeline", "/api/ui/config"),
        ("control", "/api/ui/approvals"), ("approvals", "/api/ui/approvals"), ("recon", "/api/ui/cases"), ("partial_rebalancer", "/api/ui/positions"),
        ("daily_loss", "/api/ui/daily_loss_status"), ("drawdown", "/api/ui/daily_loss_status"), ("slo_watchdog", "/api/ui/status/slo"),
        ("order_cycle", "/api/ui/status/slo"), ("sweeps", "/api/ui/sweeps"), ("chaos", "/api/ui/chaos"),
        ("settle_coin_", "/api/ui/risk_snapshot"), ("margin_", "/api/ui/risk_snapshot"),
        ("watchdog", "/api/ui/watchdog_status"), ("marks_", "/api/ui/watchdog_status"), ("deriv_", "/api/ui/watchdog_status"),
    ];

    /// <param name="id">Of the part; those of one venue end with its name.</param>
    public static string Of(string id) => Routes.FirstOrDefault(r => id.StartsWith(r.Id, StringComparison.Ordinal)).Route ?? Status;
}
