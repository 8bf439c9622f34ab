using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;

namespace PropBot.Clients.Tests.Support;

/// <summary>A feed whose funding is settled every few seconds, so that a client that stays for half a minute sees some of it.</summary>
internal sealed class SettlingFeed(IMarketFeed inner, TimeSpan every, Rate rate) : IMarketFeed, IMarketConsumer
{
    private IMarketConsumer? _consumer;
    private DateTimeOffset _next = NextAfter(inner.Start, every);

    public IReadOnlyList<InstrumentId> Instruments => inner.Instruments;

    public DateTimeOffset Start => inner.Start;

    public DateTimeOffset? End => inner.End;

    public TimeSpan StepInterval => inner.StepInterval;

    public DateTimeOffset? NextTime => inner.NextTime;

    public void Step(IMarketConsumer consumer)
    {
        _consumer = consumer;
        if (inner.NextTime >= _next)
        {
            foreach (InstrumentId instrument in Instruments)
            {
                consumer.OnFundingSettlement(instrument, _next, rate);
            }

            _next += every;
        }

        inner.Step(this);
    }

    public void OnMarket(InstrumentId instrument, DateTimeOffset time, in MarketState state)
    {
        MarketState told = state with { Funding = new FundingQuote(rate, _next, state.Funding.Interval) };
        _consumer!.OnMarket(instrument, time, in told);
    }

    /// <summary>The inner feed's own settlements are left out.</summary>
    public void OnFundingSettlement(InstrumentId instrument, DateTimeOffset time, Rate own)
    {
    }

    private static DateTimeOffset NextAfter(DateTimeOffset instant, TimeSpan every) =>
        new(((instant.UtcTicks / every.Ticks) + 1) * every.Ticks, TimeSpan.Zero);
}
