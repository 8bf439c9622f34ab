using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>What each service level may come to, of <c>status_thresholds.yaml</c>.</summary>
internal static class SloThresholds
{
    public const string FileName = "status_thresholds.yaml";

    /// <summary>What the program has where there is no file; the shipped file says the same.</summary>
    public const string BuiltInText = """
        slo:
          naked_notional_seconds: {ok: 600000}
          budget_remaining: {min: 0}
          order_cycle_ms_p95: {local_ok: 200, vps_ok: 300}
          reject_rate: {ok: 0.5}
          cancel_fail_rate: {ok: 0.3}
          ws_gap_ms_p95: {local_ok: 400, vps_ok: 600}
          recon_mismatch: {ok: 0}
          max_day_drawdown_bps: {ok: 300}
        hold_minutes: 5
        """;

    private const string Remaining = "budget_remaining";
    private const decimal Most = 1_000_000_000_000m;

    /// <summary>The named file beside the configuration; without a name the one of the usual name there or under <c>configs/</c>, else what is built in.</summary>
    /// <param name="name">Null: none is named.</param>
    /// <param name="configPath">Path of the configuration file; null for the profile's own.</param>
    public static SloOptions Read(string? name, string? configPath, string profile, List<ConfigFault> faults)
    {
        string file = Path.Combine(configPath is null ? "configs" : Path.GetDirectoryName(configPath) ?? "", name ?? FileName);
        try
        {
            return Parse(name is null && !File.Exists(file) ? BuiltInText : File.ReadAllText(file), profile, faults);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            faults.Add(new ConfigFault("status_thresholds_file", $"{file} cannot be read: {unreadable.Message}"));
            return new SloOptions();
        }
    }

    /// <summary>The environment's own words over the file's.</summary>
    public static SloOptions Over(SloOptions file, ConfigSources sources)
    {
        var limits = new Dictionary<SloMetric, decimal>(file.Limits);
        Set(limits, sources.Number(SloKeys.LatencyTarget), SloMetric.OrderCycle);
        Set(limits, sources.Number(SloKeys.ErrorTarget), SloMetric.RejectRate, SloMetric.CancelFailRate);
        return file with { Enabled = sources.Switch(SloKeys.Feature), Interval = sources.Time(SloKeys.Interval), Limits = limits };
    }

    private static void Set(Dictionary<SloMetric, decimal> limits, decimal said, params ReadOnlySpan<SloMetric> metrics)
    {
        if (said == 0m)
        {
            return;
        }

        foreach (SloMetric metric in metrics)
        {
            limits[metric] = said;
        }
    }

    public static SloOptions Parse(string yaml, string profile, List<ConfigFault> faults)
    {
        try
        {
            var root = new ConfigSection(YamlText.Load(yaml, "slo, hold_minutes"), FileName, faults);
            ConfigSection slo = root.Section("slo");
            var limits = new Dictionary<SloMetric, decimal>();
            foreach (SloMetric metric in SloMetrics.All)
            {
                if (slo.Has(metric.Code()) && Limit(slo.Section(metric.Code()), profile) is { } limit)
                {
                    limits[metric] = limit;
                }
            }

            KeepRemaining(slo, limits);
            slo.RefuseUnknown();
            var options = new SloOptions { Limits = limits, HoldAfter = TimeSpan.FromMinutes((double)(root.Number("hold_minutes", 0m, 1_440m) ?? 5m)) };
            root.RefuseUnknown();
            return options;
        }
        catch (ConfigException broken)
        {
            faults.AddRange(broken.Faults.Select(f => new ConfigFault($"{FileName} {f.Path}", f.Message)));
            return new SloOptions();
        }
    }

    private static decimal? Limit(ConfigSection metric, string profile)
    {
        decimal? everywhere = metric.Number("ok", 0m, Most);
        decimal? local = metric.Number("local_ok", 0m, Most);
        decimal? vps = metric.Number("vps_ok", 0m, Most);
        metric.RefuseUnknown();
        return (profile == "paper" ? local : vps) ?? everywhere;
    }

    /// <summary>What must stay unused of the naked budget makes it that much smaller.</summary>
    private static void KeepRemaining(ConfigSection slo, Dictionary<SloMetric, decimal> limits)
    {
        if (!slo.Has(Remaining))
        {
            return;
        }

        ConfigSection remaining = slo.Section(Remaining);
        decimal kept = remaining.Number("min", 0m, Most) ?? 0m;
        remaining.RefuseUnknown();
        if (!limits.TryGetValue(SloMetric.NakedRisk, out decimal budget) || kept > budget)
        {
            slo.Fault(Remaining, $"{WireNumber.Format(kept)} cannot stay unused of a budget of {WireNumber.Format(budget)}: name a larger naked_notional_seconds");
            return;
        }

        limits[SloMetric.NakedRisk] = budget - kept;
    }
}
