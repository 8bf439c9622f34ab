using System.Text;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// Turns orders and fills, from the channel and from the catch-up, into events: ours, those of others on the account, and those that the
/// venue made by itself. Each trade is told once.
/// </summary>
internal sealed class OkxTeller(
    VenueOptions options,
    VenueCounters counters,
    IVenueLog log,
    IVenueSink sink,
    OkxTold told,
    IReadOnlyDictionary<string, OkxListing> listings) : IDisposable
{
    private readonly OwnOrderIds _own = new(options.OwnOrderPrefix);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>An order that cannot be read is counted and does not take the others of its message with it.</summary>
    /// <param name="withFill">The order comes from the channel, where it carries its latest fill whole.</param>
    /// <returns>False when something in it could not be told and has to be read over REST.</returns>
    public async ValueTask<bool> TellAsync(OkxOrder order, bool withFill, CancellationToken cancellationToken)
    {
        if (order.InstId is null || !listings.TryGetValue(order.InstId, out OkxListing? listing))
        {
            return order.InstId is not null;
        }

        TellOfAmendment(order);

        // What was told is written down only afterwards: cancelled in between, it is told again.
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            // The fill first: a report of a filled order whose fills are missing would have them asked for.
            bool isWhole = true;
            if (withFill && !told.HasTrade(order.InstId, order.TradeId))
            {
                bool isOwed = false;
                isWhole = TryRead(order.OrdId, () => (isOwed = OwesFill(order)) ? null : FillOf(order, listing), out EngineEvent? fill) && !isOwed;
                if (fill is not null)
                {
                    await sink.PublishAsync(fill, cancellationToken);
                    told.AddTrade(order.InstId, order.TradeId);
                }
            }

            isWhole &= TryRead(order.OrdId, () => told.IsNews(order) ? ReportOf(order, listing) : null, out EngineEvent? report);
            if (report is not null)
            {
                await sink.PublishAsync(report, cancellationToken);
                told.Add(order);
            }

            return isWhole;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <param name="forcedOnly">Ours are asked for by their orders anyway.</param>
    /// <returns>False when it could not be read.</returns>
    public ValueTask<bool> TellAsync(OkxFill fill, bool forcedOnly, CancellationToken cancellationToken) =>
        TellAsync(fill, listing => FillOf(fill, listing, forcedOnly), cancellationToken);

    /// <param name="origin">Of the fill's order.</param>
    /// <returns>False when it could not be read.</returns>
    public ValueTask<bool> TellForcedAsync(OkxFill fill, OrderOrigin origin, CancellationToken cancellationToken) =>
        TellAsync(fill, listing => new ForcedFillSeen(OkxOrderReading.ReadForcedFill(fill, listing, origin)), cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async ValueTask<bool> TellAsync(OkxFill fill, Func<OkxListing, EngineEvent?> read, CancellationToken cancellationToken)
    {
        if (fill.InstId is null || !listings.TryGetValue(fill.InstId, out OkxListing? listing))
        {
            return fill.InstId is not null;
        }

        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!TryRead(fill.OrdId, () => OkxOrderReading.TradeOf(fill), out string? trade))
            {
                return false;
            }

            if (told.HasTrade(fill.InstId, trade))
            {
                return true;
            }

            bool isRead = TryRead(fill.OrdId, () => read(listing), out EngineEvent? news);
            if (news is not null)
            {
                await sink.PublishAsync(news, cancellationToken);
                told.AddTrade(fill.InstId, trade);
            }

            return isRead;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Remembers a fill that the venue made by itself and did not tell whole.</summary>
    private bool OwesFill(OkxOrder order)
    {
        if (!OkxOrderReading.LacksForcedFill(order))
        {
            return false;
        }

        told.Owe(new OkxOwed(
            order.InstId!,
            WireText.RequiredText(order.OrdId, "ordId"),
            OkxOrigin.OfCategory(order.Category),
            WireText.DecimalOrZero(order.AccFillSz)));
        return true;
    }

    /// <summary>Fills of other people's orders on the account are not ours to book: their order is told as a foreign one.</summary>
    private EngineEvent? FillOf(OkxOrder order, OkxListing listing)
    {
        if (OkxOrigin.OfCategory(order.Category) != OrderOrigin.Client)
        {
            return OkxOrderReading.ReadForcedFill(order, listing) is { } forced ? new ForcedFillSeen(forced) : null;
        }

        return _own.TryRead(order.ClOrdId, out ClientOrderId id) && OkxOrderReading.ReadFill(order, listing, id) is { } fill
            ? new FillReported(fill)
            : null;
    }

    private EngineEvent? FillOf(OkxFill fill, OkxListing listing, bool forcedOnly)
    {
        OrderOrigin origin = OkxOrigin.Of(fill);
        if (origin != OrderOrigin.Client)
        {
            return new ForcedFillSeen(OkxOrderReading.ReadForcedFill(fill, listing, origin));
        }

        return !forcedOnly && _own.TryRead(fill.ClOrdId, out ClientOrderId id)
            ? new FillReported(OkxOrderReading.ReadFill(fill, listing, id))
            : null;
    }

    private EngineEvent ReportOf(OkxOrder order, OkxListing listing) =>
        _own.TryRead(order.ClOrdId, out ClientOrderId id) && OkxOrigin.OfCategory(order.Category) == OrderOrigin.Client
            ? new OrderReported(OkxOrderReading.ReadReport(order, listing, id))
            : new ForeignOrderSeen(OkxOrderReading.ReadReport(order, listing, OwnOrderIds.ForeignIdOf(order.ClOrdId)));

    /// <summary>The venue accepted an amendment and could not carry it out: the order is as it was, or gone (<c>amendResult</c> 1).</summary>
    private void TellOfAmendment(OkxOrder order)
    {
        if (order.AmendResult is "-1" or "1")
        {
            log.Warning(
                VenueId.OkxPerp,
                $"amendment {order.ReqId} of order {order.ClOrdId} failed: {order.Code} {order.Msg}; it is {order.State} with {order.Sz} at {order.Px}");
        }
    }

    /// <returns>False when it cannot be read; true also when there is nothing to tell.</returns>
    private bool TryRead<T>(string? orderId, Func<T?> read, out T? news)
        where T : class
    {
        try
        {
            news = read();
            return true;
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            counters.Malformed.Record(Encoding.UTF8.GetBytes(orderId ?? ""), unreadable.Message);
            log.Warning(VenueId.OkxPerp, $"order {orderId} cannot be read: {unreadable.Message}");
            news = null;
            return false;
        }
    }
}
