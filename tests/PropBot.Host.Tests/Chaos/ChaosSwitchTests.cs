using PropBot.Host.Chaos;
using PropBot.Host.Configuration;
using PropBot.Host.Localization;

namespace PropBot.Host.Tests.Chaos;

/// <summary>Goal: chaos acts only as a person meant it; what cannot be meant stops the start (contract-engine.md, section 15, seeds 6 and 11).</summary>
public sealed class ChaosSwitchTests
{
    [Theory]
    [InlineData("FEATURE_CHAOS=maybe", "FEATURE_CHAOS: 'maybe' is not one of")]
    [InlineData("FEATURE_CHAOS=1;CHAOS_WS_DROP_P=nan", "CHAOS_WS_DROP_P: 'nan' is not a probability from 0 to 1")]
    [InlineData("FEATURE_CHAOS=1;CHAOS_REST_TIMEOUT_P=often", "CHAOS_REST_TIMEOUT_P: 'often' is not a probability from 0 to 1")]
    [InlineData("FEATURE_CHAOS=1;CHAOS_ORDER_DELAY_MS=2s", "CHAOS_ORDER_DELAY_MS: '2s' is not a number of milliseconds")]
    [InlineData("FEATURE_CHAOS=1;CHAOS_ORDER_DELAY_MS=10001", "CHAOS_ORDER_DELAY_MS: an order delay of 10001 ms is longer than 10000 ms")]
    [InlineData("FEATURE_CHAOS=1;CHAOS_SEED=-1", "CHAOS_SEED: '-1' is not a whole number")]
    [InlineData("FEATURE_CHAOS=1;CHAOS_SEED=x", "CHAOS_SEED: 'x' is not a whole number")]
    public void Start_WithTextThatCannotBeMeant_IsRefused(string variables, string expected)
    {
        (_, List<ConfigFault> faults) = Read("paper", variables);
        Assert.StartsWith(expected, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithSeveral_NamesEach()
    {
        (_, List<ConfigFault> faults) = Read("live", "FEATURE_CHAOS=1;CHAOS_WS_DROP_P=a;CHAOS_REST_TIMEOUT_P=b;CHAOS_ORDER_DELAY_MS=c;CHAOS_SEED=d");
        Assert.Equal(
            ["FEATURE_CHAOS", "CHAOS_WS_DROP_P", "CHAOS_REST_TIMEOUT_P", "CHAOS_ORDER_DELAY_MS", "CHAOS_SEED"], faults.Select(f => f.Path));
    }

    [Theory]
    [InlineData("FEATURE_CHAOS=1;CHAOS_PROFILE=mild", false)]
    [InlineData("FEATURE_CHAOS=1;CHAOS_PROFILE=none", false)]
    [InlineData("FEATURE_CHAOS=1;CHAOS_LIVE_CONFIRM=yes", false)]
    [InlineData("FEATURE_CHAOS=1;LIVE_CONFIRM=I_KNOW_WHAT_I_AM_DOING", false)]
    [InlineData("FEATURE_CHAOS=1;CHAOS_PROFILE=mild;CHAOS_LIVE_CONFIRM=I_KNOW_WHAT_I_AM_DOING", true)]
    [InlineData("FEATURE_CHAOS=0;CHAOS_PROFILE=mild", true)]
    public void Live_RefusesChaosWithoutItsSecondSwitch(string variables, bool starts)
    {
        (_, List<ConfigFault> faults) = Read("live", variables);
        Assert.Equal(starts, faults.Count == 0);
        if (!starts)
        {
            Assert.Contains("set CHAOS_LIVE_CONFIRM=I_KNOW_WHAT_I_AM_DOING if that is meant", Assert.Single(faults).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("CHAOS_WS_DROP_P=nan;CHAOS_ORDER_DELAY_MS=x;CHAOS_SEED=y;CHAOS_PROFILE=storm")]
    [InlineData("FEATURE_CHAOS=off;CHAOS_WS_DROP_P=0.5")]
    public void Off_WhateverElseIsSet_ChangesNothing(string variables)
    {
        (ChaosSettings settings, List<ConfigFault> faults) = Read("live", variables, new ChaosValues(0.5m, 0.5m, 5m));
        Assert.Empty(faults);
        Assert.Equal(ChaosSettings.Off with { SelectedProfile = settings.SelectedProfile }, settings);
    }

    [Fact]
    public void On_SeedAndProfile_AreTold()
    {
        (ChaosSettings settings, List<ConfigFault> faults) = Read("paper", "FEATURE_CHAOS=yes;CHAOS_PROFILE=mild;CHAOS_SEED=77");
        Assert.Empty(faults);
        Assert.Equal(77, settings.Seed);
        LocalText line = ChaosText.Of(settings);
        Assert.Equal("Chaos profile: mild · ENABLED · market-data loss 5 % · REST time-outs 2 % · order delay 150 ms · seed 77", line.English);
        Assert.StartsWith("Chaos profile: mild · ENABLED · потеря рыночных данных 5 %", line.Russian, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownProfile_IsSaidSo()
    {
        (ChaosSettings settings, List<ConfigFault> faults) = Read("paper", "FEATURE_CHAOS=1;CHAOS_PROFILE=strom");
        Assert.Empty(faults);
        Assert.EndsWith("no fault profile of this name: the values come from the variables and the configuration", ChaosText.Of(settings).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_BesideTheConfiguration_AreRead()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("propbot-chaos-");
        try
        {
            string config = Path.Combine(folder.FullName, "config.yaml");
            File.WriteAllText(Path.Combine(folder.FullName, FaultProfiles.FileName), "profiles: {breeze: {order_delay_ms: 12}}");
            var faults = new List<ConfigFault>();
            ChaosSettings settings = ChaosSwitch.Read("paper", config, ChaosVectors.Environment("FEATURE_CHAOS=1;CHAOS_PROFILE=breeze"), new ChaosValues(), faults);
            Assert.Empty(faults);
            Assert.Equal(12, settings.OrderDelayMs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("ws_drop_probability: 2", "chaos.ws_drop_probability: '2' is not a number from 0 to 1")]
    [InlineData("rest_timeout_probability: -0.1", "chaos.rest_timeout_probability: '-0.1' is not a number from 0 to 1")]
    [InlineData("order_delay_ms: -1", "chaos.order_delay_ms: '-1' is not a whole number from 0 to 10000 ms")]
    [InlineData("order_delay_ms: 1.5", "chaos.order_delay_ms: '1.5' is not a whole number")]
    [InlineData("ws_drop_p: 0.1", "chaos.ws_drop_p: unknown key")]
    public void Configuration_WrongChaos_IsOneFault(string line, string expected)
    {
        var wrong = Assert.Throws<ConfigException>(() => ConfigReader.Parse($"{ConfigReader.BuiltIn("paper")}\nchaos: {{{line}}}\n", "paper"));
        Assert.StartsWith(expected, Assert.Single(wrong.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_Chaos_IsRead()
    {
        BotConfig config = ConfigReader.Parse(
            $"{ConfigReader.BuiltIn("paper")}\nchaos: {{ws_drop_probability: 0.3, rest_timeout_probability: 0.4, order_delay_ms: 50}}\n", "paper");
        Assert.Equal(new ChaosValues(0.3m, 0.4m, 50m), config.Chaos);
    }

    private static (ChaosSettings Settings, List<ConfigFault> Faults) Read(string profile, string variables, ChaosValues? file = null)
    {
        var faults = new List<ConfigFault>();
        // A folder without fault profiles: the built-in ones count.
        string config = Path.Combine(Path.GetTempPath(), "no-such-folder", "config.yaml");
        return (ChaosSwitch.Read(profile, config, ChaosVectors.Environment(variables), file ?? new ChaosValues(), faults), faults);
    }
}
