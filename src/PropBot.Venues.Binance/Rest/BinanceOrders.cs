using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>Questions for orders that are or were.</summary>
internal sealed class BinanceOrders(VenueId venue, BinanceRest rest, BinanceSentOrders sent)
{
    private const string OrderPath = "/fapi/v1/order";

    /// <summary>Weight of the open orders of all symbols; of one symbol it is 1.</summary>
    private const int AllSymbolsWeight = 40;

    public async Task<OrderLookup> LookUpAsync(Instrument instrument, ClientOrderId id, CancellationToken cancellationToken)
    {
        BinanceReply<BinanceOrder> reply = await FindAsync(instrument, id, cancellationToken);
        try
        {
            return reply switch
            {
                BinanceReply<BinanceOrder>.Ok { Value: var order } => new OrderLookup.Found(BinanceReports.ToReport(order, instrument.Id, id)),
                BinanceReply<BinanceOrder>.Refused refused when refused.Has(BinanceErrors.OrderDoesNotExist) => NotFound(instrument, id, refused),
                _ => new OrderLookup.Failed(reply.Failure),
            };
        }
        catch (FormatException e)
        {
            return new OrderLookup.Failed(e.Message);
        }
    }

    public Task<BinanceReply<BinanceOrder>> FindAsync(Instrument instrument, ClientOrderId id, CancellationToken cancellationToken) =>
        AskAsync(BinanceParameters.ById(instrument.NativeSymbol, id), cancellationToken);

    public Task<BinanceReply<BinanceOrder>> FindAsync(Instrument instrument, long orderId, CancellationToken cancellationToken) =>
        AskAsync(BinanceParameters.Of(instrument).Add("orderId", orderId), cancellationToken);

    public Task<BinanceReply<IReadOnlyList<BinanceOrder>>> OpenAsync(Instrument instrument, CancellationToken cancellationToken) =>
        OpenAsync(BinanceParameters.Of(instrument), 1, cancellationToken);

    /// <summary>Of the whole account, on whatever symbol, foreign orders too; null when no certain answer came.</summary>
    /// <param name="instruments">Ours.</param>
    public async Task<IReadOnlyList<OrderReport>?> OpenAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        BinanceReply<IReadOnlyList<BinanceOrder>> reply = await OpenAsync(new BinanceParameters(), AllSymbolsWeight, cancellationToken);
        if (reply is not BinanceReply<IReadOnlyList<BinanceOrder>>.Ok { Value: var open })
        {
            return null;
        }

        try
        {
            return BinanceReports.ToReports(open, venue, instruments);
        }
        catch (FormatException e)
        {
            rest.CountMalformed("open orders", e.Message);
            return null;
        }
    }

    /// <summary>
    /// Rule O3: what the venue answers just after a place may be older than it, so "does not exist" proves something only when the
    /// order's receive window is over and the queries had time to follow.
    /// </summary>
    private OrderLookup NotFound(Instrument instrument, ClientOrderId id, BinanceReply<BinanceOrder>.Refused refused) =>
        sent.MayStillAppear(id)
            ? new OrderLookup.Failed($"{id} was sent just now; the venue's queries may lag ({refused.Refusal.Code})")
            : new OrderLookup.NotFound(new VenueProof(
                $"GET {OrderPath} symbol={instrument.NativeSymbol} origClientOrderId={id}",
                $"{refused.Refusal.Code} {refused.Refusal.Message}",
                rest.Clock.VenueNow));

    private Task<BinanceReply<IReadOnlyList<BinanceOrder>>> OpenAsync(BinanceParameters parameters, int weight, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/openOrders", parameters, RequestLane.Reconcile, rest.Budgets.Weight(weight),
            BinanceJson.Default.IReadOnlyListBinanceOrder, cancellationToken);

    private Task<BinanceReply<BinanceOrder>> AskAsync(BinanceParameters parameters, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(
            HttpMethod.Get, OrderPath, parameters, RequestLane.Reconcile, rest.Budgets.Weight(1), BinanceJson.Default.BinanceOrder,
            cancellationToken);
}
