using System.Globalization;
using System.Text.Json;

namespace PropBot.Cli.Acceptance;

/// <summary>
/// The bot among mild faults and without its autopilot: it stays in HOLD and safe mode, sends nothing, its venues stay reachable or become so
/// again, and the watchdog does not degrade. Watched until faults of every kind that can occur were injected at every venue, and long enough
/// for books to break again and again.
/// </summary>
internal static class UnderMildChaos
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWatch = TimeSpan.FromSeconds(75);

    /// <summary>By then a book that breaks every other second waits half a minute for its next snapshot.</summary>
    private static readonly TimeSpan ShortestWatch = TimeSpan.FromSeconds(45);

    public static async Task CheckAsync(AcceptanceReport report, ChildBot bot, CancellationToken limit)
    {
        await WithoutChaos.CheckHealthAsync(report, bot, limit);
        string line = bot.Output.Split('\n').FirstOrDefault(l => l.Contains("Chaos profile:", StringComparison.Ordinal))?.Trim() ?? "no such line";
        report.Check("greeting", line.StartsWith("Chaos profile: mild", StringComparison.Ordinal), line);
        string page = await bot.TextAsync("/ui/dashboard?lang=en", limit);
        report.Check("/ui/dashboard", page.Contains("Chaos profile: mild", StringComparison.Ordinal), "the line \"Chaos profile: mild ...\"");
        await CheckValuesAsync(report, bot, limit);

        Watch seen = await WatchAsync(bot, limit);
        report.Check("faults injected", seen.IsEnough, seen.Injected);
        report.Check("mode", seen.Modes.SetEquals(["HOLD"]), $"{string.Join(", ", seen.Modes)} at each of {seen.Looks} looks");
        report.Check("safe_mode", seen.SafeModes.SetEquals(["true"]), $"{string.Join(", ", seen.SafeModes)} at each of {seen.Looks} looks");
        report.Check("auto_trade", seen.AutoTrade.SetEquals(["OFF"]), $"{string.Join(", ", seen.AutoTrade)} at each of {seen.Looks} looks");
        await CheckWatchdogAsync(report, bot, seen, limit);
        report.Check("orders", seen.Orders == "0", $"{seen.Orders} placed");

        (bool isUp, _, JsonElement desk) = await Answers.UntilAsync(bot, "/api/ui/status", (_, body) => Links(body).All(l => l.Link == "up") && Links(body).Count == 3, Patience, limit);
        report.Check("venue links", isUp, string.Join(", ", Links(desk).Select(l => $"{l.Venue} {l.Link}")));
        await WithoutChaos.CheckHealthAsync(report, bot, limit);
    }

    private static async Task CheckValuesAsync(AcceptanceReport report, ChildBot bot, CancellationToken limit)
    {
        (int status, JsonElement chaos) = await bot.GetAsync("/api/ui/chaos", limit);
        bool isMild = status == 200 && chaos.Is("enabled") && chaos.Text("profile") == "mild"
            && chaos.Text("ws_drop_p") == "0.05" && chaos.Text("rest_timeout_p") == "0.02" && chaos.Text("order_delay_ms") == "150";
        report.Check(
            "/api/ui/chaos",
            isMild,
            $"{status}, {chaos.Text("profile")}: ws_drop_p {chaos.Text("ws_drop_p")}, rest_timeout_p {chaos.Text("rest_timeout_p")}, order_delay_ms {chaos.Text("order_delay_ms")}, seed {chaos.Text("seed")}");
    }

    /// <summary>Well at the end, and never otherwise: what changed between two looks is among the transitions.</summary>
    private static async Task CheckWatchdogAsync(AcceptanceReport report, ChildBot bot, Watch seen, CancellationToken limit)
    {
        (bool isWell, int status, JsonElement watchdog) = await Answers.UntilAsync(
            bot, "/api/ui/watchdog_status", (code, body) => code == 200 && body.Is("enabled") && body.Is("overall_ok"), Patience, limit);
        List<string> troubles = [.. watchdog.GetProperty("recent_transitions").EnumerateArray()
            .Where(t => t.Text("current") is "DEGRADED" or "AUTO_HOLD")
            .Select(t => $"{t.Text("exchange")} {t.Text("current")}: {t.Text("reason")}")];
        string now = string.Join(", ", watchdog.GetProperty("exchanges").EnumerateObject().Select(e => $"{e.Name} {e.Value.Text("status")}"));
        report.Check(
            "/api/ui/watchdog_status",
            isWell && troubles.Count == 0 && !seen.WatchStatuses.Overlaps(["DEGRADED", "AUTO_HOLD"]),
            $"{status}, {now}; {(troubles.Count == 0 ? $"nothing worse in {seen.Seconds:0} s" : string.Join("; ", troubles))}");
    }

    /// <summary>Looks again and again until enough was injected.</summary>
    private static async Task<Watch> WatchAsync(ChildBot bot, CancellationToken limit)
    {
        var seen = new Watch();
        long started = TimeProvider.System.GetTimestamp();
        while (seen.Seconds < ShortestWatch.TotalSeconds || (!seen.IsEnough && seen.Seconds < LongestWatch.TotalSeconds))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), limit);
            (int status, JsonElement desk) = await bot.GetAsync("/api/ui/status", limit);
            seen.Look(status, desk);
            seen.Count((await bot.GetAsync("/api/ui/chaos", limit)).Body.GetProperty("injected"));
            seen.Seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        }

        return seen;
    }

    private static List<(string Venue, string Link)> Links(JsonElement desk) =>
        [.. desk.GetProperty("venues").EnumerateArray().Select(v => (v.Text("venue"), v.Text("link")))];

    /// <summary>What all looks have in common.</summary>
    private sealed class Watch
    {
        /// <summary>Of every venue, so that its books have had gaps.</summary>
        private const long FewestDrops = 20;

        public int Looks { get; private set; }

        public SortedSet<string> Modes { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> SafeModes { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> WatchStatuses { get; } = new(StringComparer.Ordinal);

        public double Seconds { get; set; }

        public SortedSet<string> AutoTrade { get; } = new(StringComparer.Ordinal);

        public string Orders { get; private set; } = "unknown";

        public string Injected { get; private set; } = "nothing";

        public bool IsEnough { get; private set; }

        public void Look(int status, JsonElement desk)
        {
            if (status != 200)
            {
                // The engine has handled nothing yet.
                return;
            }

            Looks++;
            Modes.Add(desk.Text("control", "mode"));
            SafeModes.Add(desk.Text("control", "safe_mode"));
            WatchStatuses.UnionWith(desk.GetProperty("watchdog").GetProperty("exchanges").EnumerateObject().Select(e => e.Value.Text("status")));
            AutoTrade.Add(desk.Text("badges", "auto_trade"));
            Orders = desk.Text("counters", "orders_placed");
        }

        public void Count(JsonElement injected)
        {
            JsonProperty[] venues = [.. injected.EnumerateObject()];
            long timeouts = venues.Sum(v => Of(v, "rest_timeout_unsent") + Of(v, "rest_timeout_sent"));
            IsEnough = venues.Length == 3 && venues.All(v => Of(v, "ws_drop") >= FewestDrops) && timeouts > 0;
            Injected = string.Create(
                CultureInfo.InvariantCulture,
                $"market-data messages dropped: {string.Join(", ", venues.Select(v => $"{v.Name} {Of(v, "ws_drop")}"))}; REST time-outs {timeouts}");
        }

        private static long Of(JsonProperty venue, string kind) => venue.Value.GetProperty(kind).GetInt64();
    }
}
