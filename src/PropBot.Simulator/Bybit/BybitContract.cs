using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Bybit;

/// <summary>An instrument in this venue's spelling: quantities are base units, prices have two decimal places at least.</summary>
internal sealed class BybitContract(InstrumentSetup setup)
{
    private const int PricePlacesMin = 2;

    private InstrumentSetup _setup = setup;

    /// <summary>The terms as they are now; the venue may change them.</summary>
    public InstrumentSetup Setup
    {
        get => Volatile.Read(ref _setup);
        set => Volatile.Write(ref _setup, value);
    }

    public Instrument Instrument => Setup.Instrument;

    public Symbol Symbol => Instrument.Id.Symbol;

    public string Name => Instrument.NativeSymbol;

    public int PricePlaces => Math.Max(PricePlacesMin, Instrument.PriceScale);

    public string Price(decimal price) => BybitText.Fixed(price, PricePlaces);

    /// <summary>A price that need not lie on the tick: a mark, an average.</summary>
    public string OffTickPrice(decimal price) => BybitText.Money(price);

    public string Quantity(decimal quantity) =>
        quantity == 0m ? "0" : BybitText.Fixed(quantity, Instrument.QuantityScale);

    public string Price(BookLevel level) => Price(ScaledNumber.ToDecimal(level.Price, Instrument.PriceScale));

    public string Quantity(BookLevel level) => Quantity(ScaledNumber.ToDecimal(level.Quantity, Instrument.QuantityScale));
}

/// <summary>The instruments of the venue by the venue's name and by symbol.</summary>
internal sealed class BybitContracts
{
    private readonly Dictionary<string, BybitContract> _byName;
    private readonly Dictionary<Symbol, BybitContract> _bySymbol;

    public BybitContracts(IReadOnlyList<InstrumentSetup> setups)
    {
        All = [.. setups.Select(setup => new BybitContract(setup))];
        _byName = All.ToDictionary(contract => contract.Name);
        _bySymbol = All.ToDictionary(contract => contract.Symbol);
    }

    public IReadOnlyList<BybitContract> All { get; }

    public BybitContract this[Symbol symbol] => _bySymbol[symbol];

    public BybitContract? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);
}
