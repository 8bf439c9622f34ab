using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Limits come from the file and, over it, from the contract's variables; what cannot be used stops the start.</summary>
public sealed class RiskSettingsTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTCUSDT");

    [Fact]
    public void Defaults_EveryCheckIsOn()
    {
        RiskOptions risk = Read("paper", []);
        Assert.True(risk is { ChecksEnabled: true, CapsEnforced: true, UniverseEnforced: true });
        Assert.Equal((300, 600), (risk.MaxOrdersPerMinute, risk.MaxCancelsPerMinute));
    }

    [Fact]
    public void Variables_OfTheContract_ReachTheSameOptionsAsTheFile()
    {
        RiskOptions risk = Read("paper", new()
        {
            ["MAX_TOTAL_NOTIONAL_USDT"] = "150000",
            ["MAX_NOTIONAL_PER_POSITION_USDT"] = "5000",
            ["MAX_POSITION_USDT"] = "12000",
            ["MAX_POSITION_USDT__BTCUSDT"] = "10",
            ["MAX_OPEN_POSITIONS"] = "3",
            ["MAX_LEVERAGE"] = "2.5",
            ["MAX_OPEN_ORDERS"] = "7",
            ["MAX_OPEN_ORDERS__okx_perp"] = "2",
            ["MAX_ORDERS_PER_MIN"] = "0",
            ["MAX_CANCELS_PER_MIN"] = "44",
        });
        Assert.Equal((150_000m, 5_000m, 3), (risk.MaxNotionalTotal.Value, risk.MaxNotionalPerOrder.Value, risk.MaxActivePairs));
        // The original stored the general limit under another key than it looked up: it was never applied.
        Assert.Equal((10m, 12_000m), (risk.CapOf(Btc).Value, risk.CapOf(Symbol.Parse("ETHUSDT")).Value));
        Assert.Equal((2, 7), (risk.OpenOrdersOf(VenueId.OkxPerp), risk.OpenOrdersOf(VenueId.BinanceUm)));
        Assert.Equal((2.5m, 0, 44), (risk.MaxLeverage, risk.MaxOrdersPerMinute, risk.MaxCancelsPerMinute));
    }

    [Theory]
    [InlineData("MAX_OPEN_POSITIONS", "0")]
    [InlineData("MAX_NOTIONAL_PER_POSITION_USDT", "-1")]
    [InlineData("MAX_TOTAL_NOTIONAL_USDT", "a lot")]
    [InlineData("MAX_LEVERAGE", "0")]
    [InlineData("MAX_POSITION_USDT__BTCUSDT", "0")]
    [InlineData("MAX_OPEN_ORDERS__binance_um", "0")]
    [InlineData("MAX_ORDERS_PER_MIN", "1.5")]
    [InlineData("RISK_CHECKS_ENABLED", "maybe")]
    public void Variable_NotPositiveOrNotANumber_StopsTheStart(string name, string value)
    {
        ConfigException wrong = Assert.Throws<ConfigException>(() => Read("paper", new() { [name] = value }));
        Assert.Contains(wrong.Faults, f => f.Path == name && f.Message.Contains(value, StringComparison.Ordinal));
    }

    /// <summary>A cap that nobody reads is worse than none: its owner believes in it.</summary>
    [Theory]
    [InlineData("MAX_POSITION_USDT__DOGEUSDT", "'DOGEUSDT' is no symbol of this configuration", "MAX_POSITION_USDT__BTCUSDT")]
    [InlineData("MAX_POSITION_USDT__btcusdt", "'btcusdt' is no symbol of this configuration", "MAX_POSITION_USDT__BTCUSDT")]
    [InlineData("MAX_POSITION_USDT__", "'' is no symbol of this configuration", "MAX_POSITION_USDT__BTCUSDT")]
    [InlineData("MAX_OPEN_ORDERS__kraken", "'kraken' is no venue of this configuration", "MAX_OPEN_ORDERS__okx_perp")]
    [InlineData("MAX_OPEN_ORDERS__okx-perp", "'okx-perp' is no venue of this configuration", "MAX_OPEN_ORDERS__okx_perp")]
    public void OwnLimit_OfSomethingThatIsNotTraded_StopsTheStart(string name, string why, string instead)
    {
        ConfigFault fault = Assert.Single(Assert.Throws<ConfigException>(() => Read("paper", new() { [name] = "1000" })).Faults);
        Assert.Equal(name, fault.Path);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Contains(instead, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnLimit_OfSomethingThatIsNotTraded_StopsTheWholeStart()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["MAX_POSITION_USDT__DOGEUSDT"] = "1000" };
        var wrong = Assert.Throws<ConfigException>(() => RunSettings.Read(
            new RunArguments { Profile = "paper", VariableNames = variables.Keys }, variables.GetValueOrDefault, ConfigReader.BuiltIn("paper")));
        Assert.Equal(["MAX_POSITION_USDT__DOGEUSDT"], wrong.Faults.Select(f => f.Path));
    }

    [Theory]
    [InlineData("RISK_CHECKS_ENABLED", "false")]
    [InlineData("RISK_ENFORCE_CAPS", "off")]
    [InlineData("ENFORCE_UNIVERSE", "0")]
    [InlineData("MAX_ORDERS_PER_MIN", "0")]
    [InlineData("MAX_CANCELS_PER_MIN", "0")]
    [InlineData("MAX_SETTLE_DEPEG_BPS", "0")]
    public void Variable_SwitchesALimitOff_IsRefusedInLiveAlone(string name, string value)
    {
        ConfigException wrong = Assert.Throws<ConfigException>(() => Read("live", new() { [name] = value }));
        Assert.Contains(wrong.Faults, f => f.Path == name && f.Message.Contains("with real money", StringComparison.Ordinal));
        Read("paper", new() { [name] = value });
    }

    [Theory]
    [InlineData("checks_enabled: false", "risk.checks_enabled")]
    [InlineData("enforce_caps: false", "risk.enforce_caps")]
    [InlineData("enforce_universe: false", "risk.enforce_universe")]
    [InlineData("stress_move: 0", "risk.stress_move")]
    [InlineData("max_settle_depeg_bps: 0", "risk.max_settle_depeg_bps")]
    [InlineData("max_orders_per_min: 0", "risk.max_orders_per_min")]
    public void File_SwitchesALimitOff_IsRefusedInLiveAlone(string line, string path)
    {
        ConfigException wrong = Assert.Throws<ConfigException>(() => ConfigReader.Parse($"{ConfigReader.BuiltIn("live")}\nrisk:\n  {line}\n", "live"));
        Assert.Contains(wrong.Faults, f => f.Path == path);
        ConfigReader.Parse($"{ConfigReader.BuiltIn("paper")}\nrisk:\n  {line}\n", "paper");
    }

    private static RiskOptions Read(string profile, Dictionary<string, string> variables)
    {
        var faults = new List<ConfigFault>();
        BotConfig config = ConfigReader.Read(ConfigReader.BuiltIn(profile), profile, new ConfigSources(variables.GetValueOrDefault, _ => null, faults));
        RiskOptions risk = RiskSettings.WithOwnLimits(config, variables.GetValueOrDefault, variables.Keys, faults);
        return faults.Count == 0 ? risk : throw new ConfigException(faults);
    }
}
