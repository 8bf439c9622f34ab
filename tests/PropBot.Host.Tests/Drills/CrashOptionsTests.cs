using PropBot.Host.Configuration;
using PropBot.Host.Drills;

namespace PropBot.Host.Tests.Drills;

/// <summary>Goal: what kills the process on purpose cannot be switched on where money is, and a mistyped point is told, not passed over.</summary>
public sealed class CrashOptionsTests
{
    [Fact]
    public void Paper_WithAPoint_HasIt()
    {
        CrashOptions crash = Read("paper", "committed/PairChanged.Open:3", "/tmp/passed")!;

        Assert.Equal([new CrashPoint("committed/PairChanged.Open", 3)], crash.Points);
        Assert.Equal("/tmp/passed", crash.ListPath);
    }

    [Fact]
    public void Paper_WithManyPoints_HasEach() => Assert.Equal(
        [new CrashPoint("committed/PairChanged.Open", 3), new CrashPoint("start/ledger", 1)],
        Read("paper", "committed/PairChanged.Open:3, start/ledger:1", null)!.Points);

    [Fact]
    public void Paper_WithAListAlone_OnlyWritesDown()
    {
        CrashOptions crash = Read("paper", null, "/tmp/passed")!;

        Assert.Empty(crash.Points);
        Assert.Equal("/tmp/passed", crash.ListPath);
    }

    [Fact]
    public void Nothing_IsNoDrill() => Assert.Null(Read("paper", " ", null));

    [Theory]
    [InlineData("testnet", "committed/PairChanged.Open:3", null)]
    [InlineData("live", "committed/PairChanged.Open:3", null)]
    [InlineData("live", null, "/tmp/passed")]
    public void OtherProfiles_AreRefused(string profile, string? at, string? list)
    {
        ConfigFault fault = FaultOf(profile, at, list);

        Assert.Equal(at is null ? CrashOptions.ListVariable : CrashOptions.AtVariable, fault.Path);
        Assert.Contains(profile, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("committed/PairChanged.Open", "does not end with ':'")]
    [InlineData("committed/PairChanged.Open:0", "1 or more")]
    [InlineData("committed/PairChanged.Open:many", "1 or more")]
    [InlineData("commited/PairChanged.Open:1", "before_commit")]
    [InlineData("start/ledger:1,committed:1", "<instant>/<kind>")]
    [InlineData("committed:1", "<instant>/<kind>")]
    [InlineData("committed/:1", "<instant>/<kind>")]
    public void WrongPoint_IsToldWithWhatIsRight(string at, string words) =>
        Assert.Contains(words, FaultOf("paper", at, null).Message, StringComparison.Ordinal);

    /// <summary>The refusal reaches the start: the whole settings are read.</summary>
    [Fact]
    public void Settings_WithAWrongPoint_StopTheStart()
    {
        var wrong = Assert.Throws<ConfigException>(() => RunSettings.Read(
            new RunArguments { Profile = "paper" }, name => name == CrashOptions.AtVariable ? "nowhere" : null));

        Assert.Equal(CrashOptions.AtVariable, Assert.Single(wrong.Faults).Path);
    }

    private static ConfigFault FaultOf(string profile, string? at, string? list)
    {
        var faults = new List<ConfigFault>();
        Assert.Null(CrashOptions.Read(profile, Environment(at, list), faults));
        return Assert.Single(faults);
    }

    private static CrashOptions? Read(string profile, string? at, string? list)
    {
        var faults = new List<ConfigFault>();
        CrashOptions? read = CrashOptions.Read(profile, Environment(at, list), faults);
        Assert.Empty(faults);
        return read;
    }

    private static Func<string, string?> Environment(string? at, string? list) =>
        name => name switch { CrashOptions.AtVariable => at, CrashOptions.ListVariable => list, _ => null };
}
