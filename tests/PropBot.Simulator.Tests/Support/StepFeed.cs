using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulator.Tests.Support;

/// <summary>A step every 100 ms; each instrument's mid is what the test's function of the step's number says. Funding every 8 h.</summary>
internal sealed class StepFeed(DateTimeOffset start, IReadOnlyList<InstrumentId> instruments, Func<InstrumentId, long, decimal> mid) : IMarketFeed
{
    private static readonly TimeSpan FundingInterval = TimeSpan.FromHours(8);

    private long _step;

    public static readonly Rate FundingRate = new(0.0001m);

    public IReadOnlyList<InstrumentId> Instruments => instruments;

    public DateTimeOffset Start => start;

    public DateTimeOffset? End => null;

    public TimeSpan StepInterval { get; } = TimeSpan.FromMilliseconds(100);

    public DateTimeOffset? NextTime => start + (_step * StepInterval);

    public void Step(IMarketConsumer consumer)
    {
        DateTimeOffset now = NextTime!.Value;
        if (now.Ticks % FundingInterval.Ticks == 0)
        {
            foreach (InstrumentId instrument in instruments)
            {
                consumer.OnFundingSettlement(instrument, now, FundingRate);
            }
        }

        DateTimeOffset next = new(now.Ticks - (now.Ticks % FundingInterval.Ticks) + FundingInterval.Ticks, TimeSpan.Zero);
        foreach (InstrumentId instrument in instruments)
        {
            decimal price = mid(instrument, _step);
            consumer.OnMarket(instrument, now, new MarketState
            {
                Mid = price,
                HalfSpread = price * 0.00001m,
                DepthScale = 1,
                MarkPrice = price,
                IndexPrice = price,
                Funding = new FundingQuote(FundingRate, next, FundingInterval),
            });
        }

        _step++;
    }
}
