using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>The venue's instruments by Binance's name and by ours. Filters do not change; the status is asked of the venue.</summary>
internal sealed class BinanceInstruments
{
    private readonly Dictionary<string, InstrumentSetup> _byName;
    private readonly Dictionary<string, InstrumentSetup> _byStreamName;
    private readonly Dictionary<Symbol, InstrumentSetup> _bySymbol;

    public BinanceInstruments(IReadOnlyList<InstrumentSetup> setups)
    {
        All = setups;
        _byName = setups.ToDictionary(setup => setup.Instrument.NativeSymbol);
        _byStreamName = setups.ToDictionary(setup => setup.Instrument.NativeSymbol.ToLowerInvariant());
        _bySymbol = setups.ToDictionary(setup => setup.Instrument.Id.Symbol);
    }

    public IReadOnlyList<InstrumentSetup> All { get; }

    public Instrument this[Symbol symbol] => _bySymbol[symbol].Instrument;

    public InstrumentSetup? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    /// <summary>By the name that streams use: all in lower case.</summary>
    public InstrumentSetup? FindStream(string name) => _byStreamName.GetValueOrDefault(name);

    /// <summary>The instrument of a mandatory parameter <c>symbol</c>; null with the error noted.</summary>
    public InstrumentSetup? Mandatory(BinanceParameters parameters)
    {
        string name = parameters.MandatoryText("symbol");
        if (parameters.Error is not null)
        {
            return null;
        }

        return FindOrFail(parameters, name);
    }

    /// <summary>The instrument of an optional parameter <c>symbol</c>; null when it is not given or, with the error noted, not known.</summary>
    public InstrumentSetup? Optional(BinanceParameters parameters) =>
        parameters.Has("symbol") ? FindOrFail(parameters, parameters.Text("symbol")!) : null;

    private InstrumentSetup? FindOrFail(BinanceParameters parameters, string name)
    {
        InstrumentSetup? found = Find(name);
        if (found is null)
        {
            parameters.Fail(BinanceError.BadSymbol);
        }

        return found;
    }
}
