using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;
using PropBot.Replay.EngineEvents;
using PropBot.Replay.Reports;

namespace PropBot.Replay.Backtest;

/// <summary>A backtest as JSON and as a table of its trades. Knows nothing of when or where it was made.</summary>
public static class BacktestReport
{
    private const int PriceDigits = 8;
    private const int RatioDigits = 6;

    public static string Json(BacktestRun run) => SortedJson.Write(new Dictionary<string, object?>
    {
        ["kind"] = "backtest",
        ["build_version"] = run.Arguments.BuildVersion,
        ["profile"] = "paper",
        ["data"] = run.Loaded.Recording.Name,
        ["venues"] = run.Options.Engine.Venues.Select(venue => venue.Name),
        ["symbols"] = run.Options.Engine.Symbols.Select(symbol => symbol.Name),
        ["period"] = new Dictionary<string, object?>
        {
            ["from"] = LedgerTime.Format(run.Result.Start),
            ["to"] = LedgerTime.Format(run.Result.End),
        },
        ["seed"] = run.Arguments.Seed,
        ["steps_per_bar"] = run.Arguments.StepsPerBar,
        ["config_hash"] = ConfigHash(run),
        ["events"] = run.Result.Events,
        ["is_sound"] = run.IsSound,
        ["problems"] = run.Problems,
        ["notices"] = run.Loaded.Notices.Select(notice => notice.ToString()),
        ["skipped_lines"] = run.Loaded.SkippedLines,
        ["accounts"] = run.Result.Venues.Select(Account),
        ["totals"] = Totals(BacktestTotals.Of(run)),
        ["trades"] = Traded(run).Select(Trade),
    });

    /// <summary>One row per pair that traded.</summary>
    public static string Csv(BacktestRun run)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', TradeColumns).Append('\n');
        foreach (PairRecord pair in Traded(run))
        {
            text.AppendJoin(',', Row(pair)).Append('\n');
        }

        return text.ToString();
    }

    private static readonly string[] TradeColumns =
    [
        "pair", "symbol", "status", "long_venue", "short_venue", "opened_ts", "closed_ts", "quantity", "long_entry_price",
        "long_exit_price", "short_entry_price", "short_exit_price", "expected_net_bps", "pnl_spread", "pnl_slippage", "pnl_fees",
        "pnl_funding", "pnl_total", "naked_notional_seconds", "close_reason",
    ];

    /// <summary>The options that decide what the run does, as one number.</summary>
    private static string ConfigHash(BacktestRun run) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(run.Options, EngineJson.Options)));

    private static IEnumerable<PairRecord> Traded(BacktestRun run) => run.Pairs.Where(pair => pair.Status != PairStatus.Aborted);

    private static Dictionary<string, object?> Account(VenueResult venue) => new()
    {
        ["venue"] = venue.Venue.Name,
        ["ledger_equity"] = venue.LedgerEquity,
        ["statement_equity"] = venue.StatementEquity,
        ["difference"] = venue.Difference,
    };

    private static Dictionary<string, object?> Totals(BacktestTotals totals) => new()
    {
        ["pairs"] = totals.Pairs,
        ["closed"] = totals.Closed,
        ["aborted"] = totals.Aborted,
        ["still_open"] = totals.StillOpen,
        ["pnl"] = Pnl(totals.Pnl),
        ["closed_pnl"] = Pnl(totals.ClosedPnl),
        ["open_pnl"] = Pnl(totals.OpenPnl),
        ["fees"] = -totals.Pnl.Fees,
        ["hit_ratio"] = totals.HitRatio is { } ratio ? Rounded(ratio, RatioDigits) : null,
        ["equity_start"] = totals.EquityStart,
        ["equity_end"] = totals.EquityEnd,
        ["venue_statement_equity"] = totals.StatementEquity,
        ["equity_difference"] = totals.EquityEnd - totals.StatementEquity,
        ["max_drawdown"] = totals.MaxDrawdown,
        ["naked_notional_seconds"] = Rounded(totals.NakedNotionalSeconds, RatioDigits),
    };

    private static Dictionary<string, object?> Trade(PairRecord pair) => new()
    {
        ["pair"] = pair.Id.ToString(),
        ["symbol"] = pair.Symbol.Name,
        ["status"] = EnumText<PairStatus>.Of(pair.Status),
        ["long_venue"] = pair.Long.Instrument.Venue.Name,
        ["short_venue"] = pair.Short.Instrument.Venue.Name,
        ["opened_ts"] = LedgerTime.Format(pair.OpenedAt),
        ["closed_ts"] = pair.ClosedAt is { } closed ? LedgerTime.Format(closed) : null,
        ["quantity"] = Quantity(pair),
        ["long_entry_price"] = Average(pair.Long.BoughtNotional, pair.Long.BoughtQuantity),
        ["long_exit_price"] = Average(pair.Long.SoldNotional, pair.Long.SoldQuantity),
        ["short_entry_price"] = Average(pair.Short.SoldNotional, pair.Short.SoldQuantity),
        ["short_exit_price"] = Average(pair.Short.BoughtNotional, pair.Short.BoughtQuantity),
        ["expected_net_bps"] = Rounded(pair.ExpectedEdge.NetBps, RatioDigits),
        ["pnl"] = pair.Status.IsTerminal() ? Pnl(pair.RealizedPnl()) : null,
        ["naked_notional_seconds"] = Rounded(pair.NakedNotionalSeconds, RatioDigits),
        ["close_reason"] = pair.CloseReason,
    };

    private static IEnumerable<string> Row(PairRecord pair)
    {
        Dictionary<string, object?> trade = Trade(pair);
        var pnl = (IReadOnlyDictionary<string, object?>?)trade["pnl"];
        foreach (string column in TradeColumns)
        {
            object? cell = column.StartsWith("pnl_", StringComparison.Ordinal) ? pnl?[column["pnl_".Length..]] : trade[column];
            yield return cell is decimal number ? WireNumber.Format(number) : cell?.ToString() ?? "";
        }
    }

    private static Dictionary<string, object?> Pnl(PairPnl pnl) => new()
    {
        ["spread"] = pnl.Spread,
        ["slippage"] = pnl.Slippage,
        ["fees"] = pnl.Fees,
        ["funding"] = pnl.Funding,
        ["total"] = pnl.Total,
    };

    /// <summary>Base units that the long leg bought; both legs of a pair that rests are equal.</summary>
    private static decimal Quantity(PairRecord pair) => Math.Max(pair.Long.BoughtQuantity, pair.Short.SoldQuantity);

    private static object? Average(decimal notional, decimal quantity) => quantity == 0m ? null : Rounded(notional / quantity, PriceDigits);

    private static decimal Rounded(decimal value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero);
}
