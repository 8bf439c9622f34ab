using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>The venue's instruments by Binance's name and by ours, with their terms of now. Read from every thread, replaced on the loop.</summary>
internal sealed class BinanceInstruments(IReadOnlyList<InstrumentSetup> setups)
{
    private volatile Table _table = new(setups);

    public IReadOnlyList<InstrumentSetup> All => _table.All;

    public Instrument this[Symbol symbol] => _table.BySymbol[symbol].Instrument;

    public InstrumentSetup Setup(Symbol symbol) => _table.BySymbol[symbol];

    public InstrumentSetup? Find(string? name) => name is null ? null : _table.ByName.GetValueOrDefault(name);

    /// <summary>By the name that streams use: all in lower case.</summary>
    public InstrumentSetup? FindStream(string name) => _table.ByStreamName.GetValueOrDefault(name);

    /// <summary>Takes over new terms.</summary>
    public void Replace(InstrumentSetup setup) =>
        _table = new Table([.. _table.All.Select(one => one.Instrument.Id == setup.Instrument.Id ? setup : one)]);

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

    private sealed class Table(IReadOnlyList<InstrumentSetup> setups)
    {
        public IReadOnlyList<InstrumentSetup> All { get; } = setups;

        public Dictionary<string, InstrumentSetup> ByName { get; } = setups.ToDictionary(setup => setup.Instrument.NativeSymbol);

        public Dictionary<string, InstrumentSetup> ByStreamName { get; } =
            setups.ToDictionary(setup => setup.Instrument.NativeSymbol.ToLowerInvariant());

        public Dictionary<Symbol, InstrumentSetup> BySymbol { get; } = setups.ToDictionary(setup => setup.Instrument.Id.Symbol);
    }
}
