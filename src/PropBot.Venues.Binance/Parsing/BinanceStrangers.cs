using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>Instruments of the account that are none of ours: the venue's name for them as Core's, and back.</summary>
internal static class BinanceStrangers
{
    /// <summary>Perpetuals are named <c>BTCUSDT</c>, delivery contracts <c>BTCUSDT_261225</c>.</summary>
    /// <returns>Null when the name does not lead back to itself, so that nothing could be cancelled by it.</returns>
    public static InstrumentId? IdOf(VenueId venue, string? nativeSymbol) =>
        Symbol.TryParse(nativeSymbol, out Symbol symbol) && NativeOf(symbol) == nativeSymbol ? new InstrumentId(venue, symbol) : null;

    public static string NativeOf(Symbol symbol) => symbol.Quote.Code.All(char.IsAsciiDigit) ? $"{symbol.Base}_{symbol.Quote}" : symbol.Name;
}
