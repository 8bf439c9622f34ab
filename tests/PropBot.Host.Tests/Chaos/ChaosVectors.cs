using PropBot.Host.Chaos;
using PropBot.Host.Configuration;

namespace PropBot.Host.Tests.Chaos;

/// <summary>Goal: precedence and clamps are the contract's: contract-engine.md, section 6.1, "TV chaos", with D53 corrected.</summary>
public sealed class ChaosVectors
{
    /// <summary>Y of the table.</summary>
    private static readonly ChaosValues Yaml = new(0.3m, 0.4m, 50m);

    public static TheoryData<string, bool, bool, decimal, decimal, int, string> Table => new()
    {
        // variables; Y; enabled, ws, rest, delay, profile
        { "CHAOS_PROFILE=mild;CHAOS_WS_DROP_P=0.9", false, false, 0m, 0m, 0, "none" },
        { "FEATURE_CHAOS=1", false, true, 0m, 0m, 0, "custom" },
        { "FEATURE_CHAOS=1", true, true, 0.3m, 0.4m, 50, "custom" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=mild", true, true, 0.05m, 0.02m, 150, "mild" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=storm;CHAOS_WS_DROP_P=0", true, true, 0m, 0.15m, 600, "storm" },
        { "FEATURE_CHAOS=1;CHAOS_WS_DROP_P=1.7;CHAOS_REST_TIMEOUT_P=-3;CHAOS_ORDER_DELAY_MS=-20", false, true, 1m, 0m, 0, "custom" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=storm;CHAOS_WS_DROP_P=abc;CHAOS_ORDER_DELAY_MS=99.9", false, true, 0.25m, 0.15m, 99, "storm" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=nope", true, true, 0.3m, 0.4m, 50, "nope" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE= MILD ", true, true, 0.05m, 0.02m, 150, "mild" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=none", true, true, 0m, 0m, 0, "none" },
        // D53: nan is no number, so the next source counts; nor is infinity.
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=mild;CHAOS_WS_DROP_P=nan;CHAOS_REST_TIMEOUT_P=inf", false, true, 0.05m, 0.02m, 150, "mild" },
        { "FEATURE_CHAOS=1;CHAOS_PROFILE=mild;CHAOS_WS_DROP_P=;CHAOS_ORDER_DELAY_MS= 7 ", true, true, 0.05m, 0.02m, 7, "mild" },
        { "FEATURE_CHAOS=1;CHAOS_ORDER_DELAY_MS=1e20", false, true, 0m, 0m, int.MaxValue, "custom" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Resolve_IsTheTable(string variables, bool yaml, bool enabled, decimal ws, decimal rest, int delay, string profile)
    {
        Func<string, string?> environment = Environment(variables);
        var faults = new List<ConfigFault>();
        bool isOn = EnvironmentSwitch.Read("FEATURE_CHAOS", environment, fallback: false, faults);

        ChaosSettings settings = ChaosResolver.Resolve(isOn, environment, Shipped(faults), yaml ? Yaml : new ChaosValues());

        Assert.Empty(faults);
        Assert.Equal((enabled, ws, rest, delay, profile), (settings.Enabled, settings.WsDropP, settings.RestTimeoutP, settings.OrderDelayMs, settings.Profile));
    }

    [Fact]
    public void Resolve_Off_TellsWhatWasSelected()
    {
        ChaosSettings settings = ChaosResolver.Resolve(isOn: false, Environment("CHAOS_PROFILE= Storm "), Shipped([]), Yaml);
        Assert.Equal(("none", "storm"), (settings.Profile, settings.SelectedProfile));
    }

    [Fact]
    public void Profiles_Shipped_AreTheContractsAndWhatIsBuiltIn()
    {
        string file = File.ReadAllText(Path.Combine(PropBot.Testing.RepositoryRoot.Path, "configs", FaultProfiles.FileName));
        foreach (string text in (string[])[file, FaultProfiles.BuiltInText])
        {
            var faults = new List<ConfigFault>();
            var profiles = FaultProfiles.Parse(text, faults);
            Assert.Empty(faults);
            Assert.Equal(["mild", "none", "storm"], profiles.Names);
            Assert.Equal(new ChaosValues(0m, 0m, 0m), profiles.Find("none"));
            Assert.Equal(new ChaosValues(0.05m, 0.02m, 150m), profiles.Find("mild"));
            Assert.Equal(new ChaosValues(0.25m, 0.15m, 600m), profiles.Find("storm"));
        }
    }

    [Fact]
    public void Profiles_EitherNameOfAKey_InAnyCase_IsRead()
    {
        var faults = new List<ConfigFault>();
        var profiles = FaultProfiles.Parse(
            "profiles: {Gale: {WS_Drop_Probability: 0.1, REST_TIMEOUT_PROBABILITY: 0.2, Order_Delay: 3}, half: {ws_drop_p: 0.4}}", faults);
        Assert.Empty(faults);
        Assert.Equal(new ChaosValues(0.1m, 0.2m, 3m), profiles.Find("gale"));
        // What a profile does not define comes from the file's section.
        Assert.Equal(new ChaosValues(0.4m), profiles.Find("half"));
        ChaosSettings settings = ChaosResolver.Resolve(isOn: true, Environment("CHAOS_PROFILE=half"), profiles, Yaml);
        Assert.Equal((0.4m, 0.4m, 50), (settings.WsDropP, settings.RestTimeoutP, settings.OrderDelayMs));
    }

    [Theory]
    [InlineData("profiles: {mild: {ws_drop: 0.1}}", "fault_profiles.yaml.profiles.mild.ws_drop: unknown key")]
    [InlineData("profiles: {mild: {ws_drop_p: much}}", "fault_profiles.yaml.profiles.mild.ws_drop_p: 'much' is not a number")]
    [InlineData("profiles: {mild: {ws_drop_p: 0, ws_drop_probability: 0}}", "fault_profiles.yaml.profiles.mild.ws_drop_probability: means the same as ws_drop_p")]
    [InlineData("profile: {}", "fault_profiles.yaml.profiles: names no profile")]
    [InlineData("profiles: [", "fault_profiles.yaml (file): broken YAML")]
    [InlineData("mild", "fault_profiles.yaml (file): must be one mapping with the keys profiles")]
    public void Profiles_WhatIsWrong_IsNamed(string yaml, string expected)
    {
        var faults = new List<ConfigFault>();
        _ = FaultProfiles.Parse(yaml, faults);
        Assert.Contains(faults, f => f.ToString().StartsWith(expected, StringComparison.Ordinal));
    }

    internal static Func<string, string?> Environment(string variables)
    {
        Dictionary<string, string> set = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        return name => set.GetValueOrDefault(name);
    }

    private static FaultProfiles Shipped(List<ConfigFault> faults) => FaultProfiles.Parse(FaultProfiles.BuiltInText, faults);
}
