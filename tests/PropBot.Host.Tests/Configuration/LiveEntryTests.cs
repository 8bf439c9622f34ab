using PropBot.Core.Execution;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: no order rests in a real book that only a living process would take out of it (ADR 0012).</summary>
public sealed class LiveEntryTests
{
    [Theory]
    [InlineData("maker", false)]
    [InlineData("auto", true)]
    [InlineData("together", true)]
    [InlineData("harder_first", true)]
    public void Live_LeadThatRests_IsRefusedWithTheReason(string entry, bool isTaken)
    {
        if (isTaken)
        {
            Assert.Equal(ConfigReader.Entries[entry], Read("live", entry).Config.Execution.Entry);
            return;
        }

        ConfigFault fault = Assert.Single(Assert.Throws<ConfigException>(() => Read("live", entry)).Faults);
        Assert.Equal("execution.entry", fault.Path);
        Assert.Contains("its resting order would stay in the book", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("testnet")]
    public void OtherProfiles_LeadThatRests_IsTaken(string profile) => Assert.Equal(EntryChoice.Maker, Read(profile, "maker").Config.Execution.Entry);

    private static RunSettings Read(string profile, string entry)
    {
        Dictionary<string, string> variables = VenueKeys.Secrets.Options.ToDictionary(secret => secret.Name, _ => "a-key", StringComparer.Ordinal);
        variables["OPERATOR_TOKENS"] = "anna:operator:anna-token,boris:operator:boris-token";
        return RunSettings.Read(
            new RunArguments { Profile = profile }, name => variables.GetValueOrDefault(name), $"{ConfigReader.BuiltIn(profile)}\nexecution: {{entry: {entry}}}\n");
    }
}
