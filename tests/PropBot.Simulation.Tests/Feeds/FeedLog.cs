using PropBot.Core.Values;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulation.Tests.Feeds;

/// <summary>Keeps everything a feed tells.</summary>
internal sealed class FeedLog : IMarketConsumer
{
    public List<(InstrumentId Id, DateTimeOffset Time, MarketState State)> States { get; } = [];

    public List<(InstrumentId Id, DateTimeOffset Time, Rate Rate)> Settlements { get; } = [];

    public List<DateTimeOffset> Times { get; } = [];

    public static FeedLog Of(IMarketFeed feed)
    {
        var log = new FeedLog();
        while (feed.NextTime is not null)
        {
            feed.Step(log);
        }

        return log;
    }

    public List<double> MidsOf(InstrumentId id) => [.. States.Where(entry => entry.Id == id).Select(entry => (double)entry.State.Mid)];

    public void OnMarket(InstrumentId instrument, DateTimeOffset time, in MarketState state)
    {
        States.Add((instrument, time, state));
        Times.Add(time);
    }

    public void OnFundingSettlement(InstrumentId instrument, DateTimeOffset time, Rate rate)
    {
        Settlements.Add((instrument, time, rate));
        Times.Add(time);
    }
}
