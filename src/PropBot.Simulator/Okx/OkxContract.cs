using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Okx;

/// <summary>
/// An instrument in this venue's units: sizes are contracts, one contract is <see cref="ContractValue"/> base units. The
/// simulation counts in base units; this is where the two meet.
/// </summary>
internal sealed class OkxContract(InstrumentSetup setup)
{
    public const string InstType = "SWAP";

    private InstrumentSetup _setup = setup;
    private decimal? _sizedAt;

    /// <summary>The terms as they are now; the venue may change them.</summary>
    public InstrumentSetup Setup
    {
        get => Volatile.Read(ref _setup);
        set => Volatile.Write(ref _setup, value);
    }

    public Instrument Instrument => Setup.Instrument;

    public Symbol Symbol => Instrument.Id.Symbol;

    public string InstId => Instrument.NativeSymbol;

    /// <summary>Underlying and family: <c>BTC-USDT</c>.</summary>
    public string Family => $"{Symbol.Base.Code}-{Symbol.Quote.Code}";

    /// <summary>Base units of one contract, OKX ctVal.</summary>
    public decimal ContractValue => Instrument.ContractMultiplier;

    /// <summary>The mark that the sizes of margin tiers are made of: the first that was given. A venue's sizes stand while the price moves.</summary>
    public decimal SizedAt(decimal mark) => _sizedAt ??= mark;

    public decimal ToContracts(decimal baseQuantity) => baseQuantity / ContractValue;

    public decimal ToBase(decimal contracts) => contracts * ContractValue;

    /// <summary>A size as on the wire.</summary>
    public string Size(decimal baseQuantity) => WireNumber.Format(ToContracts(baseQuantity));

    public string Price(BookLevel level) => WireNumber.Format(ScaledNumber.ToDecimal(level.Price, Instrument.PriceScale));

    public string Size(BookLevel level) =>
        level.Quantity == 0 ? "0" : Size(ScaledNumber.ToDecimal(level.Quantity, Instrument.QuantityScale));
}

/// <summary>The instruments of the venue by the venue's name and by symbol.</summary>
internal sealed class OkxContracts
{
    private readonly Dictionary<string, OkxContract> _byInstId;
    private readonly Dictionary<Symbol, OkxContract> _bySymbol;

    public OkxContracts(IReadOnlyList<InstrumentSetup> setups)
    {
        All = [.. setups.Select(setup => new OkxContract(setup))];
        _byInstId = All.ToDictionary(contract => contract.InstId);
        _bySymbol = All.ToDictionary(contract => contract.Symbol);
    }

    public IReadOnlyList<OkxContract> All { get; }

    public OkxContract this[Symbol symbol] => _bySymbol[symbol];

    public OkxContract? Find(string? instId) => instId is null ? null : _byInstId.GetValueOrDefault(instId);
}
