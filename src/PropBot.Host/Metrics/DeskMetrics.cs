using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Host.Surface;

namespace PropBot.Host.Metrics;

/// <summary>The desk: brakes, sums, pairs, edges, counters; all from one snapshot.</summary>
internal static class DeskMetrics
{
    private static readonly TimeSpan LongestScanPause = TimeSpan.FromSeconds(5);

    public static void Write(MetricsText text, EngineSnapshot snapshot, HealthState health)
    {
        WriteControl(text, snapshot, health, Badges.Of(snapshot, health));
        WriteTotals(text, snapshot.Totals);
        WriteDay(text, snapshot.Day);
        WriteCounters(text, snapshot.Counters);
        SweepMetrics.Write(text, snapshot);
        SloMetricsText.Write(text, snapshot.Slo);
        WriteSettleCoins(text, snapshot.Risk.SettleCoins);
        text.Gauge("propbot_edge_net_bps", "Expected edge of a direction after every cost, basis points.");
        foreach (EdgeSnapshot edge in snapshot.Edges)
        {
            text.Sample(edge.Edge.NetBps, ("symbol", edge.Symbol.Name), ("long_venue", edge.LongVenue.Name), ("short_venue", edge.ShortVenue.Name));
        }
    }

    private static void WriteSettleCoins(MetricsText text, IReadOnlyList<SettleCoinSnapshot> coins)
    {
        text.Gauge("propbot_settle_coin_price", "US dollars for one settle coin by the venues' fresh words; without a sample while nobody tells one.");
        foreach (SettleCoinSnapshot coin in coins)
        {
            if (coin.PriceUsd is { } price)
            {
                text.Sample(price, ("coin", coin.Coin.Code));
            }
        }

        text.Gauge("propbot_settle_coin_blocked", "1 while nothing opens that settles in the coin: it is off its peg, or its price is not known.");
        foreach (SettleCoinSnapshot coin in coins)
        {
            text.Sample(!coin.MayOpen, ("coin", coin.Coin.Code));
        }
    }

    private static void WriteControl(MetricsText text, EngineSnapshot snapshot, HealthState health, Badges badges)
    {
        bool trades = badges.IsTrading;
        bool breached = badges.DailyLoss == Badges.Breach;
        text.Gauge("propbot_auto_trade", "1 for the state that is: on only when orders can really be sent.");
        text.Sample(trades, ("state", "on"));
        text.Sample(!trades, ("state", "off"));
        text.Gauge("propbot_hold", "1 while the desk holds.");
        text.Sample(snapshot.Control.Mode == ControlMode.Hold);
        text.Gauge("propbot_hold_causes", "Causes that hold the desk.");
        text.Sample((long)snapshot.Control.Holds.Causes.Count);
        text.Gauge("propbot_killed", "1 from a kill until two people have lifted it.");
        text.Sample(snapshot.Control.IsKilled);
        text.Gauge("propbot_pending_approvals", "Requests that wait for a second person.");
        text.Sample((long)snapshot.Approvals.Count(a => a.Status == ApprovalStatus.Pending));
        text.Gauge("propbot_daily_loss_breached", "1 from the breach of the daily loss limit until the end of its UTC day.");
        text.Sample(breached);
        text.Gauge("propbot_daily_loss_breach", "The same as propbot_daily_loss_breached.");
        text.Sample(breached);
        text.Gauge("propbot_scanner_ok", "1 while the engine looks at books: it lives, and one book at least is younger than 5 s.");
        text.Sample(health.EngineAlive && snapshot.Venues.Any(v => v.Books.Any(b => b.Age < LongestScanPause)));
        text.Gauge("propbot_hedge_daemon_ok", "1 while hedges can be decided and kept: the engine lives and the ledger takes writes.");
        text.Sample(health.EngineAlive && health.JournalOk && health.HaltedReason is null);
        text.Gauge("propbot_size_scale", "Part of the ordered notional that the reason leaves of a new pair, on the worst exchange where it is one exchange's; 1 when it takes nothing.");
        foreach (SizeReason reason in SizeReasons.All)
        {
            text.Sample(snapshot.Size.Of(reason), ("reason", reason.Code()));
        }

        text.Gauge("propbot_opening_blocks", "Reasons why something may not be opened now.");
        text.Sample((long)snapshot.OpeningBlocks.Count);
        text.Gauge("propbot_market_time_seconds", "Market time of the snapshot since the Unix epoch in seconds.");
        text.Sample(snapshot.At.ToUnixTimeMilliseconds() / 1000.0);
    }

    private static void WriteTotals(MetricsText text, DeskTotals totals)
    {
        if (totals.Equity is { } equity)
        {
            text.Gauge("propbot_equity_usdt", "Cash plus positions at the marks over all venues.");
            text.Sample(equity);
        }

        text.Gauge("propbot_capital_usdt", "What the desk brought in.");
        text.Sample(totals.Capital);
        text.Gauge("propbot_pnl_usdt", "Profit by pairs and part; with the funding without a pair and other income they sum to propbot_pnl_all_usdt.");
        WritePnl(text, "closed", totals.ClosedPnl);
        WritePnl(text, "open", totals.OpenPnl);
        text.Gauge("propbot_unassigned_funding_usdt", "Funding on positions that belonged to no pair.");
        text.Sample(totals.UnassignedFunding);
        text.Gauge("propbot_other_income_usdt", "What venues paid or took beside trades and funding.");
        text.Sample(totals.OtherIncome);
        text.Gauge("propbot_pnl_all_usdt", "All profit, closed and open, funding without a pair and other income included.");
        text.Sample(totals.TotalPnl());
        text.Gauge("propbot_pairs", "Pairs that are on, and those of them whose legs differ.");
        text.Sample((long)totals.ActivePairs, ("status", "active"));
        text.Sample((long)totals.PartialPairs, ("status", "partial"));
        text.Counter("propbot_closed_pairs_total", "Closed pairs of the ledger.");
        text.Sample((long)totals.ClosedPairs);
        text.Gauge("propbot_open_notional_usdt", "Notional of what is on, one leg counted.");
        text.Sample(totals.OpenNotional);
        text.Counter("propbot_naked_notional_seconds_total", "Notional that only one leg held times the seconds it did so.");
        text.Sample(totals.NakedNotionalSeconds);
    }

    private static void WriteDay(MetricsText text, DaySnapshot day)
    {
        text.Gauge("propbot_daily_loss_usdt", "Loss of the UTC day, realised or with open positions, whichever is more; zero of a gain.");
        text.Sample(day.WorstLosses);
        text.Gauge("bot_daily_loss_realized_usdt", "Realised on the UTC day with fees and funding; negative is lost.");
        text.Sample(day.Realized);
        if (day.MaxLoss is { } limit)
        {
            text.Gauge("propbot_daily_loss_limit_usdt", "Loss at which opening stops for the day.");
            text.Sample(limit);
            text.Gauge("bot_daily_loss_cap_usdt", "The same as propbot_daily_loss_limit_usdt.");
            text.Sample(limit);
        }

        text.Gauge("propbot_day_drawdown_breached", "1 from the breach of the drawdown limit until the end of its UTC day.");
        text.Sample(day.IsDrawdownBreached);
        text.Gauge("propbot_day_drawdown_bps", "How far equity is below its highest of the UTC day.");
        text.Sample(day.DrawdownBps);
        if (day.MaxDrawdownBps is { } most)
        {
            text.Gauge("propbot_day_drawdown_limit_bps", "Drawdown at which opening stops for the day.");
            text.Sample(most);
        }
    }

    private static void WritePnl(MetricsText text, string pairs, PairPnl pnl)
    {
        text.Sample(pnl.Spread, ("pairs", pairs), ("part", "spread"));
        text.Sample(pnl.Slippage, ("pairs", pairs), ("part", "slippage"));
        text.Sample(pnl.Fees, ("pairs", pairs), ("part", "fees"));
        text.Sample(pnl.Funding, ("pairs", pairs), ("part", "funding"));
    }

    private static void WriteCounters(MetricsText text, EngineCounters counters)
    {
        Count(text, "propbot_events_total", "Events the engine has handled.", counters.Events);
        Count(text, "propbot_depth_events_total", "Book changes among them.", counters.DepthEvents);
        Count(text, "propbot_orders_placed_total", "Orders sent to venues.", counters.OrdersPlaced);
        Count(text, "propbot_trades_executed_total", "Fills booked.", counters.FillsBooked);
        Count(text, "propbot_duplicate_fills_total", "Fills that were told again and not booked again.", counters.DuplicateFills);
        Count(text, "propbot_forced_fills_total", "Fills that venues made by themselves: liquidations, auto-deleveraging, settlements.", counters.ForcedFills);
        Count(text, "propbot_unknown_outcomes_total", "Requests whose outcome had to be asked for.", counters.UnknownOutcomes);
        Count(text, "propbot_rescues_total", "Pairs whose legs differed and had to be made equal.", counters.Rescues);

        text.Counter("propbot_risk_breaches_total", "How often a limit that protects the desk was reached.");
        text.Sample(counters.DailyLossBreaches, ("type", "daily_loss"));
        text.Sample(counters.DrawdownBreaches, ("type", "drawdown"));
        text.Sample(counters.WatchdogHolds, ("type", "watchdog"));

        text.Counter("risk_skips_total", "Openings that were refused, by the risk gate's reasons.");
        foreach (string reason in RiskSkips.All)
        {
            text.Sample(counters.Refusals.Where(r => RiskSkips.OfRule(r.Key) == reason).Sum(r => r.Value), ("reason", reason), ("strategy", StrategyNames.CrossExchangeArb));
        }

        text.Counter("propbot_skipped_by_reason_total", "Openings that were refused, by the runbook's reasons; what is none of them stands under its rule.");
        foreach ((string reason, long count) in SkipReasons.Count(counters))
        {
            text.Sample(count, ("reason", reason));
        }

        text.Counter("propbot_refusals_total", "Openings that were refused, by rule.");
        foreach (string rule in RiskRules.Codes)
        {
            text.Sample(counters.Refusals.GetValueOrDefault(rule), ("rule", rule));
        }
    }

    private static void Count(MetricsText text, string name, string help, long value)
    {
        text.Counter(name, help);
        text.Sample(value);
    }
}
