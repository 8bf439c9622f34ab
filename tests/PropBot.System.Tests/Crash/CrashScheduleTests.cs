using Xunit;

namespace PropBot.SystemTests.Crash;

/// <summary>Goal: few kills go to different instants and kinds, new kinds come in by themselves, and a seed always makes the same choice.</summary>
public sealed class CrashScheduleTests
{
    [Fact]
    public void EighteenKills_StrikeEveryInstant()
    {
        string[] expected = ["start", "before_commit", "in_commit", "committed", "handed_over", "between_sends", "on_wire", "answered", "shutdown", CrashTarget.Outside];

        Assert.Equal(expected.Order(StringComparer.Ordinal), Chosen(seed: 4, kills: 18).Select(t => t.Instant).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void SameSeed_ChoosesTheSame() => Assert.Equal(Chosen(7, 50), Chosen(7, 50));

    [Fact]
    public void NewKind_IsChosenOnceItIsPassed()
    {
        var schedule = new CrashSchedule(1);
        var struck = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 300; i++)
        {
            CrashTarget target = schedule.Next(isHolding: true);
            schedule.Passed(["committed/CaseOpened", target.Point ?? "start/ledger"]);
            schedule.Struck(target);
            struck.Add(target.Kind);
        }

        Assert.Contains("CaseOpened", struck);
        Assert.Empty(schedule.UncoveredKinds);
    }

    [Fact]
    public void KindThatWasPassedAndNeverStruck_IsTold()
    {
        var schedule = new CrashSchedule(1);
        schedule.Passed(["committed/CaseOpened"]);

        Assert.Equal(["CaseOpened"], schedule.UncoveredKinds);
    }

    [Fact]
    public void Settlement_NeedsAPositionToBePaidOn() =>
        Assert.DoesNotContain(Chosen(1, 300, isHolding: false), target => target.IsFunding);

    private static List<CrashTarget> Chosen(int seed, int kills, bool isHolding = true)
    {
        var schedule = new CrashSchedule(seed);
        var chosen = new List<CrashTarget>();
        for (int i = 0; i < kills; i++)
        {
            CrashTarget target = schedule.Next(isHolding);
            schedule.Struck(target);
            chosen.Add(target);
        }

        return chosen;
    }
}
