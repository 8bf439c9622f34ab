using BenchmarkDotNet.Attributes;
using PropBot.Core.Engine.Effects;

namespace PropBot.Benchmarks;

/// <summary>One event through the engine, without ledger and network.</summary>
[MemoryDiagnoser]
[MinColumn]
public class EventToEffect
{
    private const long HighBid = BenchDesk.QuietBid + 3_000;

    private BenchDesk _quiet = null!;
    private BenchDesk _withPairs = null!;
    private BenchDesk _refused = null!;
    private BenchDesk _filled = null!;
    private long _tick;

    [GlobalSetup]
    public void Setup()
    {
        _quiet = new BenchDesk(BenchInstruments.Binance, BenchInstruments.Okx, BenchInstruments.Bybit);
        _withPairs = new BenchDesk(BenchInstruments.Binance, BenchInstruments.Okx, BenchInstruments.Bybit);
        _withPairs.FillAll(_withPairs.Move(BenchInstruments.Okx.Id, HighBid));
        _withPairs.FillAll(_withPairs.Move(BenchInstruments.Bybit.Id, HighBid));
        _refused = new BenchDesk(BenchInstruments.Binance, BenchInstruments.Okx);
        _filled = new BenchDesk(BenchInstruments.Binance, BenchInstruments.Okx);
    }

    [Benchmark(Baseline = true, Description = "tick that leads to nothing")]
    public int Quiet() => _quiet.Move(BenchInstruments.Okx.Id, BenchDesk.QuietBid + (_tick++ & 7)).Count;

    [Benchmark(Description = "tick over two open pairs: exits worked out, direction busy")]
    public int WithPairs() => _withPairs.Move(BenchInstruments.Okx.Id, HighBid + (_tick++ & 7)).Count;

    [Benchmark(Description = "tick that opens a pair, both legs refused, tick back (4 events)")]
    public int OpenedAndRefused()
    {
        IReadOnlyList<Effect> effects = _refused.Move(BenchInstruments.Okx.Id, HighBid);
        int count = effects.Count;
        _refused.RefuseAll(effects);
        return count + _refused.Move(BenchInstruments.Okx.Id, BenchDesk.QuietBid).Count;
    }

    [Benchmark(Description = "whole life of a pair: opened, filled, converged, closed (14 events)")]
    public int WholeLife()
    {
        _filled.FillAll(_filled.Move(BenchInstruments.Okx.Id, HighBid));
        IReadOnlyList<Effect> closing = _filled.Move(BenchInstruments.Okx.Id, BenchDesk.QuietBid);
        int count = closing.Count;
        _filled.FillAll(closing);
        return count;
    }
}
