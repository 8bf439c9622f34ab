using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues.Bybit;

/// <summary>The traded instruments as the venue last described them. Replaced as a whole; readers see the old or the new.</summary>
internal sealed class BybitListing
{
    private Dictionary<string, Instrument> _byName = [];

    /// <summary>By the venue's name; empty before the first setup.</summary>
    public IReadOnlyDictionary<string, Instrument> ByName => Volatile.Read(ref _byName);

    public bool IsLoaded => ByName.Count > 0;

    public Instrument? Of(InstrumentId instrument) => ByName.GetValueOrDefault(instrument.Symbol.Name);

    /// <summary>An instrument of the account that is none of ours: a perpetual <c>BTCUSDT</c>, a delivery contract <c>BTCUSDT-25DEC26</c>.</summary>
    /// <returns>Null when the name does not lead back to itself, so that nothing could be cancelled by it.</returns>
    public static InstrumentId? StrangerOf(string? nativeSymbol) =>
        Symbol.TryParse(nativeSymbol, out Symbol symbol) && NativeOf(symbol) == nativeSymbol ? new InstrumentId(VenueId.BybitLinear, symbol) : null;

    public static string NativeOf(Symbol symbol) => symbol.Quote.Code.Any(char.IsAsciiDigit) ? $"{symbol.Base}-{symbol.Quote}" : symbol.Name;

    public void Replace(IReadOnlyList<Instrument> instruments) =>
        Volatile.Write(ref _byName, instruments.ToDictionary(i => i.NativeSymbol, StringComparer.Ordinal));
}
