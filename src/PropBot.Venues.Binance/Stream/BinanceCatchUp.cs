using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// What happened while the private stream was away, over REST and whole: orders, fills of ours and forced ones, the account (rule K1).
/// Our fills are told twice rather than not at all; forced ones once.
/// </summary>
internal sealed class BinanceCatchUp(
    IReadOnlyList<Instrument> instruments, VenueOptions options, IVenueSink sink, BinanceRequests requests, BinanceNews news, IVenueLog log)
{
    /// <summary>Events of different kinds are not ordered among each other.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>What a clock that is measured may be wrong by, and what happens while we ask.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    private readonly OwnOrderIds _ownIds = new(options.OwnOrderPrefix);

    /// <summary>To be called while the stream is connected, so that nothing falls between the two.</summary>
    /// <exception cref="InvalidOperationException">A question was not answered; the connection is made anew.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = requests.Rest.Clock.VenueNow;
        BinanceGap gap = news.Gap();
        foreach (Instrument instrument in instruments)
        {
            // Fills first: when a report says that an order is done, its fills are there.
            if (gap.Since is { } known)
            {
                await TellGapAsync(instrument, new HistorySpan(Earlier(known - Overlap, now), now + Ahead), cancellationToken);
            }
            else
            {
                await TellForcedBeforeStartAsync(instrument, now, cancellationToken);
            }

            await TellOpenOrdersAsync(instrument, cancellationToken);
        }

        AccountLookup account = await requests.Statements.AccountAsync(instruments, cancellationToken);
        if (account is not AccountLookup.Found { Report: var report })
        {
            throw new InvalidOperationException($"the account cannot be read: {((AccountLookup.Failed)account).Reason}");
        }

        await sink.PublishAsync(new AccountReported(report), cancellationToken);
        news.CaughtUp(gap, now);
    }

    /// <summary>Ours as reports, all others as foreign ones; nothing that is older than what was told.</summary>
    public async ValueTask TellAsync(Instrument instrument, BinanceOrder order, CancellationToken cancellationToken)
    {
        if (_ownIds.TryRead(order.ClientOrderId, out ClientOrderId id))
        {
            requests.Sent.Told(id);
            OrderReport report = BinanceReports.ToReport(order, instrument.Id, id);
            if (news.TryTell(report))
            {
                await sink.PublishAsync(new OrderReported(report), cancellationToken);
            }
        }
        else
        {
            OrderReport report = BinanceReports.ToReport(order, instrument.Id, OwnOrderIds.ForeignIdOf(order.ClientOrderId));
            await sink.PublishAsync(new ForeignOrderSeen(report), cancellationToken);
        }
    }

    private async Task TellOpenOrdersAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        IReadOnlyList<ClientOrderId> toldOpen = news.OpenOn(instrument.Id);
        IReadOnlyList<BinanceOrder> open = Needed(await requests.Orders.OpenAsync(instrument, cancellationToken));
        foreach (BinanceOrder order in open)
        {
            await TellAsync(instrument, order, cancellationToken);
        }

        // Made before the gap and ended within it: in no list of the gap's time.
        foreach (ClientOrderId id in toldOpen.Where(id => open.All(o => o.ClientOrderId != id.Value)))
        {
            BinanceReply<BinanceOrder> reply = await requests.Orders.FindAsync(instrument, id, cancellationToken);
            if (!IsForgotten(reply))
            {
                await TellAsync(instrument, Needed(reply), cancellationToken);
            }
        }
    }

    /// <summary>All orders made in the gap, and all fills in it with their orders, whenever those were made.</summary>
    private async Task TellGapAsync(Instrument instrument, HistorySpan gap, CancellationToken cancellationToken)
    {
        Dictionary<long, BinanceOrder> orders = Needed(await requests.History.WireOrdersAsync(instrument, gap, cancellationToken))
            .ToDictionary(o => o.OrderId);
        IReadOnlyList<BinanceUserTrade> trades = Needed(await requests.History.WireTradesAsync(instrument, gap, cancellationToken));
        foreach (IGrouping<long, BinanceUserTrade> ofOrder in trades.GroupBy(t => t.OrderId))
        {
            if (await OrderOfAsync(instrument, ofOrder.Key, orders, cancellationToken) is { } order)
            {
                await TellFillsAsync(instrument, order, ofOrder, cancellationToken);
            }
        }

        foreach (BinanceOrder order in orders.Values.OrderBy(o => o.UpdateTime).ThenBy(o => o.OrderId))
        {
            await TellAsync(instrument, order, cancellationToken);
        }
    }

    /// <summary>A liquidation while this process was not there; our own orders the engine asks for by itself.</summary>
    private async Task TellForcedBeforeStartAsync(Instrument instrument, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var span = new HistorySpan(Earlier(options.FirstReach(now), now), now + Ahead);
        IReadOnlyList<BinanceUserTrade> trades = Needed(await requests.History.WireTradesAsync(instrument, span, cancellationToken));
        if (trades.Count == 0)
        {
            return;
        }

        Dictionary<long, BinanceOrder> orders = Needed(await requests.History.WireOrdersAsync(instrument, span, cancellationToken))
            .ToDictionary(o => o.OrderId);
        foreach (IGrouping<long, BinanceUserTrade> ofOrder in trades.GroupBy(t => t.OrderId))
        {
            if (await OrderOfAsync(instrument, ofOrder.Key, orders, cancellationToken) is { } order
                && BinanceOrigins.Of(order.ClientOrderId) != OrderOrigin.Client)
            {
                await TellFillsAsync(instrument, order, ofOrder, cancellationToken);
                await TellAsync(instrument, order, cancellationToken);
            }
        }
    }

    /// <summary>The fills do not carry client ids: an order that is not in the list is asked for by the venue's id, and joins it.</summary>
    private async Task<BinanceOrder?> OrderOfAsync(
        Instrument instrument, long orderId, Dictionary<long, BinanceOrder> orders, CancellationToken cancellationToken)
    {
        if (!orders.TryGetValue(orderId, out BinanceOrder? order))
        {
            BinanceReply<BinanceOrder> reply = await requests.Orders.FindAsync(instrument, orderId, cancellationToken);
            if (IsForgotten(reply))
            {
                log.Warning(options.Venue, $"{instrument.NativeSymbol} has fills of order {orderId}, which the venue does not know any more");
                return null;
            }

            order = Needed(reply);
            orders.Add(orderId, order);
        }

        return order;
    }

    private async Task TellFillsAsync(
        Instrument instrument, BinanceOrder order, IEnumerable<BinanceUserTrade> trades, CancellationToken cancellationToken)
    {
        OrderOrigin origin = BinanceOrigins.Of(order.ClientOrderId);
        bool isOurs = _ownIds.TryRead(order.ClientOrderId, out ClientOrderId id);
        foreach (BinanceUserTrade trade in trades.OrderBy(t => t.Id))
        {
            if (origin != OrderOrigin.Client)
            {
                ForcedFill forced = BinanceReports.ToForcedFill(trade, instrument.Id, origin);
                if (news.TryTell(forced))
                {
                    await sink.PublishAsync(new ForcedFillSeen(forced), cancellationToken);
                }
            }
            else if (isOurs)
            {
                await sink.PublishAsync(new FillReported(BinanceReports.ToFill(trade, instrument.Id, id)), cancellationToken);
            }
        }
    }

    private static bool IsForgotten(BinanceReply<BinanceOrder> reply) =>
        reply is BinanceReply<BinanceOrder>.Refused refused && refused.Has(BinanceErrors.OrderDoesNotExist);

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static T Needed<T>(BinanceReply<T> reply) => reply is BinanceReply<T>.Ok { Value: var value }
        ? value
        : throw new InvalidOperationException($"catching up failed: {reply.Failure}");

    private static T Needed<T>(T? answer)
        where T : class => answer ?? throw new InvalidOperationException("catching up failed: the history was not answered");
}
