using System.Globalization;
using Xunit;

namespace PropBot.SystemTests.Crash;

/// <summary>
/// Goal: whatever instruction the process is at when it is killed, the next start finds every order, fill and position, doubles
/// nothing, and brings unequal pairs to an end. A few kills of every kind here; <c>make crash-test KILLS=200 SEED=n</c> makes many.
/// </summary>
public sealed class CrashTests
{
    private const string KillsVariable = "PROPBOT_CRASH_KILLS";
    private const string SeedVariable = "PROPBOT_CRASH_SEED";
    private const string FolderVariable = "PROPBOT_CRASH_FOLDER";
    private const string ReportVariable = "PROPBOT_CRASH_REPORT";

    private const int EverydayKills = 18;
    private const int EverydaySeed = 4;
    private const int SettleEvery = 40;

    /// <summary>From so many kills on, each kind that is passed at all must have been struck.</summary>
    private const int KillsForEveryKind = 200;

    [Fact]
    public async Task Bot_KilledAtEveryKindOfInstant_LosesAndDoublesNothing()
    {
        int kills = Number(KillsVariable, EverydayKills);
        int seed = Number(SeedVariable, EverydaySeed);
        string folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } given ? given : Directory.CreateTempSubdirectory("propbot-crash-").FullName;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6) + (TimeSpan.FromSeconds(30) * kills));
        using var campaign = new CrashCampaign(seed, kills, SettleEvery, kills >= KillsForEveryKind, folder, Say);
        await campaign.RunAsync(limit.Token);

        Assert.True(campaign.Violations.Count == 0, $"{string.Join(Environment.NewLine, campaign.Violations)}{Environment.NewLine}Everything is kept in {folder}");
        if (kills >= KillsForEveryKind)
        {
            Assert.True(campaign.UncoveredKinds.Count == 0, $"never killed at: {string.Join("; ", campaign.UncoveredKinds)}");
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>For whoever watches, and for a file that scripts read.</summary>
    private static void Say(string line)
    {
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { Length: > 0 } report)
        {
            File.AppendAllText(report, line + Environment.NewLine);
        }
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : usual;
}
