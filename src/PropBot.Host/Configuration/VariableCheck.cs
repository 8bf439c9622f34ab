using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>
/// Variables that cannot be meant as they stand: a shipped example, a misspelt name, one that another program of this kind reads and this
/// one does not, a second word for the profile that contradicts it.
/// </summary>
internal static class VariableCheck
{
    /// <summary>What environment files are shipped with and what is no value.</summary>
    private static readonly string[] Placeholders = ["change-me", "changeme", "todo", "replace-me", "fill-me"];

    /// <summary>The other names under which desks keep the profile. They choose nothing here; saying another one is a fault.</summary>
    private static readonly string[] OtherProfileNames = ["EXCHANGE_PROFILE", "ENVIRONMENT", "ENV", "MODE"];

    /// <summary>Names that this program's predecessors knew, and what says it now.</summary>
    private static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["SAFE_MODE"] = "every start is in HOLD and SAFE_MODE, and is left by a resume",
        ["AUTH_ENABLED"] = "every route but the public ones asks for a token, always",
        ["POST_ONLY"] = "execution.entry: maker says it",
        ["REDUCE_ONLY"] = "a freeze or HOLD says it",
        ["ORDER_NOTIONAL_USDT"] = "derivatives.arbitrage.order_notional_usdt says it",
        ["MAX_SLIPPAGE_BPS"] = "derivatives.arbitrage.max_leg_slippage_bps says it",
        ["MIN_SPREAD_BPS"] = "derivatives.arbitrage.min_edge_bps says it",
        ["TAKER_FEE_BPS_BINANCE"] = "fees are read from the venue",
        ["TAKER_FEE_BPS_OKX"] = "fees are read from the venue",
        ["POLL_INTERVAL_SEC"] = "the engine follows events",
        ["LOOP_PAIR"] = "derivatives.venues says what is traded",
        ["LOOP_VENUES"] = "derivatives.venues says where",
        ["SECRETS_STORE_PATH"] = "keys and tokens come from the environment",
        ["SECRETS_ENC_KEY"] = "keys and tokens come from the environment",
        ["RUNTIME_STATE_PATH"] = "the ledger keeps it",
        ["POSITIONS_STORE_PATH"] = "the ledger keeps it",
        ["PNL_HISTORY_PATH"] = "the ledger keeps it",
        ["HEDGE_LOG_PATH"] = "the ledger keeps it",
        ["OPS_ALERTS_FILE"] = "the ledger keeps it",
        ["OPS_APPROVALS_FILE"] = "the ledger keeps it",
        ["FEATURE_LEADER_LOCK"] = "one process leads, always",
        ["LEADER_LOCK_PATH"] = "the ledger itself is locked",
        ["LEADER_HEARTBEAT_PATH"] = "the ledger itself is locked",
        ["LEADER_LOCK_STALE_SEC"] = "ledger.lease_ttl_sec says it",
        ["LEADER_LOCK_INSTANCE_ID"] = "the lease names host and process by itself",
        ["EXCLUDE_DRY_RUN_FROM_PNL"] = "a dry run books nothing, so there is nothing to exclude",
        ["APP_ENV"] = "PROFILE says it",
        ["DEFAULT_PROFILE"] = "PROFILE says it",
        ["API_HOST"] = "PROPBOT_URLS says it",
        ["API_PORT"] = "PROPBOT_URLS says it",
        ["AUTOPILOT_GUARD_ENABLED"] = "the guard is always on",
        ["PROMETHEUS_ENABLED"] = "/metrics is always there",
    };

    public static void Check(
        string profile, Func<string, string?> environment, IReadOnlyCollection<string>? names, List<ConfigFault> faults, List<ConfigFault> warnings)
    {
        foreach (ConfigOption option in ConfigOptions.All.Where(o => o.Profiles.Contains(profile, StringComparer.Ordinal)))
        {
            faults.AddRange(option.Variables
                .Where(v => Placeholder(option, environment(v)?.Trim()) is not null)
                .Select(v => new ConfigFault(v, $"is still the placeholder '{Placeholder(option, environment(v)!.Trim())}': set it, or leave it out")));
        }

        foreach (string name in OtherProfileNames)
        {
            if (environment(name)?.Trim().ToLowerInvariant() is { } other && other != profile && ConfigReader.Profiles.Contains(other, StringComparer.Ordinal))
            {
                faults.Add(new ConfigFault(name, $"says '{other}', this run is of '{profile}': --profile or PROFILE alone choose it, make them say the same"));
            }
        }

        foreach (string name in (names ?? []).Where(n => ConfigOptions.OfVariable(n) is null).Order(StringComparer.Ordinal))
        {
            Judge(name, faults, warnings);
        }
    }

    /// <summary>What the runbook's commands read; the program has nothing to do with it.</summary>
    private const string OfTheRunbook = "PROPBOT_URL";

    private static void Judge(string name, List<ConfigFault> faults, List<ConfigFault> warnings)
    {
        if (name == OfTheRunbook)
        {
            return;
        }

        if (Without.TryGetValue(name, out string? instead))
        {
            warnings.Add(new ConfigFault(name, $"is set and has no effect: {instead}"));
            return;
        }

        (string Known, int Edits) nearest = ConfigOptions.Variables.Select(known => (Known: known, Edits: EditsBetween(name, known))).MinBy(k => k.Edits);
        bool isNear = nearest.Edits <= 2 && name.Length >= 7;
        if (isNear)
        {
            faults.Add(new ConfigFault(name, $"is no variable of this program; did you mean {nearest.Known}? Correct it, or unset it"));
        }
        else if (HasOurPrefix(name))
        {
            warnings.Add(new ConfigFault(name, "is set, begins like a variable of this program and has no effect"));
        }
    }

    private static string? Placeholder(ConfigOption option, string? text) => string.IsNullOrEmpty(text)
        ? null
        : Placeholders.FirstOrDefault(p => option.Kind is OptionKind.Path ? text.Equals(p, StringComparison.OrdinalIgnoreCase) : text.Contains(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first word of a variable, where it is not a word of everybody's.</summary>
    private static bool HasOurPrefix(string name)
    {
        // The drills and benchmarks of this repository have some of their own.
        string[] others = ["API", "DATA", "ENABLE", "LIVE", "PROFILE", "PROPBOT", "MAX", "ENFORCE", "OTEL"];
        string first = name.Split('_')[0];
        return name.Contains('_') && !others.Contains(first, StringComparer.Ordinal) && ConfigOptions.Variables.Any(known => known.StartsWith($"{first}_", StringComparison.Ordinal));
    }

    /// <summary>How many letters are to be put in, taken out or replaced.</summary>
    private static int EditsBetween(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[b.Length];
    }
}
