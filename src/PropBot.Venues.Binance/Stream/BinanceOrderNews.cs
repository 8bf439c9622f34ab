using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Stream;

/// <summary>Tells what an <c>ORDER_TRADE_UPDATE</c> says: our order, a foreign one, or one that the venue made by itself (rules O5, O8).</summary>
internal sealed class BinanceOrderNews(
    IReadOnlyList<Instrument> instruments, VenueOptions options, IVenueSink sink, BinanceNews news, BinanceSentOrders sent)
{
    private readonly OwnOrderIds _ownIds = new(options.OwnOrderPrefix);

    /// <returns>False when it leaves something to be read over REST.</returns>
    /// <exception cref="FormatException">It says something that the venue's documents do not have.</exception>
    public async ValueTask<bool> TellAsync(BinanceOrderUpdate order, CancellationToken cancellationToken)
    {
        Instrument? instrument = instruments.FirstOrDefault(i => i.NativeSymbol == order.Symbol);
        if (instrument is not null && _ownIds.TryRead(order.ClientOrderId, out ClientOrderId id))
        {
            await TellOursAsync(order, instrument, id, cancellationToken);
            return true;
        }

        if (instrument is null && !Symbol.TryParse(order.Symbol, out _))
        {
            return true;
        }

        InstrumentId on = instrument?.Id ?? new InstrumentId(options.Venue, Symbol.Parse(order.Symbol));
        bool isWhole = await TellForcedAsync(order, on, instrument?.SettleAsset ?? on.Symbol.Quote, cancellationToken);
        OrderReport report = BinanceReports.ToReport(order, on, OwnOrderIds.ForeignIdOf(order.ClientOrderId));
        await sink.PublishAsync(new ForeignOrderSeen(report), cancellationToken);
        return isWhole;
    }

    private async ValueTask TellOursAsync(BinanceOrderUpdate order, Instrument instrument, ClientOrderId id, CancellationToken cancellationToken)
    {
        // The fill first: when the report says that the order is done, its fills are there.
        if (BinanceReports.ToFill(order, instrument.Id, id, instrument.SettleAsset) is { } fill)
        {
            await sink.PublishAsync(new FillReported(fill), cancellationToken);
        }

        sent.Told(id);
        OrderReport report = BinanceReports.ToReport(order, instrument.Id, id);
        if (news.TryTell(report))
        {
            await sink.PublishAsync(new OrderReported(report), cancellationToken);
        }
    }

    /// <returns>False when something was traded but the update names no trade.</returns>
    private async ValueTask<bool> TellForcedAsync(BinanceOrderUpdate order, InstrumentId on, Asset settle, CancellationToken cancellationToken)
    {
        if (!BinanceReports.TradedByVenue(order))
        {
            return true;
        }

        if (BinanceReports.ToForcedFill(order, on, settle) is not { } forced)
        {
            return false;
        }

        if (news.TryTell(forced))
        {
            await sink.PublishAsync(new ForcedFillSeen(forced), cancellationToken);
        }

        return true;
    }
}
