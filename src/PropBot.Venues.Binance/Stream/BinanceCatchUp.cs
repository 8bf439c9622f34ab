using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// What happened while the private stream was away, over REST: open orders, fills since the last news, the account. Told twice
/// rather than not at all.
/// </summary>
internal sealed class BinanceCatchUp(
    IReadOnlyList<Instrument> instruments,
    VenueOptions options,
    IVenueSink sink,
    BinanceTrading trading,
    BinanceStatements statements)
{
    /// <summary>Events of different kinds are not ordered among each other.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly OwnOrderIds _ownIds = new(options.OwnOrderPrefix);
    private long _lastNewsTicks;

    /// <summary>The private stream told of something that happened at this venue time.</summary>
    public void Seen(DateTimeOffset venueTime) => Interlocked.Exchange(ref _lastNewsTicks, venueTime.UtcTicks);

    /// <summary>To be called while the stream is connected, so that nothing falls between the two.</summary>

    /// <exception cref="InvalidOperationException">A question was not answered; the connection is made anew.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long lastNews = Interlocked.Read(ref _lastNewsTicks);
        foreach (Instrument instrument in instruments)
        {
            await TellOpenOrdersAsync(instrument, cancellationToken);
            if (lastNews > 0)
            {
                await TellFillsAsync(instrument, new DateTimeOffset(lastNews, TimeSpan.Zero) - Overlap, cancellationToken);
            }
        }

        AccountLookup account = await statements.AccountAsync(instruments[0].SettleAsset, cancellationToken);
        if (account is not AccountLookup.Found { Report: var report })
        {
            throw new InvalidOperationException($"the account cannot be read: {((AccountLookup.Failed)account).Reason}");
        }

        await sink.PublishAsync(new AccountReported(report), cancellationToken);
        Seen(report.VenueTime);
    }

    private async Task TellOpenOrdersAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        foreach (BinanceOrder order in Needed(await trading.OpenOrdersAsync(instrument, cancellationToken)))
        {
            await TellAsync(instrument, order, cancellationToken);
        }
    }

    /// <summary>The fills do not carry our ids: each order is asked for by the venue's.</summary>
    private async Task TellFillsAsync(Instrument instrument, DateTimeOffset since, CancellationToken cancellationToken)
    {
        IReadOnlyList<BinanceUserTrade> trades = Needed(await trading.TradesSinceAsync(instrument, since, cancellationToken));
        foreach (IGrouping<long, BinanceUserTrade> ofOrder in trades.GroupBy(t => t.OrderId))
        {
            BinanceOrder order = Needed(await trading.FindAsync(instrument, ofOrder.Key, cancellationToken));
            if (_ownIds.TryRead(order.ClientOrderId, out ClientOrderId id))
            {
                foreach (BinanceUserTrade trade in ofOrder.OrderBy(t => t.Id))
                {
                    await sink.PublishAsync(new FillReported(BinanceReports.ToFill(trade, instrument.Id, id)), cancellationToken);
                }
            }

            await TellAsync(instrument, order, cancellationToken);
        }
    }

    private ValueTask TellAsync(Instrument instrument, BinanceOrder order, CancellationToken cancellationToken) =>
        sink.PublishAsync(
            _ownIds.TryRead(order.ClientOrderId, out ClientOrderId id)
                ? new OrderReported(BinanceReports.ToReport(order, instrument.Id, id))
                : new ForeignOrderSeen(BinanceReports.ToReport(order, instrument.Id, OwnOrderIds.ForeignIdOf(order.ClientOrderId))),
            cancellationToken);

    private static T Needed<T>(BinanceReply<T> reply) => reply is BinanceReply<T>.Ok { Value: var value }
        ? value
        : throw new InvalidOperationException($"catching up failed: {reply.Failure}");
}
