using BenchmarkDotNet.Attributes;
using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Benchmarks;

/// <summary>From two books to what a pair is expected to earn after every cost.</summary>
[MemoryDiagnoser]
[MinColumn]
public class EdgeEvaluation
{
    private static readonly DateTimeOffset Now = new(2025, 10, 10, 21, 20, 0, TimeSpan.Zero);
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(30);

    private readonly OpportunityFinder _finder = new(new StrategyOptions(), openSlippageCapBps: 2m);
    private readonly DepthView _cheap = BenchDesk.View(BenchInstruments.Binance, 600_000, 1_000);
    private readonly DepthView _dear = BenchDesk.View(BenchInstruments.Okx, 603_000, 10_000);
    private readonly FundingQuote _funding = new(new Rate(0.0001m), Now.AddMinutes(10), TimeSpan.FromHours(8));

    [Benchmark(Description = "the cheap test that almost every tick fails")]
    public bool MayPay() => _finder.MayPay(_dear, _cheap, PairEntry.Together);

    [Benchmark(Description = "whole estimate, touch only (0.08 BTC)")]
    public decimal AtTheTouch() => Estimate(0.08m);

    [Benchmark(Description = "whole estimate over ten levels a side (10 BTC)")]
    public decimal TenLevels() => Estimate(10m);

    private decimal Estimate(decimal quantity)
    {
        EdgeCalculator.TryEstimate(
            new LegMarket(_cheap, _funding), new LegMarket(_dear, _funding), new Quantity(quantity), 1m, Now, Horizon, out EdgeEstimate edge);
        return edge.NetBps;
    }
}
