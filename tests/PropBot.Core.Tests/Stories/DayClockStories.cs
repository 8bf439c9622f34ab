using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a clock that is set, back or forth, forgets no loss of the day and no breach.</summary>
public sealed class DayClockStories
{
    private static readonly DateOnly Today = new(2025, 10, 10);

    [Theory]
    [InlineData(-3)]
    [InlineData(-1)]
    [InlineData(4)]
    public void BootWithAWrongClock_ThenCorrected_KeepsTheLossAndTheBreach(int days)
    {
        EngineHarness desk = Losing();
        decimal realized = desk.Snapshot.Day.Realized;
        Assert.True(desk.Snapshot.Day.IsLossBreached);
        DateTimeOffset real = desk.At;
        desk.At = real.AddDays(days);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(3);
        desk.At = real.AddSeconds(5);
        desk.Pass(3);
        Assert.Equal((Today, realized, true), (desk.Snapshot.Day.Date, desk.Snapshot.Day.Realized, desk.Snapshot.Day.IsLossBreached));
        Assert.True(desk.HasAlert("day_clock"));

        // The day after it comes by itself, and ends the breach.
        desk.Skip(TimeSpan.FromHours(12));
        desk.Pass(1);
        Assert.Equal((Today.AddDays(1), 0m, false), (desk.Snapshot.Day.Date, desk.Snapshot.Day.Realized, desk.Snapshot.Day.IsLossBreached));
    }

    [Fact]
    public void ClockSetBack_WhileTheDeskRuns_IsToldOnce_AndTheDayGoesOn()
    {
        EngineHarness desk = Losing();
        decimal realized = desk.Snapshot.Day.Realized;
        desk.At = desk.At.AddDays(-2);
        desk.Pass(10);
        Assert.Equal((Today, realized, true), (desk.Snapshot.Day.Date, desk.Snapshot.Day.Realized, desk.Snapshot.Day.IsLossBreached));
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "day_clock");
    }

    [Fact]
    public void Midnight_IsInTheJournal_AndTheEndOfABreachIsTold()
    {
        EngineHarness desk = Losing();
        decimal realized = desk.Snapshot.Day.Realized;
        desk.Skip(TimeSpan.FromHours(12));
        desk.Pass(1);
        Journaled line = Assert.Single(desk.Ledger.Lines, l => l.Type == "control.day" && l.Payload.Contains(new("reason", "utc_midnight")) && l.Payload.Contains(new("previous", "2025-10-10")));
        Assert.Contains(new("daily_loss", "BREACH>OK"), line.Payload);
        Assert.Contains(new("realized_previous_usdt", WireNumber.Format(realized)), line.Payload);
        Assert.Contains(new("actor", "system"), line.Payload);
        Assert.Contains(desk.Snapshot.Alerts, a => a.Code == "day_reset" && a.English.Contains("daily loss", StringComparison.Ordinal));
    }

    /// <summary>Seeded walks: wherever the clock was in between, back at the real time the real day's loss is counted at least, and a breach of it stands.</summary>
    [Fact]
    public void Walks_OverClockSteps_LoseNoLossAndNoBreach()
    {
        var limits = new RiskOptions { MaxDailyLoss = new Notional(100m), MaxDayDrawdownBps = null };
        for (ulong seed = 1; seed <= 500; seed++)
        {
            var random = new SeededRandom(seed);
            DateTimeOffset real = EngineHarness.Noon;
            decimal realized = 0m;
            ControlState control = Step(ControlState.Initial, limits, real, hasJumped: true, realized);
            // A profit or a loss of yesterday, and then the day under test.
            realized += random.NextInt(400) - 200;
            control = Step(control, limits, real, hasJumped: false, realized);
            real = real.AddDays(1).AddHours(-10);
            control = Step(control, limits, real, hasJumped: false, realized);
            decimal begun = realized;
            bool wasBreached = false;
            for (int i = 0; i < 12; i++)
            {
                real = real.AddMinutes(30);
                DateTimeOffset told = real.AddDays(random.NextInt(9) - 4);
                realized -= random.NextInt(60) - 15;
                control = Step(control, limits, told, hasJumped: true, realized);
                control = Step(control, limits, real.AddSeconds(1), hasJumped: true, realized);
                wasBreached |= begun - realized >= 100m;
                Assert.Equal(DateOnly.FromDateTime(real.UtcDateTime), control.DayAnchor);
                Assert.True(begun - realized <= -DailyLoss.Realized(control, realized), $"seed {seed}, step {i}: lost {begun - realized}, counted {-DailyLoss.Realized(control, realized)}");
                Assert.True(!wasBreached || DailyLoss.IsBreached(control), $"seed {seed}, step {i}: the breach is gone");
            }
        }
    }

    private static ControlState Step(ControlState control, RiskOptions limits, DateTimeOffset at, bool hasJumped, decimal realized)
    {
        ControlState turned = DailyLoss.TurnAt(control, at, hasJumped) switch
        {
            DayTurn.Begins => DailyLoss.Begun(control, at, realized, null),
            DayTurn.Returns => DailyLoss.Returned(control, at),
            _ => control,
        };
        return DailyLoss.Counted(turned, limits, realized, null);
    }

    private static EngineHarness Losing()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(30m) } });
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l, 59_500m);
        desk.Complete(s, 60_300m);
        desk.Pass(1);
        return desk;
    }
}
