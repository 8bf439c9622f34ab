using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Chaos;
using YamlDotNet.RepresentationModel;

namespace PropBot.Host.Configuration;

/// <summary>Reads a profile's YAML. Missing keys take their defaults; wrong and unknown ones are all listed.</summary>
public static class ConfigReader
{
    public static readonly IReadOnlyList<string> Profiles = ["paper", "testnet", "live"];

    private static readonly VenueId[] SupportedVenues = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear];

    private static readonly Dictionary<string, ForeignOrderPolicy> ForeignOrderPolicies = new(StringComparer.Ordinal)
    {
        ["ignore"] = ForeignOrderPolicy.Ignore,
        ["hold"] = ForeignOrderPolicy.Hold,
        ["adopt"] = ForeignOrderPolicy.Adopt,
    };

    /// <summary>What a profile is without a file.</summary>
    public static string BuiltIn(string profile) => $$"""
        profile: {{profile}}
        derivatives:
          venues:
            - {id: binance_um, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
            - {id: okx_perp, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
            - {id: bybit_linear, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
        """;

    /// <param name="expectedProfile">The profile the process was started with; the file must say the same.</param>
    /// <exception cref="ConfigException">The text cannot be used.</exception>
    public static BotConfig Parse(string yaml, string expectedProfile)
    {
        var faults = new List<ConfigFault>();
        YamlMappingNode root = YamlText.Load(yaml, "profile, derivatives, execution, risk, control, watchdog, chaos, ledger, paper");
        var section = new ConfigSection(root, "", faults);
        BotConfig config = Read(section, expectedProfile);
        return faults.Count == 0 ? config : throw new ConfigException(faults);
    }

    private static BotConfig Read(ConfigSection root, string expectedProfile)
    {
        string? profile = root.Text("profile");
        if (profile is null)
        {
            root.Fault("profile", $"is missing; one of {string.Join(", ", Profiles)}");
        }
        else if (profile != expectedProfile)
        {
            root.Fault("profile", $"the file is for '{profile}', the process was started with '{expectedProfile}'");
        }

        ConfigSection derivatives = root.Section("derivatives");
        List<VenueConfig> venues = ReadVenues(derivatives);
        ConfigSection arbitrage = derivatives.Section("arbitrage");
        StrategyOptions strategy = ReadStrategy(arbitrage);
        ExecutionOptions execution = ReadExecution(root.Section("execution"), arbitrage);
        arbitrage.RefuseUnknown();
        derivatives.RefuseUnknown();
        ReconciliationConfig reconciliation = ReadReconciliation(root.Section("reconciliation"));
        RiskOptions risk = ReadRisk(root.Section("risk"));
        ChaosValues chaos = ReadChaos(root.Section("chaos"));
        ControlConfig control = ReadControl(root.Section("control"));
        WatchdogOptions watchdog = WatchdogSettings.Read(root.Section("watchdog"));
        PaperConfig paper = new();
        if (expectedProfile == "paper")
        {
            paper = ReadPaper(root.Section("paper"));
        }

        LedgerConfig ledger = LedgerConfig.Read(root.Section("ledger"));
        root.RefuseUnknown();
        return new BotConfig
        {
            Profile = expectedProfile,
            Venues = venues,
            Strategy = strategy,
            Risk = risk,
            Execution = execution,
            Reconciliation = reconciliation,
            Control = control,
            Watchdog = watchdog,
            Chaos = chaos,
            Ledger = ledger,
            Paper = paper,
        };
    }

    private static List<VenueConfig> ReadVenues(ConfigSection derivatives)
    {
        var venues = new List<VenueConfig>();
        foreach (ConfigSection item in derivatives.Sections("venues"))
        {
            string id = item.Text("id") ?? "";
            VenueId venue = id.Length > 0 ? new VenueId(id) : default;
            if (!SupportedVenues.Contains(venue))
            {
                item.Fault("id", $"'{id}' is not a venue; known: binance_um, okx_perp, bybit_linear");
            }
            else if (venues.Any(v => v.Venue == venue))
            {
                item.Fault("id", $"{venue} stands twice");
            }

            var symbols = new List<Symbol>();
            foreach (string text in item.Texts("symbols"))
            {
                if (!Symbol.TryParse(text, out Symbol symbol) || symbol.Quote != Asset.Usdt)
                {
                    item.Fault("symbols", $"'{text}' is not a USDT symbol such as BTCUSDT");
                }
                else if (!symbols.Contains(symbol))
                {
                    symbols.Add(symbol);
                }
            }

            if (symbols.Count == 0)
            {
                item.Fault("symbols", "names no symbol");
            }

            int leverage = item.Integer("leverage", 3, 1, 125);
            ConfigSection routing = item.Section("routing");
            venues.Add(new VenueConfig(
                venue, symbols, leverage,
                item.OneOf("position_mode", PositionMode.OneWay, VenueModes.PositionModes),
                item.OneOf("margin_type", MarginMode.Cross, VenueModes.MarginModes),
                item.OneOf("foreign_orders", ForeignOrderPolicy.Hold, ForeignOrderPolicies),
                routing.Address("rest", "http", "https"),
                routing.Address("ws", "ws", "wss"),
                routing.Address("ws_private", "ws", "wss")));
            routing.RefuseUnknown();
            item.RefuseUnknown();
        }

        if (venues.Count < 2)
        {
            derivatives.Fault("venues", $"a pair needs two venues, {venues.Count} given");
        }
        else if (!venues.SelectMany(v => v.Symbols).GroupBy(s => s).Any(g => g.Count() > 1))
        {
            derivatives.Fault("venues", "no symbol is traded on two venues");
        }

        return venues;
    }

    private static StrategyOptions ReadStrategy(ConfigSection s)
    {
        var d = new StrategyOptions();
        return new StrategyOptions
        {
            OrderNotional = new Notional(s.Number("order_notional_usdt", d.OrderNotional.Value, 1m, 10_000_000m)),
            MinNetEdgeBps = s.Number("min_edge_bps", d.MinNetEdgeBps, 0m, 1_000m),
            HoldingHorizon = Minutes(s, "holding_horizon_min", d.HoldingHorizon, 0m, 43_200m),
            MaxHolding = Minutes(s, "max_holding_min", d.MaxHolding, 1m, 43_200m),
            TakeProfitFraction = s.Number("take_profit_fraction", d.TakeProfitFraction, 0m, 1m),
            StopBps = s.Number("stop_bps", d.StopBps, 1m, 10_000m),
            BasisHalfLife = Minutes(s, "basis_half_life_min", d.BasisHalfLife, 0.1m, 43_200m),
            WarmUp = Seconds(s, "warm_up_sec", d.WarmUp, 0m, 86_400m),
        };
    }

    private static readonly Dictionary<string, EntryChoice> Entries = new(StringComparer.Ordinal)
    {
        ["auto"] = EntryChoice.Auto,
        ["together"] = EntryChoice.Together,
        ["harder_first"] = EntryChoice.HarderFirst,
        ["maker"] = EntryChoice.Maker,
    };

    private static ExecutionOptions ReadExecution(ConfigSection e, ConfigSection arbitrage)
    {
        var d = new ExecutionOptions();
        var options = new ExecutionOptions
        {
            OpenSlippageCapBps = arbitrage.Number("max_leg_slippage_bps", d.OpenSlippageCapBps, 0m, 100m),
            CloseSlippageCapBps = e.Number("close_slippage_bps", d.CloseSlippageCapBps, 0m, 500m),
            RescueBandBps = e.Number("rescue_band_bps", d.RescueBandBps, 1m, 500m),
            RescueLimitAttempts = e.Integer("rescue_limit_attempts", d.RescueLimitAttempts, 1, 20),
            RetryDelay = Seconds(e, "retry_delay_sec", d.RetryDelay, 0.01m, 60m),
            OrderQueryAfter = Seconds(e, "order_query_after_sec", d.OrderQueryAfter, 0.1m, 60m),
            NeverReachedAfter = Seconds(e, "never_reached_after_sec", d.NeverReachedAfter, 6m, 600m),
            RescueDeadline = Seconds(e, "rescue_deadline_sec", d.RescueDeadline, 1m, 3_600m),
            CompleteWithin = Seconds(e, "complete_within_sec", d.CompleteWithin, 0.1m, 3_600m),
            MarketRungAttempts = e.Integer("market_rung_attempts", d.MarketRungAttempts, 1, 20),
            ThirdVenueAttempts = e.Integer("third_venue_attempts", d.ThirdVenueAttempts, 1, 20),
            ThirdVenueBandBps = e.Number("third_venue_band_bps", d.ThirdVenueBandBps, 1m, 500m),
            Entry = e.OneOf("entry", d.Entry, Entries),
            HarderFirstAbove = Milliseconds(e, "harder_first_above_ms", d.HarderFirstAbove, 1m, 60_000m),
            MakerRest = Seconds(e, "maker_rest_sec", d.MakerRest, 0.1m, 3_600m),
        };
        if (options.MakerRest > options.RescueDeadline)
        {
            e.Fault("maker_rest_sec", $"{options.MakerRest.TotalSeconds} s is longer than rescue_deadline_sec, {options.RescueDeadline.TotalSeconds} s: what a resting order has filled must be equal by then");
        }

        e.RefuseUnknown();
        return options;
    }

    private static ReconciliationConfig ReadReconciliation(ConfigSection r)
    {
        var options = new ReconciliationConfig(
            Seconds(r, "reconcile_interval_sec", EngineOptions.DefaultReconcileInterval, 1m, 600m),
            Seconds(r, "fill_interval_sec", EngineOptions.DefaultFillInterval, 30m, 86_400m),
            Seconds(r, "resume_deadline_sec", EngineOptions.DefaultResumeDeadline, 5m, 3_600m),
            Seconds(r, "rights_interval_sec", EngineOptions.DefaultRightsInterval, 2m, 300m));
        r.RefuseUnknown();
        return options;
    }

    private static RiskOptions ReadRisk(ConfigSection r)
    {
        var d = new RiskOptions();
        ConfigSection caps = r.Section("notional_caps");
        decimal dailyLoss = r.Number("max_daily_loss_usdt", d.MaxDailyLoss?.Value ?? 0m, 0m, 1_000_000_000m);
        var options = new RiskOptions
        {
            MaxNotionalPerSymbol = new Notional(caps.Number("per_symbol_usd", d.MaxNotionalPerSymbol.Value, 0m, 1_000_000_000m)),
            MaxNotionalPerVenue = new Notional(caps.Number("per_venue_usd", d.MaxNotionalPerVenue.Value, 0m, 1_000_000_000m)),
            MaxNotionalTotal = new Notional(caps.Number("total_usd", d.MaxNotionalTotal.Value, 0m, 1_000_000_000m)),
            MaxActivePairs = r.Integer("max_active_pairs", d.MaxActivePairs, 1, 100),
            MaxDailyLoss = dailyLoss > 0m ? new Notional(dailyLoss) : null,
            MaxMarginRatio = r.Number("max_margin_ratio", d.MaxMarginRatio, 0.05m, 0.95m),
            BookStaleAfter = Seconds(r, "book_stale_after_sec", d.BookStaleAfter, 0.1m, 600m),
            MaxBookSkew = Seconds(r, "max_book_skew_sec", d.MaxBookSkew, 0.01m, 3_600m),
            CoolDown = Seconds(r, "cool_down_sec", d.CoolDown, 0m, 86_400m),
        };
        caps.RefuseUnknown();
        r.RefuseUnknown();
        return options;
    }

    private static ChaosValues ReadChaos(ConfigSection c)
    {
        var values = new ChaosValues(
            c.Number("ws_drop_probability", 0m, 0m, 1m),
            c.Number("rest_timeout_probability", 0m, 0m, 1m),
            c.Integer("order_delay_ms", 0, 0, ChaosSwitch.LongestOrderDelayMs));
        c.RefuseUnknown();
        return values;
    }

    private static ControlConfig ReadControl(ConfigSection c)
    {
        ControlConfig d = ControlConfig.Default;
        var control = new ControlConfig(
            c.Has("two_man_rule") ? c.Flag("two_man_rule", true) : d.TwoManRule,
            Minutes(c, "approval_valid_min", d.ApprovalValidity, 1m, 1_440m),
            new SizeAfterResume(
                c.Number("size_after_resume", d.Size.Fraction, 0.01m, 1m),
                c.Integer("clean_pairs_after_resume", d.Size.CleanPairs, 0, 100),
                Minutes(c, "clean_pair_after_min", d.Size.CleanAfter, 1m, 1_440m)));
        c.RefuseUnknown();
        return control;
    }

    private static PaperConfig ReadPaper(ConfigSection p)
    {
        var d = new PaperConfig();
        string feed = p.Text("feed") ?? d.Feed;
        if (feed is not ("model" or "recorded"))
        {
            p.Fault("feed", $"'{feed}' is not model or recorded");
        }

        var paper = new PaperConfig
        {
            Feed = feed,
            Recording = p.Text("recording"),
            Speed = p.Number("speed", d.Speed, 0.1m, 20_000m),
            Seed = (ulong)p.Integer("seed", (int)d.Seed, 0, int.MaxValue),
            StartBalance = p.Number("start_balance_usdt", d.StartBalance, 1m, 1_000_000_000m),
            DislocationIntervalSeconds = p.Number("dislocation_interval_sec", d.DislocationIntervalSeconds, 0m, 1_000_000m),
        };
        p.RefuseUnknown();
        return paper;
    }

    private static TimeSpan Minutes(ConfigSection section, string key, TimeSpan fallback, decimal least, decimal most) =>
        TimeSpan.FromMinutes((double)section.Number(key, (decimal)fallback.TotalMinutes, least, most));

    private static TimeSpan Milliseconds(ConfigSection section, string key, TimeSpan fallback, decimal least, decimal most) =>
        TimeSpan.FromMilliseconds((double)section.Number(key, (decimal)fallback.TotalMilliseconds, least, most));

    private static TimeSpan Seconds(ConfigSection section, string key, TimeSpan fallback, decimal least, decimal most) =>
        TimeSpan.FromSeconds((double)section.Number(key, (decimal)fallback.TotalSeconds, least, most));
}
