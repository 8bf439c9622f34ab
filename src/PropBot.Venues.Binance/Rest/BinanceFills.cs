using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>The fills of one order (rule O6).</summary>
internal sealed class BinanceFills(BinanceRest rest, BinanceOrders orders, BinanceHistory history, BinanceSentOrders sent)
{
    /// <summary>Null when no certain answer came, also when the venue shows fewer than it filled.</summary>
    public async Task<IReadOnlyList<FillReport>?> OfAsync(Instrument instrument, ClientOrderId id, CancellationToken cancellationToken)
    {
        switch (await orders.FindAsync(instrument, id, cancellationToken))
        {
            case BinanceReply<BinanceOrder>.Ok { Value.ExecutedQty: 0m }:
                return [];
            case BinanceReply<BinanceOrder>.Refused refused when refused.Has(BinanceErrors.OrderDoesNotExist):
                return sent.MayStillAppear(id) ? null : [];
            case BinanceReply<BinanceOrder>.Ok { Value: var order }:
                return await WireOfAsync(instrument, order, cancellationToken) is { } trades
                    ? [.. trades.Select(t => BinanceReports.ToFill(t, instrument.Id, id))]
                    : null;
            default:
                return null;
        }
    }

    /// <summary>By time, then by id; null as above.</summary>
    public async Task<IReadOnlyList<BinanceUserTrade>?> WireOfAsync(Instrument instrument, BinanceOrder order, CancellationToken cancellationToken)
    {
        BinanceReply<IReadOnlyList<BinanceUserTrade>> reply = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/userTrades",
            BinanceParameters.Of(instrument).Add("orderId", order.OrderId).Add("limit", BinanceWindows.PageLimit),
            RequestLane.Reconcile, rest.Budgets.Weight(5), BinanceJson.Default.IReadOnlyListBinanceUserTrade, cancellationToken);
        if (reply is not BinanceReply<IReadOnlyList<BinanceUserTrade>>.Ok { Value: var latest })
        {
            return null;
        }

        if (IsWhole(latest, order))
        {
            return [.. latest.OrderBy(t => t.Time).ThenBy(t => t.Id)];
        }

        // By order id the venue looks back seven days and gives one page; an older or longer order is read by its time.
        return order.Time > 0 && await history.WireTradesAsync(instrument, LifeOf(order), cancellationToken) is { } all
            && all.Where(t => t.OrderId == order.OrderId).ToList() is { } own && IsWhole(own, order)
            ? own
            : null;
    }

    private static bool IsWhole(IReadOnlyList<BinanceUserTrade> trades, BinanceOrder order) => trades.Sum(t => t.Qty) >= order.ExecutedQty;

    private static HistorySpan LifeOf(BinanceOrder order) => new(
        BinanceReports.ToTime(order.Time), BinanceReports.ToTime(Math.Max(order.UpdateTime, order.Time) + 1));
}
