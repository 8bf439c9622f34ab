using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>The venue's account and positions as Core's report (rules A1 to A3).</summary>
internal static class BinanceAccounts
{
    /// <param name="ours">The instruments whose modes are ours to set.</param>
    /// <param name="leverageOf">By the venue's symbol, as last read; null where it was not. Without it: as configured.</param>
    /// <exception cref="FormatException">A position whose symbol or side cannot be read.</exception>
    public static AccountReport ToReport(
        VenueOptions options, IReadOnlyList<Instrument> ours, BinanceAccount account, IReadOnlyList<BinancePosition> positions, DateTimeOffset at,
        Func<string, decimal?>? leverageOf = null)
    {
        Asset settle = ours[0].SettleAsset;
        BinanceAssetBalance? balance = account.Assets.FirstOrDefault(a => a.Asset == settle.Code);
        List<BinancePosition> held = [.. positions.Where(p => p.PositionAmt != 0m)];
        var reported = new List<PositionReport>();
        foreach (BinancePosition position in held)
        {
            // A position that nobody trades here takes margin too: it is reported, or the account is not known.
            if (!Symbol.TryParse(position.Symbol, out Symbol symbol))
            {
                throw new FormatException($"the account has a position of {position.PositionAmt} in '{position.Symbol}', which is no symbol such as BTCUSDT");
            }

            // A run that only reads has set nothing: the account is as somebody else wants it.
            bool isSet = !options.ReadOnly && ours.Any(i => i.NativeSymbol == position.Symbol);
            reported.Add(ToReport(new InstrumentId(options.Venue, symbol), position, !isSet ? null : leverageOf is null ? options.Leverage : leverageOf(position.Symbol)));
        }

        List<BinancePosition> inSettleAsset = [.. held.Where(p => p.MarginAsset is null || p.MarginAsset == settle.Code)];
        return new AccountReport(
            options.Venue,
            settle,
            balance?.WalletBalance ?? 0m,
            balance?.UnrealizedProfit ?? 0m,
            balance?.AvailableBalance ?? 0m,
            reported,
            at)
        {
            MaintenanceMargin = balance?.MaintMargin ?? inSettleAsset.Sum(p => p.MaintMargin),
            MarginRatio = MarginRatio(balance, inSettleAsset),
        };
    }

    /// <summary>
    /// The largest of the cross account's ratio and those of the isolated positions: whichever reaches 1 first is liquidated (rule A2).
    /// Null when the venue did not tell its parts.
    /// </summary>
    private static decimal? MarginRatio(BinanceAssetBalance? balance, IReadOnlyList<BinancePosition> positions)
    {
        if (positions.Any(p => p.MaintMargin is null))
        {
            return null;
        }

        decimal crossEquity = (balance?.CrossWalletBalance ?? balance?.WalletBalance ?? 0m)
            + (balance?.CrossUnPnl ?? positions.Where(p => !IsIsolated(p)).Sum(p => p.UnRealizedProfit));
        decimal cross = Ratio(positions.Where(p => !IsIsolated(p)).Sum(p => p.MaintMargin!.Value), crossEquity);
        return positions.Where(IsIsolated).Select(p => Ratio(p.MaintMargin!.Value, p.IsolatedMargin ?? 0m)).Append(cross).Max();
    }

    private static decimal Ratio(decimal needed, decimal equity) => needed <= 0m ? 0m : equity <= needed ? 1m : needed / equity;

    /// <summary>The third version has no word for it, but an isolated position has a wallet of its own.</summary>
    private static bool IsIsolated(BinancePosition position) => position.MarginType is { } type
        ? type.Equals("isolated", StringComparison.OrdinalIgnoreCase)
        : position.IsolatedWallet is not null and not 0m || position.IsolatedMargin is not null and not 0m;

    private static PositionReport ToReport(InstrumentId id, BinancePosition position, decimal? leverage) =>
        new(id, position.PositionAmt, position.EntryPrice, position.MarkPrice, position.UnRealizedProfit)
        {
            Side = BinanceOrigins.PositionSideOf(position.PositionSide),
            MarginMode = IsIsolated(position) ? MarginMode.Isolated : MarginMode.Cross,
            Leverage = position.Leverage ?? leverage,
            LiquidationPrice = position.LiquidationPrice is > 0m ? position.LiquidationPrice : null,
            AdlRank = position.Adl + 1,
        };
}
