using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

internal static class BinanceAccounts
{
    /// <exception cref="FormatException">A position in hedge mode, which this desk never has.</exception>
    public static AccountReport ToReport(
        VenueId venue, Asset settle, BinanceAccount account, IReadOnlyList<BinancePosition> positions, DateTimeOffset at)
    {
        BinanceAssetBalance? balance = account.Assets.FirstOrDefault(a => a.Asset == settle.Code);
        var reported = new List<PositionReport>();
        foreach (BinancePosition position in positions)
        {
            if (position.PositionAmt != 0m && Symbol.TryParse(position.Symbol, out Symbol symbol))
            {
                reported.Add(ToReport(venue, symbol, position));
            }
        }

        return new AccountReport(
            venue,
            settle,
            balance?.WalletBalance ?? 0m,
            balance?.UnrealizedProfit ?? 0m,
            balance?.AvailableBalance ?? 0m,
            reported,
            at);
    }

    private static PositionReport ToReport(VenueId venue, Symbol symbol, BinancePosition position) => position.PositionSide == "BOTH"
        ? new PositionReport(
            new InstrumentId(venue, symbol), position.PositionAmt, position.EntryPrice, position.MarkPrice, position.UnRealizedProfit)
        : throw new FormatException($"{position.Symbol} has a position of side {position.PositionSide}, not one-way");
}
