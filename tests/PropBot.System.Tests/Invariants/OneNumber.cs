using System.Globalization;
using System.Text.Json;

namespace PropBot.SystemTests.Invariants;

/// <summary>
/// The same quantity is the same in status, badges, report and metrics of a bot that lives. Answers are compared only where the status before and after them is
/// of one snapshot: then all of them are.
/// </summary>
internal static class OneNumber
{
    /// <summary>A busy desk has another snapshot with nearly every request.</summary>
    private const int Attempts = 12;

    /// <summary>A part of the process beside the snapshot (a connection, the disk) may change between two answers: what differs each time is a finding.</summary>
    private const int Confirmations = 3;

    /// <summary>A bot that does not answer is none that could be asked.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>What differs; null: the desk never stood still for so long, or does not answer.</returns>
    public static async Task<IReadOnlyList<string>?> DifferencesAsync(BotClient client)
    {
        using var limit = new CancellationTokenSource(Patience);
        IReadOnlyList<string>? differences = null;
        try
        {
            int seen = 0;
            for (int attempt = 0; attempt < Attempts && seen < Confirmations; attempt++)
            {
                if (await CompareAsync(client, limit.Token) is not { } found)
                {
                    continue;
                }

                differences = seen++ == 0 ? found : [.. differences!.Intersect(found, StringComparer.Ordinal)];
                if (differences.Count == 0)
                {
                    return differences;
                }
            }

            return differences;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<string>?> CompareAsync(BotClient client, CancellationToken limit)
    {
        JsonElement before = await client.GetAsync("/api/ui/status", limit);
        JsonElement badges = await client.GetAsync("/api/ui/runtime_badges", limit);
        JsonElement report = await client.GetAsync("/api/ui/ops_report", limit);
        JsonElement overview = await client.GetAsync("/api/ui/status/overview", limit);
        JsonElement positions = await client.GetAsync("/api/ui/positions", limit);
        string metrics = await client.TextAsync("/metrics", limit);
        JsonElement status = await client.GetAsync("/api/ui/status", limit);
        if (!status.TryGetProperty("sequence", out JsonElement sequence) || !before.TryGetProperty("sequence", out JsonElement earlier) || sequence.GetInt64() != earlier.GetInt64())
        {
            return null;
        }

        var differences = new List<string>();
        string told = status.GetProperty("badges").ToString();
        Compare("badges of runtime_badges", told, badges.ToString());
        Compare("badges of ops_report", told, report.GetProperty("badges").ToString());
        Compare("badges of the overview", told, overview.GetProperty("badges").ToString());
        JsonElement totals = status.GetProperty("totals");
        foreach (JsonProperty total in positions.GetProperty("totals").EnumerateObject().Where(t => totals.TryGetProperty(t.Name, out _)))
        {
            Compare($"{total.Name} of positions", totals.GetProperty(total.Name).ToString(), total.Value.ToString());
        }

        Compare("open trades of ops_report", totals.GetProperty("active_pairs").ToString(), report.GetProperty("open_trades_count").ToString());
        Compare("daily loss of ops_report", status.GetProperty("daily_loss_cap").ToString(), report.GetProperty("daily_loss_cap").ToString());
        foreach ((string metric, JsonElement value) in new[]
        {
            ("propbot_closed_pairs_total", totals.GetProperty("closed_pairs")), ("propbot_pairs{status=\"active\"}", totals.GetProperty("active_pairs")),
            ("propbot_open_notional_usdt", totals.GetProperty("open_notional_usdt")), ("propbot_equity_usdt", totals.GetProperty("equity_usdt")),
            ("propbot_orders_placed_total", status.GetProperty("counters").GetProperty("orders_placed")),
        })
        {
            Compare($"metric {metric}", value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal(), Metric(metrics, metric));
        }

        bool isHeld = status.GetProperty("control").GetProperty("mode").GetString() == "HOLD";
        Compare("metric propbot_hold", isHeld ? 1m : 0m, Metric(metrics, "propbot_hold"));
        Compare("metric propbot_auto_trade", status.GetProperty("badges").GetProperty("auto_trade").GetString() == "ON" ? 1m : 0m, Metric(metrics, "propbot_auto_trade{state=\"on\"}"));
        return differences;

        void Compare<T>(string what, T expected, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual))
            {
                differences.Add($"{what}: the status has {expected}, it has {actual}");
            }
        }
    }

    /// <summary>Null: there is no such sample.</summary>
    private static decimal? Metric(string metrics, string sample) =>
        metrics.Split('\n').FirstOrDefault(l => l.StartsWith(sample + " ", StringComparison.Ordinal)) is { } line
            ? decimal.Parse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;
}
