using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Host.Configuration;

/// <summary>The section <c>risk</c>. With real money none of it can be switched off.</summary>
internal static class RiskSettings
{
    private const string OffInLive = "is off: with real money no risk limit is switched off; set one, or leave it out for the default";
    private const decimal MostNotional = 1_000_000_000m;
    private const int MostOrders = 1_000;
    private const string OfSymbol = "MAX_POSITION_USDT__";
    private const string OfVenue = "MAX_OPEN_ORDERS__";

    public static RiskOptions Read(ConfigSection r, string profile)
    {
        ConfigSection caps = r.Section("notional_caps");
        decimal dailyLoss = r.Number("max_daily_loss_usdt");
        decimal drawdown = r.Number("max_day_drawdown_bps");
        var options = new RiskOptions
        {
            MaxNotionalPerSymbol = Cap(caps, "per_symbol_usd"),
            MaxNotionalPerVenue = Cap(caps, "per_venue_usd"),
            MaxNotionalTotal = Cap(caps, "total_usd"),
            MaxActivePairs = r.Whole("max_active_pairs"),
            MaxDailyLoss = dailyLoss > 0m ? new Notional(dailyLoss) : null,
            MaxDayDrawdownBps = drawdown > 0m ? drawdown : null,
            MaxMarginRatio = r.Number("max_margin_ratio"),
            BookStaleAfter = r.Time("book_stale_after_sec"),
            MaxBookSkew = r.Time("max_book_skew_sec"),
            CoolDown = r.Time("cool_down_sec"),
            MaxNotionalPerOrder = Cap(caps, "per_order_usd"),
            MaxNotionalPerAsset = Cap(caps, "per_asset_usd"),
            MaxNotionalPerStrategy = Cap(caps, "per_strategy_usd"),
            MaxOpenOrders = r.Whole("max_open_orders"),
            MaxNetDelta = Cap(r, "max_net_delta_usd"),
            MaxLeverage = r.Number("max_leverage"),
            MinLiquidationDistance = r.Number("min_liquidation_distance"),
            AlarmLiquidationDistance = r.Number("alarm_liquidation_distance"),
            AssumedMaintenanceRate = r.Number("assumed_maintenance_rate"),
            StressMove = r.Number("stress_move"),
            MaxStressMarginRatio = r.Number("max_stress_margin_ratio"),
            MaxStressLoss = r.Number("max_stress_loss"),
            MaxPriceDeviationBps = r.Number("max_price_deviation_bps"),
            MaxSettleDepegBps = r.Number("max_settle_depeg_bps"),
            SettlePriceStaleAfter = r.Time("settle_price_stale_after_sec"),
            MaxOrdersPerMinute = r.Whole("max_orders_per_min"),
            MaxCancelsPerMinute = r.Whole("max_cancels_per_min"),
            MaxVenueRejects = r.Whole("max_venue_rejects"),
            RejectPause = r.Time("reject_pause_sec"),
            LongestPause = r.Time("longest_pause_sec"),
            MinListedFor = TimeSpan.FromDays((double)r.Number("min_listed_days")),
            DelistingNotice = TimeSpan.FromDays((double)r.Number("delisting_notice_days")),
            ChecksEnabled = r.Switch("checks_enabled"),
            CapsEnforced = r.Switch("enforce_caps"),
            UniverseEnforced = r.Switch("enforce_universe"),
        };
        if (profile == "live")
        {
            RefuseOff(r, options);
        }

        caps.RefuseUnknown();
        r.RefuseUnknown();
        return options;
    }

    /// <summary>Limits of single symbols and venues, which the environment alone names. One for something that is not traded would limit nothing: a fault.</summary>
    /// <param name="names">Every variable that is set; null where nobody knows.</param>
    public static RiskOptions WithOwnLimits(
        BotConfig config, Func<string, string?> environment, IReadOnlyCollection<string>? names, List<ConfigFault> faults)
    {
        var read = new RiskVariables(environment, faults);
        var symbolCaps = new Dictionary<Symbol, Notional>(config.Risk.SymbolCaps);
        Symbol[] symbols = [.. config.Venues.SelectMany(v => v.Symbols).Distinct()];
        foreach (Symbol symbol in symbols)
        {
            if (read.Positive(OfSymbol + symbol.Name, MostNotional) is { } own)
            {
                symbolCaps[symbol] = new Notional(own);
            }
        }

        var openOrders = new Dictionary<VenueId, int>(config.Risk.VenueOpenOrders);
        foreach (VenueConfig venue in config.Venues)
        {
            if (read.Count(OfVenue + Spelt(venue.Venue), 1, MostOrders) is { } own)
            {
                openOrders[venue.Venue] = own;
            }
        }

        RefuseOfOthers(OfSymbol, "symbol", [.. symbols.Select(s => s.Name)], names, faults);
        RefuseOfOthers(OfVenue, "venue", [.. config.Venues.Select(v => Spelt(v.Venue))], names, faults);
        return config.Risk with { SymbolCaps = symbolCaps, VenueOpenOrders = openOrders };
    }

    private static string Spelt(VenueId venue) => venue.Name.Replace('-', '_');

    private static void RefuseOfOthers(string prefix, string what, string[] known, IReadOnlyCollection<string>? names, List<ConfigFault> faults)
    {
        foreach (string name in (names ?? []).Where(n => n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal))
        {
            if (!known.Any(k => name == prefix + k))
            {
                faults.Add(new ConfigFault(
                    name, $"limits nothing: '{name[prefix.Length..]}' is no {what} of this configuration; write {string.Join(" or ", known.Select(k => prefix + k))}, or unset it"));
            }
        }
    }

    private static void RefuseOff(ConfigSection r, RiskOptions options)
    {
        (string Key, bool IsOff)[] switches =
        [
            ("checks_enabled", !options.ChecksEnabled), ("enforce_caps", !options.CapsEnforced), ("enforce_universe", !options.UniverseEnforced),
            ("stress_move", options.StressMove == 0m),
            ("min_liquidation_distance", options.MinLiquidationDistance == 0m),
            ("max_settle_depeg_bps", options.MaxSettleDepegBps == 0m),
            ("max_orders_per_min", options.MaxOrdersPerMinute == 0), ("max_cancels_per_min", options.MaxCancelsPerMinute == 0),
        ];
        foreach ((string key, bool isOff) in switches)
        {
            if (isOff)
            {
                r.Fault(r.Choose(key), OffInLive);
            }
        }
    }

    private static Notional Cap(ConfigSection section, string key) => new(section.Number(key));
}
