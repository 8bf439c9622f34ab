using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Okx;

/// <summary>
/// The channels <c>candle1m</c>, <c>candle1H</c> and so on of the business socket. Source: OKX API v5 guide, "Candlesticks channel", read 2026-11-22.
/// Used on the loop only.
/// </summary>
internal sealed class OkxCandleChannels(
    SimulatedVenue venue, OkxContracts contracts, SubscriptionTable<OkxArgument> subscriptions, Func<OkxContract, PriceBars> barsOf)
{
    private const string Prefix = "candle";

    /// <summary>Market time between two pushes: the venue's fastest.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly (OkxContract Contract, OkxArgument Topic, BarInterval Bar)[] _topics =
    [
        .. contracts.All.SelectMany(contract => OkxCandles.Bars.Select(bar =>
            (contract, new OkxArgument { Channel = Prefix + bar.Key, InstId = contract.InstId }, bar.Value))),
    ];

    private DateTimeOffset _next;

    public static bool Has(string channel) =>
        channel.StartsWith(Prefix, StringComparison.Ordinal) && OkxCandles.Bars.ContainsKey(channel[Prefix.Length..]);

    public ReadOnlyMemory<byte>? First(OkxContract contract, OkxArgument topic, DateTimeOffset now) =>
        Message(contract, topic, OkxCandles.Bars[topic.Channel[Prefix.Length..]], now);

    public void OnTime(DateTimeOffset now)
    {
        if (now < _next)
        {
            return;
        }

        _next = now + Interval;
        foreach ((OkxContract contract, OkxArgument topic, BarInterval bar) in _topics)
        {
            if (subscriptions.HasSubscribers(topic) && Message(contract, topic, bar, now) is { } message)
            {
                subscriptions.Send(topic, message);
            }
        }
    }

    private byte[]? Message(OkxContract contract, OkxArgument topic, BarInterval interval, DateTimeOffset now) =>
        venue.Market(contract.Symbol) is not null && barsOf(contract).Read(interval, now).LastOrDefault() is { } bar
            ? OkxText.Write(new { arg = topic, data = new[] { OkxCandles.Row(contract, bar, isClosed: interval.Next(bar.Start) <= now) } })
            : null;
}
