namespace PropBot.Core.Risk;

/// <summary>Every reason for which an opening order is refused; a closed list, its texts are in <see cref="RiskRules"/>.</summary>
public enum RiskRule
{
    Hold = 1,
    ShuttingDown = 2,
    LedgerFailed = 3,
    DailyLoss = 4,
    VenueDown = 5,
    Reconciliation = 6,
    BookUntrusted = 7,
    BookStale = 8,
    InstrumentNotTrading = 9,
    WarmUp = 10,
    SymbolCap = 11,
    VenueCap = 12,
    TotalCap = 13,
    ActivePairs = 14,
    OpposingLeg = 15,
    SymbolBusy = 16,
    CoolDown = 17,
    Margin = 18,
    BookSkew = 19,
    EquityUnknown = 20,
    InstrumentChanged = 21,
    ClockUncertain = 22,
    VenueBanned = 23,
    MarginCall = 24,
    ReadOnly = 25,

    /// <summary>A pair has been unequal for longer than its rescue may take.</summary>
    NakedPair = 26,

    /// <summary>The venue keeps requests back that do not reduce risk.</summary>
    VenueLimited = 27,

    /// <summary>The venue's order limit leaves no room for the leg with its hedge and its flatten.</summary>
    OrderRate = 28,

    /// <summary>Somebody killed the desk; two people lift it.</summary>
    Killed = 31,

    /// <summary>This run opens nothing.</summary>
    DryRun = 32,

    /// <summary>The venue does not let our key trade, or nobody knows whether it does.</summary>
    TradingRight = 33,

    /// <summary>The venue takes fees in another coin, whose price the desk does not know, or nobody knows in which coin.</summary>
    FeeCoin = 34,

    /// <summary>Modes or leverage of our account at the venue are not as configured, or nobody knows; the numbers are leverages.</summary>
    AccountSettings = 35,

    /// <summary>The desk, the venue, the instrument or the strategy is frozen.</summary>
    Frozen = 61,

    /// <summary>The desk, the venue, the instrument or the strategy may only reduce.</summary>
    ReduceOnly = 62,

    /// <summary>Somebody has switched the strategy off.</summary>
    StrategyDisabled = 63,

    /// <summary>The strategy has lost what it may lose on a day.</summary>
    StrategyBudget = 64,

    /// <summary>The budget of a service level is exhausted.</summary>
    SloBudget = 70,

    /// <summary>An operator wants everything there gone, and it is not yet.</summary>
    Sweep = 30,

    /// <summary>Equity fell too far below its highest of the UTC day.</summary>
    Drawdown = 60,

    /// <summary>What the ledger left open has not been resolved with the venues since the start.</summary>
    NotResumed = 29,

    /// <summary>The notional of one leg of one pair.</summary>
    OrderCap = 101,

    /// <summary>Everything in a base coin, over all its symbols.</summary>
    AssetCap = 102,

    /// <summary>Everything that the strategy has open.</summary>
    StrategyCap = 103,

    /// <summary>Orders without an end at the venue.</summary>
    OpenOrders = 104,

    /// <summary>Units of a coin that nothing stands against, over all venues, with every order in flight at its worst.</summary>
    NetDelta = 105,

    /// <summary>A venue's legs over its equity.</summary>
    Leverage = 106,

    /// <summary>A leg would stand, or stands, too near to the price at which its venue liquidates it.</summary>
    LiquidationDistance = 107,

    /// <summary>A move of the price while a venue is down would leave another one without enough margin, or cost too much.</summary>
    Stress = 108,

    /// <summary>The venue would not take the price.</summary>
    PriceBand = 109,

    /// <summary>The price is far from what the venues agree on.</summary>
    PriceOutlier = 110,

    /// <summary>More opening orders within a minute than a sane desk sends.</summary>
    RunawayOrders = 112,

    /// <summary>More cancels of opening orders within a minute than a sane desk sends.</summary>
    RunawayCancels = 113,

    /// <summary>The venue has refused several opening orders in a row.</summary>
    VenueRejects = 114,

    /// <summary>The symbol is not among those that the desk trades, is listed too lately, or ends soon.</summary>
    Universe = 115,

    /// <summary>The order would match an order of our own account.</summary>
    SelfTrade = 116,

    /// <summary>The coin that the contract settles in is too far from one US dollar, or was and has not come back far enough.</summary>
    SettleDepeg = 121,

    /// <summary>Nobody has told for too long what that coin is worth.</summary>
    SettlePriceStale = 122,
}

public static class RiskRules
{
    private static readonly SortedDictionary<string, RiskRule> ByCode =
        new(Enum.GetValues<RiskRule>().ToDictionary(rule => rule.Code(), StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Every code there is, in the order of the alphabet.</summary>
    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    /// <exception cref="KeyNotFoundException">No rule has this code.</exception>
    public static RiskRule Of(string code) => ByCode[code];

    /// <summary>The code as it stands in the API, the metrics and the journal.</summary>
    public static string Code(this RiskRule rule) => rule switch
    {
        RiskRule.Hold => "hold",
        RiskRule.ShuttingDown => "shutting_down",
        RiskRule.LedgerFailed => "ledger_failed",
        RiskRule.DailyLoss => "daily_loss",
        RiskRule.Drawdown => "drawdown",
        RiskRule.VenueDown => "venue_down",
        RiskRule.Reconciliation => "reconciliation",
        RiskRule.BookUntrusted => "book_untrusted",
        RiskRule.BookStale => "book_stale",
        RiskRule.InstrumentNotTrading => "instrument_not_trading",
        RiskRule.WarmUp => "warm_up",
        RiskRule.SymbolCap => "symbol_cap",
        RiskRule.VenueCap => "venue_cap",
        RiskRule.TotalCap => "total_cap",
        RiskRule.ActivePairs => "active_pairs",
        RiskRule.OpposingLeg => "opposing_leg",
        RiskRule.SymbolBusy => "symbol_busy",
        RiskRule.CoolDown => "cool_down",
        RiskRule.Margin => "margin",
        RiskRule.BookSkew => "book_skew",
        RiskRule.EquityUnknown => "equity_unknown",
        RiskRule.InstrumentChanged => "instrument_changed",
        RiskRule.ClockUncertain => "clock_uncertain",
        RiskRule.VenueBanned => "venue_banned",
        RiskRule.MarginCall => "margin_call",
        RiskRule.ReadOnly => "read_only",
        RiskRule.NakedPair => "naked_pair",
        RiskRule.VenueLimited => "venue_limited",
        RiskRule.OrderRate => "order_rate",
        RiskRule.Sweep => "sweep",
        RiskRule.Frozen => "frozen",
        RiskRule.ReduceOnly => "reduce_only",
        RiskRule.StrategyDisabled => "strategy_disabled",
        RiskRule.StrategyBudget => "strategy_budget",
        RiskRule.Killed => "killed",
        RiskRule.DryRun => "dry_run",
        RiskRule.TradingRight => "trading_right",
        RiskRule.FeeCoin => "fee_coin",
        RiskRule.AccountSettings => "account_settings",
        RiskRule.SloBudget => "slo_budget",
        RiskRule.NotResumed => "not_resumed",
        RiskRule.OrderCap => "order_cap",
        RiskRule.AssetCap => "asset_cap",
        RiskRule.StrategyCap => "strategy_cap",
        RiskRule.OpenOrders => "open_orders",
        RiskRule.NetDelta => "net_delta",
        RiskRule.Leverage => "leverage",
        RiskRule.LiquidationDistance => "liquidation_distance",
        RiskRule.Stress => "stress",
        RiskRule.PriceBand => "price_band",
        RiskRule.PriceOutlier => "price_outlier",
        RiskRule.RunawayOrders => "runaway_orders_per_min",
        RiskRule.RunawayCancels => "runaway_cancels_per_min",
        RiskRule.VenueRejects => "venue_rejects",
        RiskRule.Universe => "universe",
        RiskRule.SelfTrade => "self_trade",
        RiskRule.SettleDepeg => "settle_depeg",
        RiskRule.SettlePriceStale => "settle_price_stale",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "no code for this rule"),
    };
}
