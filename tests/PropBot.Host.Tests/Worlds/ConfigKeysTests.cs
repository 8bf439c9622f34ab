using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Tests.Worlds;

/// <summary>Goal: every number of the file gets where it belongs, in its unit, and one outside of its range stops the start by name.</summary>
public sealed class ConfigKeysTests
{
    private const string Arbitrage = "derivatives.arbitrage";

    private static readonly Dictionary<string, Key> Keys = new(StringComparer.Ordinal)
    {
        [$"{Arbitrage}.order_notional_usdt"] = new("1234.5", "0", c => c.Strategy.OrderNotional.Value, 1234.5m),
        [$"{Arbitrage}.min_edge_bps"] = new("4.5", "1001", c => c.Strategy.MinNetEdgeBps, 4.5m),
        [$"{Arbitrage}.holding_horizon_min"] = new("90", "-1", c => c.Strategy.HoldingHorizon, TimeSpan.FromMinutes(90)),
        [$"{Arbitrage}.max_holding_min"] = new("600", "0", c => c.Strategy.MaxHolding, TimeSpan.FromHours(10)),
        [$"{Arbitrage}.take_profit_fraction"] = new("0.55", "1.1", c => c.Strategy.TakeProfitFraction, 0.55m),
        [$"{Arbitrage}.stop_bps"] = new("45", "0.5", c => c.Strategy.StopBps, 45m),
        [$"{Arbitrage}.basis_half_life_min"] = new("15", "0", c => c.Strategy.BasisHalfLife, TimeSpan.FromMinutes(15)),
        [$"{Arbitrage}.warm_up_sec"] = new("12", "-1", c => c.Strategy.WarmUp, TimeSpan.FromSeconds(12)),
        [$"{Arbitrage}.max_leg_slippage_bps"] = new("7", "101", c => c.Execution.OpenSlippageCapBps, 7m),
        ["execution.close_slippage_bps"] = new("33", "501", c => c.Execution.CloseSlippageCapBps, 33m),
        ["execution.rescue_band_bps"] = new("21", "0", c => c.Execution.RescueBandBps, 21m),
        ["execution.rescue_limit_attempts"] = new("7", "0", c => c.Execution.RescueLimitAttempts, 7),
        ["execution.retry_delay_sec"] = new("0.75", "0", c => c.Execution.RetryDelay, TimeSpan.FromSeconds(0.75)),
        ["execution.order_query_after_sec"] = new("2.5", "61", c => c.Execution.OrderQueryAfter, TimeSpan.FromSeconds(2.5)),
        ["execution.never_reached_after_sec"] = new("17", "5", c => c.Execution.NeverReachedAfter, TimeSpan.FromSeconds(17)),
        ["execution.rescue_deadline_sec"] = new("55", "0.5", c => c.Execution.RescueDeadline, TimeSpan.FromSeconds(55)),
        ["execution.complete_within_sec"] = new("8", "0", c => c.Execution.CompleteWithin, TimeSpan.FromSeconds(8)),
        ["execution.market_rung_attempts"] = new("6", "21", c => c.Execution.MarketRungAttempts, 6),
        ["execution.third_venue_attempts"] = new("5", "0", c => c.Execution.ThirdVenueAttempts, 5),
        ["execution.third_venue_band_bps"] = new("27", "0", c => c.Execution.ThirdVenueBandBps, 27m),
        ["execution.entry"] = new("harder_first", "hardest_first", c => c.Execution.Entry, EntryChoice.HarderFirst),
        ["execution.harder_first_above_ms"] = new("350", "0", c => c.Execution.HarderFirstAbove, TimeSpan.FromMilliseconds(350)),
        ["execution.maker_rest_sec"] = new("3", "3601", c => c.Execution.MakerRest, TimeSpan.FromSeconds(3)),
        ["reconciliation.reconcile_interval_sec"] = new("20", "0", c => c.Reconciliation.Interval, TimeSpan.FromSeconds(20)),
        ["reconciliation.fill_interval_sec"] = new("60", "29", c => c.Reconciliation.FillInterval, TimeSpan.FromMinutes(1)),
        ["reconciliation.resume_deadline_sec"] = new("45", "4", c => c.Reconciliation.ResumeDeadline, TimeSpan.FromSeconds(45)),
        ["reconciliation.rights_interval_sec"] = new("40", "1", c => c.Reconciliation.RightsInterval, TimeSpan.FromSeconds(40)),
        ["reconciliation.settings_interval_sec"] = new("90", "29", c => c.Reconciliation.SettingsInterval, TimeSpan.FromSeconds(90)),
        ["risk.notional_caps.per_symbol_usd"] = new("111", "-1", c => c.Risk.MaxNotionalPerSymbol.Value, 111m),
        ["risk.notional_caps.per_venue_usd"] = new("222", "-1", c => c.Risk.MaxNotionalPerVenue.Value, 222m),
        ["risk.notional_caps.total_usd"] = new("333", "-1", c => c.Risk.MaxNotionalTotal.Value, 333m),
        ["risk.max_active_pairs"] = new("3", "0", c => c.Risk.MaxActivePairs, 3),
        ["risk.strategy.daily_loss_usdt"] = new("55", "-1", c => c.StrategyLimits.DailyLoss?.Value ?? 0m, 55m),
        ["risk.strategy.max_consecutive_failures"] = new("5", "-1", c => c.StrategyLimits.MaxConsecutiveFailures, 5),
        ["risk.strategy.daily_loss_budget_usdt"] = new("66", "-1", c => c.StrategyLimits.DailyLossBudget?.Value ?? 0m, 66m),
        ["risk.max_daily_loss_usdt"] = new("77", "-1", c => c.Risk.MaxDailyLoss!.Value.Value, 77m),
        ["risk.max_day_drawdown_bps"] = new("120", "10001", c => c.Risk.MaxDayDrawdownBps!.Value, 120m),
        ["risk.max_margin_ratio"] = new("0.4", "0.96", c => c.Risk.MaxMarginRatio, 0.4m),
        ["risk.book_stale_after_sec"] = new("3.5", "0", c => c.Risk.BookStaleAfter, TimeSpan.FromSeconds(3.5)),
        ["risk.max_book_skew_sec"] = new("1.5", "0", c => c.Risk.MaxBookSkew, TimeSpan.FromSeconds(1.5)),
        ["risk.cool_down_sec"] = new("19", "-1", c => c.Risk.CoolDown, TimeSpan.FromSeconds(19)),
        ["risk.notional_caps.per_order_usd"] = new("444", "-1", c => c.Risk.MaxNotionalPerOrder.Value, 444m),
        ["risk.notional_caps.per_asset_usd"] = new("555", "-1", c => c.Risk.MaxNotionalPerAsset.Value, 555m),
        ["risk.notional_caps.per_strategy_usd"] = new("666", "-1", c => c.Risk.MaxNotionalPerStrategy.Value, 666m),
        ["risk.max_open_orders"] = new("9", "0", c => c.Risk.MaxOpenOrders, 9),
        ["risk.max_net_delta_usd"] = new("777", "-1", c => c.Risk.MaxNetDelta.Value, 777m),
        ["risk.max_leverage"] = new("2.5", "21", c => c.Risk.MaxLeverage, 2.5m),
        ["risk.min_liquidation_distance"] = new("0.25", "1", c => c.Risk.MinLiquidationDistance, 0.25m),
        ["risk.alarm_liquidation_distance"] = new("0.05", "1", c => c.Risk.AlarmLiquidationDistance, 0.05m),
        ["risk.assumed_maintenance_rate"] = new("0.03", "0", c => c.Risk.AssumedMaintenanceRate, 0.03m),
        ["risk.stress_move"] = new("0.2", "1", c => c.Risk.StressMove, 0.2m),
        ["risk.max_stress_margin_ratio"] = new("0.7", "1", c => c.Risk.MaxStressMarginRatio, 0.7m),
        ["risk.max_stress_loss"] = new("0.4", "0", c => c.Risk.MaxStressLoss, 0.4m),
        ["risk.max_price_deviation_bps"] = new("250", "0", c => c.Risk.MaxPriceDeviationBps, 250m),
        ["risk.max_settle_depeg_bps"] = new("150", "-1", c => c.Risk.MaxSettleDepegBps, 150m),
        ["risk.settle_price_stale_after_sec"] = new("90", "5", c => c.Risk.SettlePriceStaleAfter, TimeSpan.FromSeconds(90)),
        ["risk.max_orders_per_min"] = new("30", "-1", c => c.Risk.MaxOrdersPerMinute, 30),
        ["risk.max_cancels_per_min"] = new("60", "-1", c => c.Risk.MaxCancelsPerMinute, 60),
        ["risk.max_venue_rejects"] = new("5", "0", c => c.Risk.MaxVenueRejects, 5),
        ["risk.reject_pause_sec"] = new("45", "0", c => c.Risk.RejectPause, TimeSpan.FromSeconds(45)),
        ["risk.longest_pause_sec"] = new("900", "0", c => c.Risk.LongestPause, TimeSpan.FromSeconds(900)),
        ["risk.min_listed_days"] = new("14", "366", c => c.Risk.MinListedFor, TimeSpan.FromDays(14)),
        ["risk.delisting_notice_days"] = new("5", "366", c => c.Risk.DelistingNotice, TimeSpan.FromDays(5)),
        ["control.approval_valid_min"] = new("25", "0", c => c.Control.ApprovalValidity, TimeSpan.FromMinutes(25)),
        ["watchdog.interval_sec"] = new("2", "61", c => c.Watchdog.Interval, TimeSpan.FromSeconds(2)),
        ["watchdog.degrade_after_sec"] = new("3", "601", c => c.Watchdog.DegradeAfter, TimeSpan.FromSeconds(3)),
        ["watchdog.recover_after_sec"] = new("4", "601", c => c.Watchdog.RecoverAfter, TimeSpan.FromSeconds(4)),
        ["watchdog.hold_after_sec"] = new("6", "3601", c => c.Watchdog.HoldAfter, TimeSpan.FromSeconds(6)),
        ["watchdog.start_patience_sec"] = new("30", "601", c => c.Watchdog.StartPatience, TimeSpan.FromSeconds(30)),
        ["watchdog.rest_silence_sec"] = new("33", "0", c => c.Watchdog.RestSilence, TimeSpan.FromSeconds(33)),
        ["watchdog.book_silence_sec"] = new("44", "1", c => c.Watchdog.BookSilence, TimeSpan.FromSeconds(44)),
        ["watchdog.book_broken_sec"] = new("240", "4", c => c.Watchdog.BookBroken, TimeSpan.FromMinutes(4)),
        ["watchdog.flap_window_sec"] = new("90", "9", c => c.Watchdog.FlapWindow, TimeSpan.FromSeconds(90)),
        ["watchdog.max_failing_share"] = new("0.4", "0", c => c.Watchdog.MaxFailingShare, 0.4m),
        ["watchdog.max_delay_sec"] = new("3.5", "0", c => c.Watchdog.MaxDelay, TimeSpan.FromSeconds(3.5)),
        ["watchdog.mark_silence_sec"] = new("45", "4", c => c.Watchdog.MarkSilence, TimeSpan.FromSeconds(45)),
        ["watchdog.max_mark_deviation_bps"] = new("150", "0.5", c => c.Watchdog.MaxMarkDeviationBps, 150m),
        ["watchdog.outcome_window_sec"] = new("120", "9", c => c.Watchdog.OutcomeWindow, TimeSpan.FromMinutes(2)),
        ["watchdog.min_outcomes"] = new("9", "0", c => c.Watchdog.MinOutcomes, 9),
        ["watchdog.max_reject_share"] = new("0.6", "1.1", c => c.Watchdog.MaxRejectShare, 0.6m),
        ["watchdog.max_unknown_share"] = new("0.2", "-0.1", c => c.Watchdog.MaxUnknownShare, 0.2m),
        ["watchdog.full_size_score"] = new("0.8", "1.1", c => c.Watchdog.FullSizeScore, 0.8m),
        ["control.size_after_resume"] = new("0.5", "0", c => c.Control.Size.Fraction, 0.5m),
        ["control.clean_pairs_after_resume"] = new("5", "101", c => c.Control.Size.CleanPairs, 5),
        ["control.clean_pair_after_min"] = new("20", "0", c => c.Control.Size.CleanAfter, TimeSpan.FromMinutes(20)),
        ["tracing.sampling_ratio"] = new("0.25", "1.1", c => c.Tracing.SamplingRatio, 0.25),
        ["tracing.timeout_sec"] = new("3", "61", c => c.Tracing.Timeout, TimeSpan.FromSeconds(3)),
        ["paper.start_balance_usdt"] = new("5000", "0", c => c.Paper.StartBalance, 5_000m),
        ["paper.dislocation_interval_sec"] = new("9", "-1", c => c.Paper.DislocationIntervalSeconds, 9m),
    };

    public static TheoryData<string> Paths => [.. Keys.Keys];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Key_GetsWhereItBelongs_AndOutsideItsRangeIsAFault(string path)
    {
        Key key = Keys[path];
        Assert.NotEqual(key.Expected, key.Of(ConfigReader.Parse(ConfigReader.BuiltIn("paper"), "paper")));
        Assert.Equal(key.Expected, key.Of(ConfigReader.Parse(File(path, key.Value), "paper")));
        var wrong = Assert.Throws<ConfigException>(() => ConfigReader.Parse(File(path, key.Wrong), "paper"));
        Assert.Equal(path, Assert.Single(wrong.Faults).Path);
    }

    [Fact]
    public void Keys_OfEveryDescribedNumber_StandAbove()
    {
        // Each of these has a test of its own elsewhere.
        string[] others = ["derivatives.venues[].leverage", "chaos.ws_drop_probability", "chaos.rest_timeout_probability", "chaos.order_delay_ms", "ledger.lease_ttl_sec", "paper.speed", "paper.seed"];
        Assert.Empty(ConfigOptions.All.Where(o => o is { Key: not null, IsNumber: true }).Select(o => o.Key!).Except(others).Except(Keys.Keys));
    }

    [Theory]
    [InlineData("ignore", ForeignOrderPolicy.Ignore)]
    [InlineData("hold", ForeignOrderPolicy.Hold)]
    [InlineData("adopt", ForeignOrderPolicy.Adopt)]
    public void ForeignOrders_AreTreatedAsTheVenueSays(string word, ForeignOrderPolicy expected)
    {
        string yaml = ConfigReader.BuiltIn("paper").Replace("id: okx_perp,", $"id: okx_perp, foreign_orders: {word},", StringComparison.Ordinal);
        BotConfig config = ConfigReader.Parse(yaml, "paper");
        Assert.Equal([ForeignOrderPolicy.Hold, expected, ForeignOrderPolicy.Hold], config.Venues.Select(v => v.ForeignOrders));
    }

    /// <summary>The built-in file with one key more.</summary>
    private static string File(string path, string value)
    {
        string[] parts = path.Split('.');
        return parts[0] == "derivatives"
            ? $"{ConfigReader.BuiltIn("paper")}\n  {parts[1]}: {{{parts[2]}: {value}}}\n"
            : $"{ConfigReader.BuiltIn("paper")}\n{parts[0]}: {Inner(parts[1..], value)}\n";
    }

    private static string Inner(string[] parts, string value) => $"{{{parts[0]}: {(parts.Length == 1 ? value : Inner(parts[1..], value))}}}";

    /// <param name="Value">Not the default.</param>
    /// <param name="Wrong">Outside of its range.</param>
    private sealed record Key(string Value, string Wrong, Func<BotConfig, object> Of, object Expected);
}
