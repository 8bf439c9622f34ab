using PropBot.Core.Risk;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Limits on what may be opened: <c>risk</c>.</summary>
internal static class RiskKeys
{
    private const decimal MostMoney = 1_000_000_000m;

    private static readonly RiskOptions D = new();

    public static OptionGroup Group { get; } = new("risk",
    [
        Number("risk.notional_caps.per_symbol_usd", D.MaxNotionalPerSymbol.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs of a symbol, one leg counted; 0 opens nothing", "по всем парам символа, считается одна нога; 0: ничего не открывается"),
        Number("risk.notional_caps.per_venue_usd", D.MaxNotionalPerVenue.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all legs on a venue; 0 opens nothing", "по всем ногам на бирже; 0: ничего не открывается"),
        Number("risk.notional_caps.total_usd", D.MaxNotionalTotal.Value, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "over all pairs, one leg counted; 0 opens nothing", "по всем парам, считается одна нога; 0: ничего не открывается"),
        Whole("risk.max_active_pairs", D.MaxActivePairs, 1m, 100m, "", RiskSense.HigherIsMore,
            "pairs that have not ended", "незавершённых пар"),
        Number("risk.max_daily_loss_usdt", D.MaxDailyLoss?.Value ?? 0m, 0m, MostMoney, "USDT", RiskSense.HigherIsMore,
            "loss since the start of the UTC day that stops opening until it is over; 0 switches it off (paper and testnet)", "убыток с начала суток UTC, при котором открытия прекращаются до их конца; 0 выключает (paper и testnet)"),
        Number("risk.max_margin_ratio", D.MaxMarginRatio, 0.05m, 0.95m, "", RiskSense.HigherIsMore,
            "maintenance margin over a venue's equity from which nothing opens there; 1 is liquidation", "отношение поддерживающей маржи к капиталу на бирже, с которого там ничего не открывается; 1: ликвидация"),
        Time("risk.book_stale_after_sec", D.BookStaleAfter, 0.1m, 600m, "s", RiskSense.HigherIsMore,
            "a book without a message for so long is stale", "стакан без сообщений столько времени считается устаревшим"),
        Time("risk.max_book_skew_sec", D.MaxBookSkew, 0.01m, 3_600m, "s", RiskSense.HigherIsMore,
            "how far apart the two books' own times may be, market time", "насколько могут расходиться собственные времена двух стаканов"),
        Time("risk.cool_down_sec", D.CoolDown, 0m, 86_400m, "s", RiskSense.LowerIsMore,
            "after a pair ended badly nothing opens on its symbol and venues for so long", "столько после неудачной пары на её символе и биржах ничего не открывается"),
    ]);
}
