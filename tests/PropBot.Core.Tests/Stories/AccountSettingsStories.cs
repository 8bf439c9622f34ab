using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
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

    private static PreflightCheck Check(EngineHarness desk, string name) => desk.Snapshot.Preflight.Single(c => c.Name == name);
}
