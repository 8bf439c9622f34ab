using System.Text.Json;

namespace PropBot.Cli.Acceptance;

/// <summary>The bot as it is: <c>/healthz</c> and <c>/live-readiness</c> answer 200.</summary>
internal static class WithoutChaos
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task CheckAsync(AcceptanceReport report, ChildBot bot, CancellationToken limit)
    {
        await CheckHealthAsync(report, bot, limit);
        (bool isReady, int status, JsonElement ready) = await Answers.UntilAsync(
            bot, "/live-readiness", (code, body) => code == 200 && body.Is("ready") && body.Is("leader"), Patience, limit);
        report.Check("/live-readiness", isReady, $"{status}, ready {ready.Text("ready")}, leader {ready.Text("leader")}, reasons {ready.Text("reasons")}");

        (bool isWell, _, JsonElement desk) = await Answers.UntilAsync(
            bot, "/api/ui/status", (_, body) => body.Text("badges", "watchdog") == "OK" && body.Text("badges", "daily_loss") == "OK", Patience, limit);
        report.Check("badges", isWell, $"watchdog {desk.Text("badges", "watchdog")}, daily_loss {desk.Text("badges", "daily_loss")}, partial_hedges {desk.Text("badges", "partial_hedges")}");

        (int chaosStatus, JsonElement chaos) = await bot.GetAsync("/api/ui/chaos", limit);
        bool isNeutral = chaosStatus == 200 && !chaos.Is("enabled") && chaos.Text("profile") == "none" && chaos.Text("injected") == "{}";
        report.Check("/api/ui/chaos", isNeutral, $"{chaosStatus}, enabled {chaos.Text("enabled")}, profile {chaos.Text("profile")}");
    }

    public static async Task CheckHealthAsync(AcceptanceReport report, ChildBot bot, CancellationToken limit)
    {
        (bool isWell, int status, JsonElement health) = await Answers.UntilAsync(
            bot, "/healthz", (code, body) => code == 200 && body.Is("ok") && body.Is("journal_ok") && body.Is("resume_ok") && body.Is("config_ok"), Patience, limit);
        report.Check("/healthz", isWell, $"{status}, ok {health.Text("ok")}, journal_ok {health.Text("journal_ok")}, resume_ok {health.Text("resume_ok")}, config_ok {health.Text("config_ok")}");
    }
}
