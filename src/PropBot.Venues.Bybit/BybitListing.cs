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

    public void Replace(IReadOnlyList<Instrument> instruments) =>
        Volatile.Write(ref _byName, instruments.ToDictionary(i => i.NativeSymbol, StringComparer.Ordinal));
}
