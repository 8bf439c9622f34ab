using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: modes and leverage are read back and not taken for granted. What somebody changes at the venue stops opening there and turns the start-up checks
/// red with what is and what is wanted; whatever reduces risk is sent; set back, everything goes on by itself.
/// </summary>
public sealed class AccountSettingsStories
{
    private static readonly MarginTerms Wanted = new(MarginMode.Cross, 3m);

    [Theory]
    [InlineData(PositionMode.OneWay, MarginMode.Cross, 5, null, "leverage", "okx-perp:BTCUSDT: 5x", "okx-perp: 3x")]
    [InlineData(PositionMode.Hedge, MarginMode.Cross, 3, null, "modes", "okx-perp:BTCUSDT: hedge, cross", "okx-perp: one_way, cross")]
    [InlineData(PositionMode.OneWay, MarginMode.Isolated, 3, null, "modes", "okx-perp:BTCUSDT: one_way, isolated", "okx-perp: one_way, cross")]
    [InlineData(PositionMode.OneWay, MarginMode.Cross, 3, "portfolio margin", "modes", "okx-perp:BTCUSDT: one_way, cross, portfolio margin", "okx-perp: one_way, cross")]
    public void ChangedAtTheVenue_OpensNothingThere_SaysWhatAndWhatToDo_AndGoesOnWhenSetBack(
        PositionMode position, MarginMode margin, int leverage, string? obstacle, string check, string value, string threshold)
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.Venues[VenueId.OkxPerp].Settings = Told(position, margin, leverage, obstacle);
        desk.Pass(61);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("account_settings") > 0);
        PreflightCheck red = Check(desk, check);
        Assert.False(red.Ok);
        Assert.False(red.BlocksResume);
        Assert.Contains(value, red.Value, StringComparison.Ordinal);
        Assert.Contains(threshold, red.Threshold, StringComparison.Ordinal);
        Assert.Contains("set it back at the venue", red.English, StringComparison.Ordinal);
        Assert.Contains("верните на бирже", red.Russian, StringComparison.Ordinal);
        Assert.InRange(red.At!.Value, desk.At.AddSeconds(-62), desk.At);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "account_settings" && b.Russian.Contains("верните на бирже", StringComparison.Ordinal));
        Assert.True(desk.HasAlert("account_settings_differ"));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "venue.account_settings" && l.Payload.Contains(new("now", "different")));

        desk.Venues[VenueId.OkxPerp].Settings = null;
        desk.Pass(61);
        Assert.True(Check(desk, check).Ok);
        Assert.True(desk.HasAlert("account_settings_back"));
        desk.Dislocate();
    }

    [Fact]
    public void ChangedBetweenTheLegs_HedgeAndCloseAreSentAllTheSame()
    {
        EngineHarness desk = Desks.Running(Configured);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 10, null)));
        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 10, null) with { Venue = VenueId.BinanceUm, Instruments = [new(Desks.Binance, PositionMode.OneWay, MarginMode.Cross, 10m)] }));
        desk.Complete(s);
        Assert.Equal(0m, desk.Snapshot.ActivePairs.Single().Pair.Imbalance);
    }

    [Fact]
    public void NotReadYet_TheAutopilotWaits_AndSaysFor()
    {
        EngineHarness desk = Desks.Stopped(Configured);
        desk.AnswersSettings = false;
        desk.Start();
        desk.Connect();
        desk.Calm();
        desk.Pass(3);
        Assert.Equal(2, desk.TakeQuestions().OfType<QueryAccountSettings>().Count());
        desk.Feed(new AccountSettingsQueryFailed(VenueId.OkxPerp, "503"));
        Assert.Equal(ControlMode.Hold, desk.Snapshot.Control.Mode);
        Assert.Contains("preflight_not_passed:modes", desk.Snapshot.Autopilot.Blockers);
        Assert.Contains("preflight_not_passed:leverage", desk.Snapshot.Autopilot.Blockers);
        Assert.Contains("okx-perp: modes and leverage of our account have not been read: 503", Check(desk, "modes").English, StringComparison.Ordinal);
        Assert.Null(Check(desk, "modes").At);
    }

    [Fact]
    public void Unanswered_ForTooLong_IsNotReliedOn()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.AnswersSettings = false;
        desk.Pass(601);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.False(Check(desk, "leverage").Ok);
    }

    /// <summary>Goal: people learn that opening stopped because nobody knows how the account is set, once, and why; and that it is over.</summary>
    [Fact]
    public void NotReadAnyMore_IsToldOnce_WithTheVenuesWord_AndThatItIsOver()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.Feed(new PreflightRequested("anna", "before the shift"));
        desk.AnswersSettings = false;
        desk.Pass(590);
        desk.Feed(new AccountSettingsQueryFailed(VenueId.OkxPerp, "50001 service unavailable") { Question = LastOf(desk, VenueId.OkxPerp) });
        Assert.DoesNotContain(desk.Snapshot.Alerts, a => a.Code == "account_settings_unknown");

        desk.Pass(90);

        AlertSnapshot alert = Assert.Single(desk.Snapshot.Alerts, a => a.Code == "account_settings_unknown" && a.English.StartsWith("okx-perp", StringComparison.Ordinal));
        Assert.Equal("Warning", alert.Severity);
        Assert.Contains("50001 service unavailable", alert.Russian, StringComparison.Ordinal);
        Assert.Equal(["stale"], Told(desk, VenueId.OkxPerp));

        desk.AnswersSettings = true;
        desk.Pass(61);
        Assert.Contains(desk.Snapshot.Alerts, a => a.Code == "account_settings_back" && a.English.StartsWith("okx-perp", StringComparison.Ordinal));
        Assert.Equal(["stale", "as_configured"], Told(desk, VenueId.OkxPerp));
    }

    /// <summary>Goal: a start whose settings are slow to come is no news; one where they do not come is.</summary>
    [Fact]
    public void NeverRead_IsToldAfterAWhile_AndNotBefore()
    {
        EngineHarness desk = Desks.Stopped(Configured);
        desk.AnswersSettings = false;
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(115);
        Assert.DoesNotContain(desk.Snapshot.Alerts, a => a.Code == "account_settings_unknown");

        desk.Pass(10);
        Assert.Equal(2, desk.Snapshot.Alerts.Count(a => a.Code == "account_settings_unknown"));
        Assert.Equal(["unread"], Told(desk, VenueId.OkxPerp));

        desk.Pass(120);
        Assert.Equal(2, desk.Snapshot.Alerts.Count(a => a.Code == "account_settings_unknown"));
    }

    /// <summary>Goal: after a restart no venue says how our account is set. What is held is closed, and nothing opens though two people resume.</summary>
    [Fact]
    public void NeverRead_AfterARestartWithAPair_ClosesIt_AndOpensNothing()
    {
        EngineHarness desk = Desks.Running(o => Configured(o) with { Autopilot = false });
        desk.LeaveHold();
        PairId pair = desk.OpenPair();
        desk.AnswersSettings = false;
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(desk.Options.Strategy.WarmUp + TimeSpan.FromSeconds(5));

        desk.Feed(new SweepRequested(SweepKind.CloseAll, new SweepScope(null, null, TakesOff: true), "anna", "api", "close-1"));
        desk.Pass(1);
        IReadOnlyList<OrderIntent> closing = desk.TakePlaced();
        Assert.Equal(2, closing.Count);
        Assert.All(closing, order => Assert.True(order.ReduceOnly));
        foreach (OrderIntent order in closing)
        {
            desk.Complete(order);
        }

        Assert.Equal(PairStatus.Closed, desk.Pair(pair).Status);
        desk.LeaveHold();
        desk.Pass(5);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(ControlMode.Run, desk.Snapshot.Control.Mode);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("account_settings") > 0);
    }

    [Fact]
    public void ChangedFromOneDifferenceToAnother_IsToldAgain_AndTheSameOneIsNot()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.Venues[VenueId.OkxPerp].Settings = Told(PositionMode.OneWay, MarginMode.Cross, 5, null);
        desk.Pass(130);
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "account_settings_differ");

        desk.Venues[VenueId.OkxPerp].Settings = Told(PositionMode.OneWay, MarginMode.Cross, 20, null);
        desk.Pass(130);

        Assert.Equal([true, false], desk.Snapshot.Alerts.Where(a => a.Code == "account_settings_differ").Select(a => a.English.Contains("20x", StringComparison.Ordinal)));
        Assert.Equal(["different", "different"], Told(desk, VenueId.OkxPerp));
    }

    /// <summary>Goal: where the venue told of the obstacle only, what was not read is not called configured.</summary>
    [Fact]
    public void ObstacleAlone_IsDifferent_AndSaysWhatWasNotRead()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.Feed(new AccountSettingsReported(new AccountSettings(VenueId.OkxPerp, [new InstrumentSettings(Desks.Okx, null, null, null) { Obstacle = "portfolio margin (acctLv 4)" }])));

        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);

        Assert.Empty(desk.TakePlaced());
        Assert.Contains("okx-perp:BTCUSDT: portfolio margin (acctLv 4) (one_way, cross)", Check(desk, "modes").English, StringComparison.Ordinal);
        Assert.Contains("okx-perp:BTCUSDT: not read (3x)", Check(desk, "leverage").English, StringComparison.Ordinal);
    }

    /// <summary>Goal: one question at a time, at its own pace; a lost answer does not stop the asking.</summary>
    [Fact]
    public void Question_UnderWay_IsNotAskedAgain_UntilItIsAnsweredOrLost()
    {
        EngineHarness desk = Desks.Running(o => Configured(o) with { RightsPollInterval = TimeSpan.FromSeconds(2), SettingsPollInterval = TimeSpan.FromSeconds(30) });
        desk.AnswersSettings = false;
        desk.Feed(new PreflightRequested("anna", "before the shift"));
        Assert.Equal(2, Questions(desk).Count);

        desk.Pass(59);
        Assert.Empty(Questions(desk));
        desk.Pass(2);
        List<QueryAccountSettings> second = Questions(desk);
        Assert.Equal(2, second.Count);

        desk.Feed(new AccountSettingsQueryFailed(VenueId.OkxPerp, "503") { Question = second.Single(q => q.Venue == VenueId.OkxPerp).Question });
        desk.Pass(31);
        Assert.Equal([VenueId.OkxPerp], Questions(desk).Select(q => q.Venue));
    }

    /// <summary>Goal: an answer that comes after its time-out ends its own question only: the newer one is still under way, and its answer is the later word.</summary>
    [Fact]
    public void Answer_AfterItsTimeOut_EndsNoNewerQuestion_AndOverwritesNoNewerAnswer()
    {
        EngineHarness desk = Desks.Running(o => Configured(o) with { SettingsPollInterval = TimeSpan.FromSeconds(30) });
        desk.AnswersSettings = false;
        desk.Feed(new PreflightRequested("anna", "before the shift"));
        long first = LastOf(desk, VenueId.OkxPerp);
        desk.Pass(61);
        long second = LastOf(desk, VenueId.OkxPerp);
        Assert.True(second > first);

        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 3, null)) { Question = first });
        desk.Pass(31);
        Assert.Empty(Questions(desk));
        desk.Feed(new PreflightRequested("boris", "me too"));
        Assert.Empty(Questions(desk));

        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 10, null)) { Question = second });
        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 3, null)) { Question = first });
        Assert.Contains("10x", Check(desk, "leverage").English, StringComparison.Ordinal);
        desk.Pass(31);
        Assert.Equal([VenueId.OkxPerp], Questions(desk).Select(q => q.Venue).Distinct().Where(v => v == VenueId.OkxPerp));
    }

    /// <summary>Goal: what the venue tells by itself is newer than the answer to a question that was asked before.</summary>
    [Fact]
    public void ToldUnasked_WhileAQuestionIsUnderWay_IsTheLaterWord()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.AnswersSettings = false;
        desk.Feed(new PreflightRequested("anna", "before the shift"));
        long asked = LastOf(desk, VenueId.OkxPerp);
        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 10, null)));
        desk.Feed(new AccountSettingsReported(Told(PositionMode.OneWay, MarginMode.Cross, 3, null)) { Question = asked });
        Assert.False(Check(desk, "leverage").Ok);
        AccountSettingsReading reading = desk.Snapshot.Venues.Single(v => v.Venue == VenueId.OkxPerp).SettingsReading!;
        Assert.Equal((Wanted, desk.At, "okx-perp:BTCUSDT: 10x (3x)", ""), (reading.Wanted, reading.ReadAt!.Value, reading.Differences, reading.Failure));
        Assert.Contains("10x", Check(desk, "leverage").English, StringComparison.Ordinal);
    }

    /// <summary>Goal: a new connection is read anew, also where a question was still under way when it was lost.</summary>
    [Fact]
    public void Reconnected_WhileAQuestionIsUnderWay_IsAskedAgainWhenThatIsAnswered()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.AnswersSettings = false;
        desk.Feed(new PreflightRequested("anna", "before the shift"));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cut"));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        List<QueryAccountSettings> asked = Questions(desk);
        Assert.Equal(2, asked.Count);

        desk.Feed(new AccountSettingsQueryFailed(VenueId.OkxPerp, "cut") { Question = asked.Single(q => q.Venue == VenueId.OkxPerp).Question });
        desk.Pass(1);

        Assert.Equal([VenueId.OkxPerp], Questions(desk).Select(q => q.Venue));
    }

    [Fact]
    public void PreflightAskedFor_WhileOneIsUnderWay_JoinsIt()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.AnswersSettings = desk.AnswersRights = desk.AnswersAccounts = false;
        desk.Feed(new PreflightRequested("anna", "before the shift", "p-1"));
        IReadOnlyList<VenueEffect> asked = desk.TakeQuestions();
        Assert.Equal(6, asked.Count);
        desk.Feed(new PreflightRequested("boris", "me too", "p-2"));
        Assert.Empty(desk.TakeQuestions());

        foreach (VenueId venue in desk.Options.Venues)
        {
            desk.Feed(new TradingRightsReported(desk.Venues[venue].Rights) { Question = asked.OfType<QueryTradingRights>().Single(q => q.Venue == venue).Question });
            desk.Feed(new AccountSettingsQueryFailed(venue, "503") { Question = asked.OfType<QueryAccountSettings>().Single(q => q.Venue == venue).Question });
        }

        desk.Feed(new PreflightRequested("anna", "once more", "p-3"));
        Assert.Equal(6, desk.TakeQuestions().Count);
        Assert.Equal(["false", "true", "false"], desk.Ledger.Lines.Where(l => l.Type == "preflight.run").Select(l => l.Payload.Single(p => p.Key == "joins_running").Value));
    }

    [Fact]
    public void PreflightAskedFor_ReadsAgainAndIsInTheJournal()
    {
        EngineHarness desk = Desks.Running(Configured);
        desk.Pass(10);
        DateTimeOffset before = desk.At;
        desk.Venues[VenueId.OkxPerp].Settings = Told(PositionMode.OneWay, MarginMode.Cross, 7, null);
        desk.Feed(new PreflightRequested("anna", "before the shift", "p-1"));
        Assert.False(Check(desk, "leverage").Ok);
        Assert.True(Check(desk, "accounts").At >= before && Check(desk, "trading_rights").At >= before);
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "preflight.run" && l.Payload.Contains(new("actor", "anna")) && l.Payload.Contains(new("passed_before", "true")));
        Assert.Equal(ControlMode.Run, desk.Snapshot.Control.Mode);
    }

    [Fact]
    public void EveryCheck_HasValueThresholdAndTime()
    {
        EngineHarness desk = Desks.Running(Configured);
        Assert.Null(Check(desk, "clocks").At);
        desk.Feed(new VenueClockMeasured(VenueId.BinanceUm, TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(5)));
        DateTimeOffset measured = desk.At;
        desk.Pass(3);
        Assert.Null(Check(desk, "clocks").At);
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(5)));
        // As old as the older of both.
        Assert.Equal(measured, Check(desk, "clocks").At);
        Assert.Superset(
            new HashSet<string> { "connectivity", "accounts", "trading_rights", "modes", "leverage", "clocks", "balances", "books", "orders", "limits", "strategy", "resume", "reconciliation", "daily_loss", "drawdown", "watchdog" },
            desk.Snapshot.Preflight.Select(c => c.Name).ToHashSet());
        Assert.All(desk.Snapshot.Preflight, c => Assert.True(c.Ok && c.Value.Length > 0 && c.Threshold.Length > 0 && c.At is not null, $"{c}"));
        Assert.Equal(("0 USDT", "500 USDT"), (Check(desk, "daily_loss").Value, Check(desk, "daily_loss").Threshold));
    }

    private static EngineOptions Configured(EngineOptions options) => options with
    {
        MarginTerms = new Dictionary<VenueId, MarginTerms> { [VenueId.BinanceUm] = Wanted, [VenueId.OkxPerp] = Wanted },
    };

    private static AccountSettings Told(PositionMode position, MarginMode margin, decimal leverage, string? obstacle) =>
        new(VenueId.OkxPerp, [new InstrumentSettings(Desks.Okx, position, margin, leverage) { Obstacle = obstacle }]);

    /// <summary>What the journal says that a venue's settings became, in order.</summary>
    private static IEnumerable<string> Told(EngineHarness desk, VenueId venue) => desk.Ledger.Lines
        .Where(l => l.Type == "venue.account_settings" && l.Payload.Contains(new("venue", venue.Name)))
        .Select(l => l.Payload.Single(p => p.Key == "now").Value);

    private static List<QueryAccountSettings> Questions(EngineHarness desk) => [.. desk.TakeQuestions().OfType<QueryAccountSettings>()];

    /// <summary>Number of the last question to that venue since they were last taken.</summary>
    private static long LastOf(EngineHarness desk, VenueId venue) => Questions(desk).Last(q => q.Venue == venue).Question;

    private static PreflightCheck Check(EngineHarness desk, string name) => desk.Snapshot.Preflight.Single(c => c.Name == name);
}
