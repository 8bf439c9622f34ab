using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;

namespace PropBot.Venues.Tests.Contract;

/// <summary>A market that stands still: 50,000 with 20 to either side, so that there is room between bid and ask. Nobody trades.</summary>
internal sealed class StandingFeed(IReadOnlyList<InstrumentId> instruments) : IMarketFeed
{
    private long _step;

    public IReadOnlyList<InstrumentId> Instruments => instruments;

    public DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? End => null;

    public TimeSpan StepInterval { get; } = TimeSpan.FromMilliseconds(100);

    public DateTimeOffset? NextTime => Start + (_step * StepInterval);

    public void Step(IMarketConsumer consumer)
    {
        DateTimeOffset now = NextTime!.Value;
        foreach (InstrumentId instrument in instruments)
        {
            consumer.OnMarket(instrument, now, new MarketState
            {
                Mid = 50_000m,
                HalfSpread = 20m,
                DepthScale = 1.0,
                MarkPrice = 50_000m,
                IndexPrice = 50_000m,
                Funding = new FundingQuote(new Rate(0.0001m), Start.AddHours(4), TimeSpan.FromHours(8)),
            });
        }

        _step++;
    }
}
