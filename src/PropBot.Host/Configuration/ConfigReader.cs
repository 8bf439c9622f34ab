using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Chaos;
using PropBot.Host.Configuration.Options;
using YamlDotNet.RepresentationModel;

namespace PropBot.Host.Configuration;

/// <summary>Reads a profile's YAML. Missing keys take their defaults; wrong and unknown ones are all listed.</summary>
public static class ConfigReader
{
    public static readonly IReadOnlyList<string> Profiles = ["paper", "testnet", "live"];

    internal static readonly IReadOnlyDictionary<string, EntryChoice> Entries = new Dictionary<string, EntryChoice>(StringComparer.Ordinal)
    {
        ["auto"] = EntryChoice.Auto,
        ["together"] = EntryChoice.Together,
        ["harder_first"] = EntryChoice.HarderFirst,
        ["maker"] = EntryChoice.Maker,
    };

    internal static readonly IReadOnlyDictionary<string, ForeignOrderPolicy> ForeignOrderPolicies = new Dictionary<string, ForeignOrderPolicy>(StringComparer.Ordinal)
    {
        ["ignore"] = ForeignOrderPolicy.Ignore,
        ["hold"] = ForeignOrderPolicy.Hold,
        ["adopt"] = ForeignOrderPolicy.Adopt,
    };

    internal static readonly IReadOnlyDictionary<string, string> Feeds = new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = "model", ["recorded"] = "recorded" };

    /// <summary>What a profile is without a file.</summary>
    public static string BuiltIn(string profile) => $$"""
        profile: {{profile}}
        derivatives:
          venues:
            - {id: binance_um, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
            - {id: okx_perp, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
            - {id: bybit_linear, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
        {{(profile == "live" ? "watchdog: {auto_hold: true}" : "")}}
        """;

    /// <summary>What the file alone says.</summary>
    /// <param name="expectedProfile">The profile the process was started with; the file must say the same.</param>
    /// <exception cref="ConfigException">The text cannot be used.</exception>
    public static BotConfig Parse(string yaml, string expectedProfile)
    {
        var faults = new List<ConfigFault>();
        BotConfig config = Read(yaml, expectedProfile, new ConfigSources(faults));
        return faults.Count == 0 ? config : throw new ConfigException(faults);
    }

    /// <summary>File, environment and flags; what is wrong is among the sources' faults. Broken YAML leaves what is built in.</summary>
    internal static BotConfig Read(string yaml, string expectedProfile, ConfigSources sources)
    {
        const string Keys = "profile, derivatives, execution, reconciliation, risk, control, watchdog, status_thresholds_file, chaos, ledger, tracing, paper";
        YamlMappingNode root;
        try
        {
            root = YamlText.Load(yaml, Keys);
        }
        catch (ConfigException broken)
        {
            sources.Faults.AddRange(broken.Faults);
            root = YamlText.Load(BuiltIn(expectedProfile), Keys);
        }

        return Read(new ConfigSection(root, "", "", sources), expectedProfile);
    }

    private static BotConfig Read(ConfigSection root, string expectedProfile)
    {
        string? profile = root.Text("profile");
        root.Keep("profile", root.Choose("profile"), expectedProfile);
        if (profile is null)
        {
            root.Fault("profile", $"is missing; one of {string.Join(", ", Profiles)}");
        }
        else if (profile != expectedProfile)
        {
            root.Fault("profile", $"the file is for '{profile}', the process was started with '{expectedProfile}'");
        }

        ConfigSection derivatives = root.Section("derivatives");
        List<VenueConfig> venues = ReadVenues(derivatives, expectedProfile);
        ConfigSection arbitrage = derivatives.Section("arbitrage");
        StrategyOptions strategy = ReadStrategy(arbitrage);
        ExecutionOptions execution = ReadExecution(root.Section("execution"), arbitrage);
        arbitrage.RefuseUnknown();
        derivatives.RefuseUnknown();
        ReconciliationConfig reconciliation = ReadReconciliation(root.Section("reconciliation"));
        ConfigSection riskSection = root.Section("risk");
        StrategyLimits strategyLimits = ReadStrategyLimits(riskSection.Section("strategy"));
        RiskOptions risk = RiskSettings.Read(riskSection, expectedProfile);
        ChaosValues chaos = ReadChaos(root.Section("chaos"));
        ControlConfig control = ReadControl(root.Section("control"));
        WatchdogOptions watchdog = WatchdogSettings.Read(root.Section("watchdog"));
        string? thresholds = root.Words("status_thresholds_file");
        PaperConfig paper = new();
        if (expectedProfile == "paper")
        {
            paper = ReadPaper(root.Section("paper"));
        }

        LedgerConfig ledger = LedgerConfig.Read(root.Section("ledger"));
        TracingConfig tracing = TracingConfig.Read(root.Section("tracing"));
        ServerConfig server = ServerConfig.Read(root.Section("server"));
        root.RefuseUnknown();
        return new BotConfig
        {
            Profile = expectedProfile,
            Venues = venues,
            Strategy = strategy,
            Risk = risk,
            StrategyLimits = strategyLimits,
            Execution = execution,
            Reconciliation = reconciliation,
            Control = control,
            Watchdog = watchdog,
            ThresholdsFile = thresholds,
            Chaos = chaos,
            Ledger = ledger,
            Tracing = tracing,
            Server = server,
            Paper = paper,
        };
    }

    private static List<VenueConfig> ReadVenues(ConfigSection derivatives, string profile)
    {
        var venues = new List<VenueConfig>();
        foreach (ConfigSection item in derivatives.Sections("venues", "id"))
        {
            string id = item.Words("id") ?? "";
            VenueId venue = id.Length > 0 ? new VenueId(id) : default;
            if (!VenueVariables.Venues.Contains(venue))
            {
                item.Fault("id", $"'{id}' is not a venue; known: {string.Join(", ", VenueVariables.Venues.Select(VenueVariables.ConfigName))}");
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

            item.KeepList("symbols", symbols.Select(s => s.ToString()));
            VenueVariables? variables = profile == "paper" || !VenueVariables.Venues.Contains(venue) ? null : VenueVariables.Of(venue, profile);
            ConfigSection routing = item.Section("routing");
            venues.Add(new VenueConfig(
                venue, symbols, item.Whole("leverage"),
                item.OneOf("position_mode", VenueModes.PositionModes, Only(variables?.PositionMode)),
                item.OneOf("margin_type", VenueModes.MarginModes, Only(variables?.MarginType)),
                item.OneOf("foreign_orders", ForeignOrderPolicies),
                routing.Address("rest", Only(variables?.Rest), "http", "https"),
                routing.Address("ws", [], "ws", "wss"),
                routing.Address("ws_private", [], "ws", "wss")));
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

        static string[] Only(string? variable) => variable is null ? [] : [variable];
    }

    private static StrategyOptions ReadStrategy(ConfigSection s)
    {
        return new StrategyOptions
        {
            OrderNotional = new Notional(s.Number("order_notional_usdt")),
            MinNetEdgeBps = s.Number("min_edge_bps"),
            HoldingHorizon = s.Time("holding_horizon_min"),
            MaxHolding = s.Time("max_holding_min"),
            TakeProfitFraction = s.Number("take_profit_fraction"),
            StopBps = s.Number("stop_bps"),
            BasisHalfLife = s.Time("basis_half_life_min"),
            WarmUp = s.Time("warm_up_sec"),
        };
    }

    private static ExecutionOptions ReadExecution(ConfigSection e, ConfigSection arbitrage)
    {
        var options = new ExecutionOptions
        {
            OpenSlippageCapBps = arbitrage.Number("max_leg_slippage_bps"),
            CloseSlippageCapBps = e.Number("close_slippage_bps"),
            RescueBandBps = e.Number("rescue_band_bps"),
            RescueLimitAttempts = e.Whole("rescue_limit_attempts"),
            RetryDelay = e.Time("retry_delay_sec"),
            OrderQueryAfter = e.Time("order_query_after_sec"),
            NeverReachedAfter = e.Time("never_reached_after_sec"),
            RescueDeadline = e.Time("rescue_deadline_sec"),
            CompleteWithin = e.Time("complete_within_sec"),
            MarketRungAttempts = e.Whole("market_rung_attempts"),
            ThirdVenueAttempts = e.Whole("third_venue_attempts"),
            ThirdVenueBandBps = e.Number("third_venue_band_bps"),
            Entry = e.OneOf("entry", Entries),
            HarderFirstAbove = e.Time("harder_first_above_ms"),
            MakerRest = e.Time("maker_rest_sec"),
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
            r.Time("reconcile_interval_sec"),
            r.Time("fill_interval_sec"),
            r.Time("resume_deadline_sec"),
            r.Time("rights_interval_sec"),
            r.Time("settings_interval_sec"));
        r.RefuseUnknown();
        return options;
    }

    private static StrategyLimits ReadStrategyLimits(ConfigSection s)
    {
        decimal loss = s.Number("daily_loss_usdt");
        decimal budget = s.Number("daily_loss_budget_usdt");
        var limits = new StrategyLimits
        {
            DailyLoss = loss > 0m ? new Notional(loss) : null,
            MaxConsecutiveFailures = s.Whole("max_consecutive_failures"),
            DailyLossBudget = budget > 0m ? new Notional(budget) : null,
        };
        s.RefuseUnknown();
        return limits;
    }

    /// <summary>A fault profile stands between these and their variables.</summary>
    private static ChaosValues ReadChaos(ConfigSection c)
    {
        var values = new ChaosValues(c.NumberInFile("ws_drop_probability"), c.NumberInFile("rest_timeout_probability"), c.NumberInFile("order_delay_ms"));
        c.RefuseUnknown();
        return values;
    }

    private static ControlConfig ReadControl(ConfigSection c)
    {
        var control = new ControlConfig(
            c.SwitchIfSaid("two_man_rule"),
            c.Time("approval_valid_min"),
            new SizeAfterResume(c.Number("size_after_resume"), c.Whole("clean_pairs_after_resume"), c.Time("clean_pair_after_min")));
        c.RefuseUnknown();
        return control;
    }

    private static PaperConfig ReadPaper(ConfigSection p)
    {
        string? recording = p.Words("recording");
        Given feed = p.Choose("feed");
        if (feed.Origin is ValueOrigin.Default or ValueOrigin.File && p.Choose("recording").Origin == ValueOrigin.Flag)
        {
            // Whoever names a recording wants it to be played.
            feed = feed with { Text = "recorded", Origin = ValueOrigin.Flag, Place = "--recording" };
        }

        var paper = new PaperConfig
        {
            Feed = p.OneOf("feed", feed, Feeds),
            Recording = recording,
            Speed = p.Number("speed"),
            Seed = (ulong)p.Whole("seed"),
            StartBalance = p.Number("start_balance_usdt"),
            DislocationIntervalSeconds = p.Number("dislocation_interval_sec"),
        };
        p.RefuseUnknown();
        return paper;
    }
}
