using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>
/// Every limit that people change while the desk runs, one line each. A new number of <see cref="RiskOptions"/> or
/// <see cref="StrategyLimits"/> gets its line here: a test misses it otherwise.
/// </summary>
public static class LimitTable
{
    private const decimal MostMoney = 1_000_000_000m;

    public static IReadOnlyList<LimitRule> All { get; } =
    [
        Cap(LimitName.MaxPosition, "max_position_usdt", 1m, r => r.MaxNotionalPerSymbol, (r, v) => r with { MaxNotionalPerSymbol = v })
            .PerSymbol(r => r.SymbolCaps, (r, own) => r with { SymbolCaps = own }),
        Cap(LimitName.MaxNotionalPerVenue, "max_notional_per_venue_usdt", 0m, r => r.MaxNotionalPerVenue, (r, v) => r with { MaxNotionalPerVenue = v })
            .PerVenue(r => r.VenueCaps, v => v.Value, v => new Notional(v), (r, own) => r with { VenueCaps = own }),
        Cap(LimitName.MaxNotionalPerAsset, "max_notional_per_asset_usdt", 0m, r => r.MaxNotionalPerAsset, (r, v) => r with { MaxNotionalPerAsset = v })
            .PerAsset(r => r.AssetCaps, (r, own) => r with { AssetCaps = own }),
        Cap(LimitName.MaxNotionalPerOrder, "max_notional_per_order_usdt", 1m, r => r.MaxNotionalPerOrder, (r, v) => r with { MaxNotionalPerOrder = v }),
        Cap(LimitName.MaxNotionalPerStrategy, "max_notional_per_strategy_usdt", 0m, r => r.MaxNotionalPerStrategy, (r, v) => r with { MaxNotionalPerStrategy = v }),
        Cap(LimitName.MaxNotionalTotal, "max_notional_total_usdt", 1m, r => r.MaxNotionalTotal, (r, v) => r with { MaxNotionalTotal = v }),
        Count(LimitName.MaxActivePairs, "max_active_pairs", 1m, 100m, r => r.MaxActivePairs, (r, v) => r with { MaxActivePairs = v }),
        Count(LimitName.MaxOpenOrders, "max_open_orders", 1m, 1_000m, r => r.MaxOpenOrders, (r, v) => r with { MaxOpenOrders = v })
            .PerVenue(r => r.VenueOpenOrders, v => v, v => (int)v, (r, own) => r with { VenueOpenOrders = own }),
        Cap(LimitName.MaxNetDelta, "max_net_delta_usdt", 0m, r => r.MaxNetDelta, (r, v) => r with { MaxNetDelta = v })
            .PerAsset(r => r.AssetDeltas, (r, own) => r with { AssetDeltas = own }),
        Loss(LimitName.MaxDailyLoss, "max_daily_loss_usdt", l => l.Risk.MaxDailyLoss, (l, v) => l with { Risk = l.Risk with { MaxDailyLoss = v } }),
        Of(LimitName.MaxDayDrawdown, "max_day_drawdown_bps", LimitUnit.Bps, LimitSense.AtMost, 0m, 10_000m, r => r.MaxDayDrawdownBps, (r, v) => r with { MaxDayDrawdownBps = v }) with { ZeroIsOff = true },
        Of(LimitName.MaxMarginRatio, "max_margin_ratio", LimitUnit.Fraction, LimitSense.AtMost, 0.05m, 0.95m, r => r.MaxMarginRatio, (r, v) => r with { MaxMarginRatio = v }),
        Of(LimitName.MaxLeverage, "max_leverage", LimitUnit.Times, LimitSense.AtMost, 0.1m, 20m, r => r.MaxLeverage, (r, v) => r with { MaxLeverage = v })
            .PerVenue(r => r.VenueLeverage, v => v, v => v, (r, own) => r with { VenueLeverage = own }),
        Of(LimitName.MinLiquidationDistance, "min_liquidation_distance", LimitUnit.Fraction, LimitSense.AtLeast, 0m, 0.9m, r => OffAtZero(r.MinLiquidationDistance), (r, v) => r with { MinLiquidationDistance = v }) with { ZeroIsOff = true },
        Of(LimitName.AlarmLiquidationDistance, "alarm_liquidation_distance", LimitUnit.Fraction, LimitSense.AtLeast, 0m, 0.9m, r => OffAtZero(r.AlarmLiquidationDistance), (r, v) => r with { AlarmLiquidationDistance = v }) with { ZeroIsOff = true },
        Of(LimitName.AssumedMaintenanceRate, "assumed_maintenance_rate", LimitUnit.Fraction, LimitSense.AtLeast, 0.001m, 0.5m, r => r.AssumedMaintenanceRate, (r, v) => r with { AssumedMaintenanceRate = v }),
        Of(LimitName.StressMove, "stress_move", LimitUnit.Fraction, LimitSense.AtLeast, 0m, 0.9m, r => OffAtZero(r.StressMove), (r, v) => r with { StressMove = v }) with { ZeroIsOff = true },
        Of(LimitName.MaxStressMarginRatio, "max_stress_margin_ratio", LimitUnit.Fraction, LimitSense.AtMost, 0.1m, 0.99m, r => r.MaxStressMarginRatio, (r, v) => r with { MaxStressMarginRatio = v }),
        Of(LimitName.MaxStressLoss, "max_stress_loss", LimitUnit.Fraction, LimitSense.AtMost, 0.01m, 1m, r => r.MaxStressLoss, (r, v) => r with { MaxStressLoss = v }),
        Of(LimitName.MaxPriceDeviation, "max_price_deviation_bps", LimitUnit.Bps, LimitSense.AtMost, 1m, 5_000m, r => r.MaxPriceDeviationBps, (r, v) => r with { MaxPriceDeviationBps = v }),
        Of(LimitName.MaxSettleDepeg, "max_settle_depeg_bps", LimitUnit.Bps, LimitSense.AtMost, 0m, 5_000m, r => OffAtZero(r.MaxSettleDepegBps), (r, v) => r with { MaxSettleDepegBps = v }) with { ZeroIsOff = true },
        Seconds(LimitName.SettlePriceStaleAfter, "settle_price_stale_after_sec", LimitSense.AtMost, 10m, 600m, r => r.SettlePriceStaleAfter, (r, v) => r with { SettlePriceStaleAfter = v }),
        Seconds(LimitName.BookStaleAfter, "book_stale_after_sec", LimitSense.AtMost, 0.1m, 600m, r => r.BookStaleAfter, (r, v) => r with { BookStaleAfter = v }),
        Seconds(LimitName.MaxBookSkew, "max_book_skew_sec", LimitSense.AtMost, 0.01m, 3_600m, r => r.MaxBookSkew, (r, v) => r with { MaxBookSkew = v }),
        Seconds(LimitName.CoolDown, "cool_down_sec", LimitSense.AtLeast, 0m, 86_400m, r => r.CoolDown, (r, v) => r with { CoolDown = v }),
        Pace(LimitName.MaxOrdersPerMinute, "max_orders_per_min", r => r.MaxOrdersPerMinute, (r, v) => r with { MaxOrdersPerMinute = v }),
        Pace(LimitName.MaxCancelsPerMinute, "max_cancels_per_min", r => r.MaxCancelsPerMinute, (r, v) => r with { MaxCancelsPerMinute = v }),
        Count(LimitName.MaxVenueRejects, "max_venue_rejects", 1m, 100m, r => r.MaxVenueRejects, (r, v) => r with { MaxVenueRejects = v }),
        Seconds(LimitName.RejectPause, "reject_pause_sec", LimitSense.AtLeast, 1m, 3_600m, r => r.RejectPause, (r, v) => r with { RejectPause = v }),
        Seconds(LimitName.LongestPause, "longest_pause_sec", LimitSense.AtLeast, 1m, 86_400m, r => r.LongestPause, (r, v) => r with { LongestPause = v }),
        Days(LimitName.MinListedFor, "min_listed_days", r => r.MinListedFor, (r, v) => r with { MinListedFor = v }),
        Days(LimitName.DelistingNotice, "delisting_notice_days", r => r.DelistingNotice, (r, v) => r with { DelistingNotice = v }),
        Loss(LimitName.StrategyDailyLoss, "strategy_daily_loss_usdt", l => l.Strategy.DailyLoss, (l, v) => l with { Strategy = l.Strategy with { DailyLoss = v } }),
        new(LimitName.StrategyMaxConsecutiveFailures, "strategy_max_consecutive_failures", LimitUnit.Count, LimitSense.AtMost, 0m, 1_000m)
        {
            ZeroIsOff = true,
            Read = l => OffAtZero(l.Strategy.MaxConsecutiveFailures),
            Write = (l, v) => l with { Strategy = l.Strategy with { MaxConsecutiveFailures = (int)v } },
        },
        Loss(LimitName.StrategyDailyLossBudget, "strategy_daily_loss_budget_usdt", l => l.Strategy.DailyLossBudget, (l, v) => l with { Strategy = l.Strategy with { DailyLossBudget = v } }),
    ];

    private static readonly Dictionary<LimitName, LimitRule> ByName = All.ToDictionary(r => r.Limit);

    public static LimitRule Rule(this LimitName limit) => ByName[limit];

    public static string Code(this LimitName limit) => limit.Rule().Code;

    public static LimitRule? Find(string code) => All.FirstOrDefault(r => r.Code == code);

    /// <summary>The unit as it stands in the API.</summary>
    public static string Code(this LimitUnit unit) => unit switch
    {
        LimitUnit.Usdt => "usdt",
        LimitUnit.Bps => "bps",
        LimitUnit.Fraction => "fraction",
        LimitUnit.Times => "times",
        LimitUnit.Count => "count",
        LimitUnit.PerMinute => "per_minute",
        LimitUnit.Seconds => "seconds",
        LimitUnit.Days => "days",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "no code for this unit"),
    };

    /// <summary>The direction as it stands in the API.</summary>
    public static string Code(this LimitSense sense) => sense switch
    {
        LimitSense.AtMost => "lower_is_stricter",
        LimitSense.AtLeast => "higher_is_stricter",
        _ => throw new ArgumentOutOfRangeException(nameof(sense), sense, "no code for this direction"),
    };

    /// <summary>What may have a number of its own, as it stands in the API.</summary>
    public static string Code(this LimitScope scope) => scope switch
    {
        LimitScope.Desk => "desk",
        LimitScope.Symbol => "symbol",
        LimitScope.Asset => "asset",
        LimitScope.Venue => "venue",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "no code for this scope"),
    };

    /// <summary>The name of a symbol, coin or venue in the one spelling that limits are kept under.</summary>
    public static string Spell(this LimitScope scope, string subject) => scope switch
    {
        LimitScope.Venue => new VenueId(subject).Name,
        LimitScope.Symbol => Symbol.TryParse(subject, out Symbol symbol) ? symbol.Name : subject,
        LimitScope.Asset => new Asset(subject).Code,
        _ => subject,
    };

    private static decimal? OffAtZero(decimal value) => value == 0m ? null : value;

    private static LimitRule Of(
        LimitName limit, string code, LimitUnit unit, LimitSense sense, decimal least, decimal most, Func<RiskOptions, decimal?> read, Func<RiskOptions, decimal, RiskOptions> write) =>
        new(limit, code, unit, sense, least, most) { Read = l => read(l.Risk), Write = (l, v) => l with { Risk = write(l.Risk, v) } };

    private static LimitRule Cap(LimitName limit, string code, decimal least, Func<RiskOptions, Notional> read, Func<RiskOptions, Notional, RiskOptions> write) =>
        Of(limit, code, LimitUnit.Usdt, LimitSense.AtMost, least, MostMoney, r => read(r).Value, (r, v) => write(r, new Notional(v)));

    private static LimitRule Loss(LimitName limit, string code, Func<DeskLimits, Notional?> read, Func<DeskLimits, Notional, DeskLimits> write) =>
        new(limit, code, LimitUnit.Usdt, LimitSense.AtMost, 0m, MostMoney) { ZeroIsOff = true, Read = l => read(l)?.Value, Write = (l, v) => write(l, new Notional(v)) };

    private static LimitRule Count(LimitName limit, string code, decimal least, decimal most, Func<RiskOptions, int> read, Func<RiskOptions, int, RiskOptions> write) =>
        Of(limit, code, LimitUnit.Count, LimitSense.AtMost, least, most, r => read(r), (r, v) => write(r, (int)v));

    private static LimitRule Pace(LimitName limit, string code, Func<RiskOptions, int> read, Func<RiskOptions, int, RiskOptions> write) =>
        Of(limit, code, LimitUnit.PerMinute, LimitSense.AtMost, 0m, 100_000m, r => OffAtZero(read(r)), (r, v) => write(r, (int)v)) with { ZeroIsOff = true };

    private static LimitRule Seconds(
        LimitName limit, string code, LimitSense sense, decimal least, decimal most, Func<RiskOptions, TimeSpan> read, Func<RiskOptions, TimeSpan, RiskOptions> write) =>
        Of(limit, code, LimitUnit.Seconds, sense, least, most, r => (decimal)read(r).Ticks / TimeSpan.TicksPerSecond, (r, v) => write(r, new TimeSpan((long)(v * TimeSpan.TicksPerSecond))));

    private static LimitRule Days(LimitName limit, string code, Func<RiskOptions, TimeSpan> read, Func<RiskOptions, TimeSpan, RiskOptions> write) =>
        Of(limit, code, LimitUnit.Days, LimitSense.AtLeast, 0m, 365m, r => (decimal)read(r).Ticks / TimeSpan.TicksPerDay, (r, v) => write(r, new TimeSpan((long)(v * TimeSpan.TicksPerDay))));

    private static LimitRule PerSymbol(this LimitRule rule, Func<RiskOptions, IReadOnlyDictionary<Symbol, Notional>> read, Func<RiskOptions, IReadOnlyDictionary<Symbol, Notional>, RiskOptions> write) =>
        Own(rule, LimitScope.Symbol, read, s => s.Name, Symbol.Parse, v => v.Value, v => new Notional(v), write);

    private static LimitRule PerAsset(this LimitRule rule, Func<RiskOptions, IReadOnlyDictionary<Asset, Notional>> read, Func<RiskOptions, IReadOnlyDictionary<Asset, Notional>, RiskOptions> write) =>
        Own(rule, LimitScope.Asset, read, a => a.Code, a => new Asset(a), v => v.Value, v => new Notional(v), write);

    private static LimitRule PerVenue<T>(
        this LimitRule rule, Func<RiskOptions, IReadOnlyDictionary<VenueId, T>> read, Func<T, decimal> number, Func<decimal, T> value, Func<RiskOptions, IReadOnlyDictionary<VenueId, T>, RiskOptions> write) =>
        Own(rule, LimitScope.Venue, read, v => v.Name, v => new VenueId(v), number, value, write);

    private static LimitRule Own<TKey, T>(
        LimitRule rule, LimitScope scope, Func<RiskOptions, IReadOnlyDictionary<TKey, T>> read, Func<TKey, string> name, Func<string, TKey> key,
        Func<T, decimal> number, Func<decimal, T> value, Func<RiskOptions, IReadOnlyDictionary<TKey, T>, RiskOptions> write)
        where TKey : notnull => rule with
        {
            Scope = scope,
            ReadOwn = l => read(l.Risk).ToDictionary(o => name(o.Key), o => number(o.Value), StringComparer.Ordinal),
            WriteOwn = (l, own) => l with { Risk = write(l.Risk, own.ToDictionary(o => key(o.Key), o => value(o.Value))) },
        };
}
