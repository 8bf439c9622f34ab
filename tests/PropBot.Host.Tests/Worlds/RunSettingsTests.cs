using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Ledger.Sqlite;
using PropBot.Testing;
using PropBot.Venues;

namespace PropBot.Host.Tests.Worlds;

/// <summary>Goal: testnet and live need nothing but keys; their addresses are the published ones, and orders leave only by their switch.</summary>
public sealed class RunSettingsTests
{
    private static readonly Dictionary<string, string> TestnetKeys = new(StringComparer.Ordinal)
    {
        ["BINANCE_UM_API_KEY_TESTNET"] = "bk",
        ["BINANCE_UM_API_SECRET_TESTNET"] = "bs",
        ["OKX_API_KEY_TESTNET"] = "ok",
        ["OKX_API_SECRET_TESTNET"] = "os",
        ["OKX_API_PASSPHRASE_TESTNET"] = "op",
        ["BYBIT_API_KEY_TESTNET"] = "yk",
        ["BYBIT_API_SECRET_TESTNET"] = "ys",
    };

    private static readonly Dictionary<string, string> LiveKeys = new(StringComparer.Ordinal)
    {
        ["BINANCE_LV_API_KEY"] = "bk",
        ["BINANCE_LV_API_SECRET"] = "bs",
        ["OKX_API_KEY"] = "ok",
        ["OKX_API_SECRET"] = "os",
        ["OKX_API_PASSPHRASE"] = "op",
        ["BYBIT_API_KEY"] = "yk",
        ["BYBIT_API_SECRET"] = "ys",
        ["OPERATOR_TOKENS"] = "anna:operator:anna-token,boris:operator:boris-token",
    };

    [Fact]
    public void Testnet_WithKeysAlone_GoesToThePublishedTestMarketsAndReadsOnly()
    {
        RunSettings settings = Read("testnet", TestnetKeys);
        Assert.Equal(
            ["https://demo-fapi.binance.com/", "https://www.okx.com/", "https://api-testnet.bybit.com/"],
            settings.Venues.Select(v => v.RestAddress.ToString()));
        Assert.True(settings.Venues.Single(v => v.Venue == VenueId.OkxPerp).Demo);
        Assert.Equal(new VenueCredentials("ok", "os", "op"), settings.Venues.Single(v => v.Venue == VenueId.OkxPerp).Credentials);
        Assert.False(settings.Orders.PlacesOrders);
        Assert.All(settings.Venues, v => Assert.True(v.ReadOnly));
        Assert.False(settings.Autopilot);
    }

    [Fact]
    public void Live_WithKeysAlone_GoesToThePublishedMarketsAndReadsOnly()
    {
        RunSettings settings = Read("live", LiveKeys);
        Assert.Equal(
            ["https://fapi.binance.com/", "https://www.okx.com/", "https://api.bybit.com/"],
            settings.Venues.Select(v => v.RestAddress.ToString()));
        Assert.All(settings.Venues, v => Assert.False(v.Demo));
        Assert.False(settings.Orders.PlacesOrders);
        Assert.Contains("LIVE_CONFIRM", settings.Orders.Why!.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("testnet", "ENABLE_PLACE_TEST_ORDERS", "true", null, true)]
    [InlineData("testnet", "ENABLE_PLACE_TEST_ORDERS", "true", "DRY_RUN_ONLY", false)]
    [InlineData("testnet", "LIVE_CONFIRM", "I_KNOW_WHAT_I_AM_DOING", null, false)]
    [InlineData("live", "LIVE_CONFIRM", "I_KNOW_WHAT_I_AM_DOING", null, true)]
    [InlineData("live", "LIVE_CONFIRM", "I_KNOW_WHAT_I_AM_DOING", "DRY_RUN_MODE", false)]
    [InlineData("live", "ENABLE_PLACE_TEST_ORDERS", "true", null, false)]
    public void Orders_LeaveByTheProfilesOwnSwitchAndNoDryRun(string profile, string name, string value, string? dryRun, bool places)
    {
        var variables = new Dictionary<string, string>(profile == "live" ? LiveKeys : TestnetKeys, StringComparer.Ordinal) { [name] = value };
        if (dryRun is not null)
        {
            variables[dryRun] = "1";
        }

        Assert.Equal(places, Read(profile, variables).Orders.PlacesOrders);
    }

    [Theory]
    [InlineData("paper", "DRY_RUN_MODE", "maybe", "is not one of")]
    [InlineData("testnet", "DRY_RUN_ONLY", "maybe", "is not one of")]
    [InlineData("live", "DRY_RUN_MODE", "maybe", "is not one of")]
    [InlineData("paper", "FEATURE_JOURNAL", "0", "cannot be switched off")]
    [InlineData("testnet", "FEATURE_JOURNAL", "off", "cannot be switched off")]
    [InlineData("live", "FEATURE_JOURNAL", "no", "cannot be switched off")]
    [InlineData("paper", "FEATURE_JOURNAL", "perhaps", "is not one of")]
    [InlineData("paper", "AUTOPILOT_GUARD_INTERVAL_SEC", "0.05", "is not a number from 0.1 to 3600 s")]
    [InlineData("paper", "AUTOPILOT_GUARD_INTERVAL_SEC", "often", "is not a number from 0.1 to 3600 s")]
    [InlineData("paper", "DAILY_LOSS_CAP_USDT", "-1", "is not a number from 0")]
    [InlineData("paper", "MAX_DAILY_LOSS_USD", "much", "is not a number from 0")]
    [InlineData("paper", "DAILY_LOSS_CAP_AUTO_HOLD", "off", "always holds the desk")]
    [InlineData("live", "ENFORCE_DAILY_LOSS_CAP", "0", "are enforced")]
    [InlineData("live", "DAILY_LOSS_CAP_USDT", "0", "set one above 0")]
    [InlineData("live", "WATCHDOG_ENABLED", "off", "every venue is watched")]
    [InlineData("live", "WATCHDOG_AUTO_HOLD", "off", "holds the desk; set it on")]
    [InlineData("paper", "PROPBOT_FEED", "films", "is not one of model, recorded")]
    [InlineData("paper", "PROPBOT_FEED", "recorded", "is missing")]
    [InlineData("paper", "PROPBOT_SPEED", "0", "is not a number from 0.1")]
    [InlineData("paper", "PROPBOT_SEED", "-1", "is not a whole number")]
    public void Variable_ThatCannotBeUsed_IsOneFaultAndStopsTheStart(string profile, string name, string value, string message)
    {
        var wrong = Assert.Throws<ConfigException>(() => Read(profile, Keys(profile, (name, value))));
        Assert.Contains(message, Assert.Single(wrong.Faults).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FEATURE_JOURNAL", "1")]
    [InlineData("AUTOPILOT_GUARD_INTERVAL_SEC", "5")]
    [InlineData("AUTOPILOT_GUARD_INTERVAL_SEC", "0.1")]
    public void Variable_ThatSaysWhatIsSoAnyway_IsTaken(string name, string value) => Assert.NotNull(Read("paper", Keys("paper", (name, value))));

    [Theory]
    [InlineData("DAILY_LOSS_CAP_USDT")]
    [InlineData("MAX_DAILY_LOSS_USDT")]
    [InlineData("MAX_DAILY_LOSS_USD")]
    public void DailyLoss_ByAnyOfItsNames_WinsOverTheFile(string name)
    {
        Assert.Equal(123.5m, Read("paper", Keys("paper", (name, "123.5"))).Config.Risk.MaxDailyLoss?.Value);
        Assert.Null(Read("paper", Keys("paper", (name, "0"))).Config.Risk.MaxDailyLoss);
    }

    [Fact]
    public void DailyLoss_ByTwoNamesThatDisagree_IsAFault()
    {
        ConfigException wrong = Assert.Throws<ConfigException>(
            () => Read("paper", Keys("paper", ("DAILY_LOSS_CAP_USDT", "100"), ("MAX_DAILY_LOSS_USDT", "200"))));
        Assert.Contains("they are one limit", Assert.Single(wrong.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DayLimits_AreEnforced_UnlessPaperSaysNo()
    {
        Assert.True(Read("paper", Keys("paper")).Config.Risk.EnforcesDayLimits);
        Assert.False(Read("paper", Keys("paper", ("ENFORCE_DAILY_LOSS_CAP", "0"))).Config.Risk.EnforcesDayLimits);
    }

    [Fact]
    public void MarketVariables_WinOverTheFile()
    {
        using var recording = new ScratchFile("any");
        PaperConfig paper = Read("paper", Keys(
            "paper", ("PROPBOT_FEED", "recorded"), ("PROPBOT_RECORDING", recording.Path), ("PROPBOT_SPEED", "2.5"), ("PROPBOT_SEED", "7"))).Config.Paper;
        Assert.Equal(("recorded", recording.Path, 2.5m, 7UL), (paper.Feed, paper.Recording, paper.Speed, paper.Seed));
    }

    [Fact]
    public void LiveAddresses_AreOverriddenByTheirVariables()
    {
        RunSettings settings = Read("live", Keys(
            "live", ("BINANCE_LV_BASE_URL", "http://127.0.0.1:1"), ("OKX_FUTURES_API_URL", "http://127.0.0.1:2"), ("BYBIT_BASE_URL", "http://127.0.0.1:3")));
        Assert.Equal(["http://127.0.0.1:1/", "http://127.0.0.1:2/", "http://127.0.0.1:3/"], settings.Venues.Select(v => v.RestAddress.ToString()));
    }

    [Theory]
    [InlineData("change-me-please")]
    [InlineData("CHANGEME")]
    [InlineData("todo")]
    [InlineData("replace-me")]
    [InlineData("fill-me-in")]
    public void Keys_ThatAreTheShippedExamples_AreNone(string value)
    {
        var wrong = Assert.Throws<ConfigException>(() => Read("testnet", Keys("testnet", ("OKX_API_KEY_TESTNET", value))));
        Assert.Contains("OKX_API_KEY_TESTNET", Assert.Single(wrong.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_AreReadFromTheFileAndOverriddenByTheEnvironment()
    {
        using var file = new ScratchFile("""
            profile: testnet
            derivatives:
              venues:
                - {id: binance_um, symbols: [BTCUSDT], position_mode: hedge, margin_type: isolated}
                - {id: okx_perp, symbols: [BTCUSDT]}
            risk: {max_margin_ratio: 0.3}
            """);
        var variables = new Dictionary<string, string>(TestnetKeys, StringComparer.Ordinal)
        {
            ["BINANCE_UM_MARGIN_TYPE"] = "cross",
            ["OKX_POSITION_MODE"] = "hedge",
            ["OKX_BASE_TESTNET"] = "http://127.0.0.1:8443",
        };
        RunSettings settings = Read("testnet", variables, file.Path);
        Assert.Equal([(PositionMode.Hedge, MarginMode.Cross), (PositionMode.Hedge, MarginMode.Cross)], settings.Venues.Select(v => (v.PositionMode, v.MarginMode)));
        Assert.Equal("http://127.0.0.1:8443/", settings.Venues[1].RestAddress.ToString());
        Assert.Equal(0.3m, settings.Config.Risk.MaxMarginRatio);
    }

    [Fact]
    public void Ledger_IsTheFileUnlessAServerIsNamed_AndTheVariableWins()
    {
        Assert.Null(Read("paper", new Dictionary<string, string>(StringComparer.Ordinal)).Ledger.Server);

        using var file = new ScratchFile(ConfigReader.BuiltIn("paper") + """

            ledger:
              connection: postgresql://desk@db.example/ledger
              lease_ttl_sec: 20
            """);
        RunSettings byFile = Read("paper", new Dictionary<string, string>(StringComparer.Ordinal), file.Path);
        Assert.Equal("postgresql://db.example:5432/ledger", byFile.Ledger.Server?.Place);
        Assert.Equal(TimeSpan.FromSeconds(20), byFile.Ledger.LeaseTtl);

        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LEDGER_URL"] = "Host=other;Database=books;Username=desk;Password=secret",
            ["LEADER_LOCK_TTL_SEC"] = "30",
        };
        RunSettings byVariable = Read("paper", variables, file.Path);
        Assert.Equal("postgresql://other:5432/books", byVariable.Ledger.Server?.Place);
        Assert.Equal(TimeSpan.FromSeconds(30), byVariable.Ledger.LeaseTtl);
    }

    [Fact]
    public void Ledger_PasswordInTheFileOrAnAddressThatIsNone_IsRefusedWithoutShowingIt()
    {
        using var file = new ScratchFile(ConfigReader.BuiltIn("paper") + """

            ledger:
              connection: postgresql://desk:hunter2@db.example/ledger
            """);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LEDGER_URL"] = "mysql://desk:hunter2@db", ["LEADER_LOCK_TTL_SEC"] = "2" };
        var wrong = Assert.Throws<ConfigException>(() => Read("paper", new Dictionary<string, string>(StringComparer.Ordinal), file.Path));
        Assert.Contains("secrets stand in the environment: LEDGER_URL", Assert.Single(wrong.Faults).ToString(), StringComparison.Ordinal);

        var both = Assert.Throws<ConfigException>(() => Read("paper", variables));
        Assert.Equal(["LEDGER_URL", "LEADER_LOCK_TTL_SEC"], both.Faults.Select(fault => fault.Path));
        Assert.DoesNotContain("hunter2", string.Concat(wrong.Faults.Concat(both.Faults)), StringComparison.Ordinal);
    }

    [Fact]
    public void Live_WithATestAddress_IsRefused()
    {
        var variables = new Dictionary<string, string>(LiveKeys, StringComparer.Ordinal) { ["BINANCE_LV_BASE_URL"] = "https://demo-fapi.binance.com" };
        var wrong = Assert.Throws<ConfigException>(() => Read("live", variables));
        Assert.Contains("is an address of the venue's testnet market", Assert.Single(wrong.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadingOnly_WithOpenPairsInTheLedger_IsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("propbot").FullName;
        try
        {
            using (SqliteLedgerStore ledger = SqliteLedgerStore.Open(Path.Combine(folder, "ledger.db"), TimeProvider.System))
            {
                ledger.Load();
                ledger.Commit(SampleDesk.Now, 1, [new PairChanged(SampleDesk.OpenPair)]);
            }

            var variables = new Dictionary<string, string>(TestnetKeys, StringComparer.Ordinal)
            {
                ["BINANCE_UM_BASE_TESTNET"] = "http://127.0.0.1:9",
                ["OKX_BASE_TESTNET"] = "http://127.0.0.1:9",
                ["BYBIT_BASE_TESTNET"] = "http://127.0.0.1:9",
            };
            using var error = new StringWriter();
            int code = await BotHost.RunAsync(
                Arguments("testnet", null) with { DataDirectory = folder, Urls = "http://127.0.0.1:0" },
                name => variables.GetValueOrDefault(name), TextWriter.Null, error, TestContext.Current.CancellationToken);
            Assert.Equal(ExitCodes.WrongInput, code);
            Assert.Contains("ENABLE_PLACE_TEST_ORDERS: this run would only read, but the ledger has 1 open pairs", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Rebalancer_IsOffUnlessSwitchedOn_AndTakesItsVariables()
    {
        Assert.Null(Read("paper", []).Config.Execution.Rebalancer);
        RebalancerOptions options = Read("paper", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FEATURE_REBALANCER"] = "1",
            ["REBALANCER_INTERVAL_SEC"] = "2",
            ["REBALANCER_BATCH_NOTIONAL_USD"] = "2500.5",
            ["REBALANCER_MAX_RETRY"] = "7",
        }).Config.Execution.Rebalancer!;
        Assert.Equal(
            new RebalancerOptions { Interval = TimeSpan.FromSeconds(2), RetryDelay = TimeSpan.FromSeconds(30), BatchNotional = 2500.5m, MaxRetries = 7 }, options);
    }

    [Fact]
    public void Rebalancer_BadText_IsListedWholeWithItsRange()
    {
        var wrong = Assert.Throws<ConfigException>(() => Read("paper", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FEATURE_REBALANCER"] = "perhaps",
            ["REBALANCER_INTERVAL_SEC"] = "0.1",
            ["REBALANCER_RETRY_DELAY_SEC"] = "soon",
            ["REBALANCER_MAX_RETRY"] = "2.5",
        }));
        Assert.Equal(
            ["FEATURE_REBALANCER", "REBALANCER_INTERVAL_SEC", "REBALANCER_RETRY_DELAY_SEC", "REBALANCER_MAX_RETRY"],
            wrong.Faults.Select(f => f.Path));
        Assert.Contains(wrong.Faults, f => f.Message.Contains("'0.1' is not a number from 0.5 to 3600", StringComparison.Ordinal));
    }

    /// <summary>What the profile cannot do without, and these over it.</summary>
    private static Dictionary<string, string> Keys(string profile, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var all = new Dictionary<string, string>(profile switch { "live" => LiveKeys, "testnet" => TestnetKeys, _ => [] }, StringComparer.Ordinal);
        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }

        return all;
    }

    private static RunSettings Read(string profile, Dictionary<string, string> variables, string? config = null) =>
        RunSettings.Read(Arguments(profile, config), name => variables.GetValueOrDefault(name));

    private static RunArguments Arguments(string profile, string? config) => new() { Profile = profile, ConfigPath = config };

    private sealed class ScratchFile : IDisposable
    {
        public ScratchFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
