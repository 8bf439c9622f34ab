using System.Globalization;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>The venue's figures of a margin call, for people.</summary>
internal static class BinanceMarginCalls
{
    public static string Describe(BinanceUserEvent call)
    {
        IEnumerable<string> positions = (call.MarginCallPositions ?? []).Select(p => string.Create(
            CultureInfo.InvariantCulture,
            $"{p.Symbol} {p.PositionSide} {WireNumber.Format(p.Amount)} {p.MarginType} at mark {WireNumber.Format(p.MarkPrice)}, "
            + $"unrealised {WireNumber.Format(p.UnrealizedPnl)}, needs {WireNumber.Format(p.MaintenanceMargin)}"));
        string wallet = call.CrossWalletBalance is { } balance ? $"cross wallet {WireNumber.Format(balance)}; " : "";
        return wallet + string.Join("; ", positions);
    }
}
