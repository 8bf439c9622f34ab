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
        for (int run = 0; run < 3; run++)
        {
            Assert.Empty(schedule.UncoveredKinds);
            schedule.Passed(["committed/CaseOpened"]);
        }

        Assert.Equal(["CaseOpened"], schedule.UncoveredKinds);
    }

    /// <summary>What only one run in many comes to is killed at by whichever run comes to it, and each once only; what every run passes waits for its own turn.</summary>
    [Fact]
    public void SeldomPassedPoints_AreAsGoodAsEachOther_UntilTheyWereStruck()
    {
        var schedule = new CrashSchedule(1);
        schedule.Passed(["committed/CaseOpened", "committed/CaseOpened", "committed/CaseOpened", "start/ledger"]);
        bool wasOffered = false;
        for (int run = 0; run < 300; run++)
        {
            CrashTarget target = schedule.Next(isHolding: true);
            string[] others = target.OrElse.Split(',');
            Assert.DoesNotContain("start/ledger:1", others);
            Assert.True(target.OrElse.Length == 0 || !target.IsProvoked);
            schedule.Passed(["start/ledger"]);
            if (others.Contains("committed/CaseOpened:1"))
            {
                Assert.False(wasOffered);
                wasOffered = true;
                schedule.Struck(new CrashTarget("committed/CaseOpened", 1));
            }
            else
            {
                schedule.Struck(target);
            }
        }

        Assert.True(wasOffered || schedule.Killed.ContainsKey("committed/CaseOpened"));
    }

    [Fact]
    public void KindThatNoRunComesTo_IsWaitedForTwice()
    {
        var schedule = new CrashSchedule(1);
        int waited = 0;
        for (int i = 0; i < 400; i++)
        {
            CrashTarget target = schedule.Next(isHolding: true);
            if (target.Kind == "OrderChanged.NeverReached")
            {
                waited++;
                schedule.Missed(target);
            }
            else
            {
                schedule.Passed([target.Point ?? "start/ledger"]);
                schedule.Struck(target);
            }
        }

        Assert.Equal(2, waited);
        Assert.Contains("committed/OrderChanged.NeverReached", schedule.NeverPassed);
    }

    /// <summary>
    /// What was seen once and never struck is waited for again and again, later each time, and the runs in between are killed at it should
    /// they come to it.
    /// </summary>
    [Fact]
    public void KindThatWasMissed_HasItsTurnAgainAndEveryRunBetweenIsArmedForIt()
    {
        var schedule = new CrashSchedule(1);
        schedule.Passed(["committed/CaseOpened", "start/ledger"]);
        List<int> turns = [];
        for (int kill = 1; kill <= 200; kill++)
        {
            CrashTarget target = schedule.Next(isHolding: true);
            schedule.Passed(["start/ledger"]);
            if (target.Kind == "CaseOpened")
            {
                turns.Add(kill);
                schedule.Missed(target);
                continue;
            }

            Assert.True(
                kill <= 40 || target.Point is null || target.IsProvoked || target.OrElse.Split(',').Contains("committed/CaseOpened:1"),
                $"kill {kill} at {target} would let committed/CaseOpened pass");
            schedule.Struck(target);
        }

        List<int> late = [.. turns.Where(turn => turn > 40)];
        Assert.True(late.Count > 3, $"it had {late.Count} turns");
        Assert.All(late.Zip(late.Skip(1), (one, next) => next - one).Index(), gap => Assert.True(gap.Item >= 6 * (gap.Index + 1)));
        Assert.Contains("in 1 of 201 runs", schedule.PassingsOf("CaseOpened"));
    }

    [Fact]
    public void KindThatEveryRunPasses_IsStruckSoonAfterTheInstants()
    {
        var schedule = new CrashSchedule(1);
        string[] kinds = [.. Enumerable.Range(1, 60).Select(number => $"committed/Kind{number}")];
        for (int kill = 1; kill <= 200; kill++)
        {
            CrashTarget target = schedule.Next(isHolding: true);
            schedule.Passed(["start/ledger", .. kinds]);
            schedule.Struck(target);
        }

        Assert.Empty(schedule.UncoveredKinds);
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
