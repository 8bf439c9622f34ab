using PropBot.Host.Configuration;
using PropBot.Host.Runtime;
using PropBot.Host.Surface;
using PropBot.Host.Tests.Runtime.Outages;
using PropBot.Venues;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: <c>config_ok</c> says whether this desk would come back from a restart.</summary>
public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("propbot-config-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_BrokenWhileTheDeskRuns_IsToldAndForgottenWhenItIsMended()
    {
        string good = ConfigReader.BuiltIn("paper");
        string file = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(file, good);
        var arguments = new RunArguments { Profile = "paper", ConfigPath = file };
        var time = new TimeByHand();
        var check = new ConfigurationCheck(() => ConfigVerdict.Of(arguments, _ => null, null), time);
        var health = new LoopHealth(new VenueClock(time, time.GetTimestamp()), () => true, "ledger.db", () => check.Fault?.ToString());
        Assert.True(health.Current is { ConfigOk: true, ConfigFault: null });

        File.WriteAllText(file, $"{good}\nrisk:\n  max_leverage: 50\n");
        // An answer of a moment ago is given again.
        Assert.True(health.Current.ConfigOk);
        time.Pass(ConfigurationCheck.MaxAge + TimeSpan.FromSeconds(1));
        HealthState broken = health.Current;
        Assert.False(broken.ConfigOk);
        Assert.Contains("max_leverage", broken.ConfigFault, StringComparison.Ordinal);

        File.Delete(file);
        time.Pass(ConfigurationCheck.MaxAge + TimeSpan.FromSeconds(1));
        Assert.False(health.Current.ConfigOk);
        File.WriteAllText(file, good);
        time.Pass(ConfigurationCheck.MaxAge + TimeSpan.FromSeconds(1));
        Assert.True(health.Current.ConfigOk);
    }
}
