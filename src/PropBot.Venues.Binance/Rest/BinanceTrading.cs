using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>Commands: place, amend, cancel. Quantities go as they are: the venue counts in coins.</summary>
internal sealed class BinanceTrading(BinanceRest rest, BinanceSentOrders sent, OrderShapes shapes)
{
    private const string OrderPath = "/fapi/v1/order";
    private const int Done = 200;

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, Instrument instrument, CancellationToken cancellationToken)
    {
        PositionMode positionMode = shapes.ModeOf(intent.Instrument);
        if (OrderFit.Refuse(intent, instrument, positionMode) is { } refused)
        {
            return refused;
        }

        // Whatever makes risk smaller goes first.
        RequestLane lane = intent.Purpose == OrderPurpose.Open ? RequestLane.Open : RequestLane.Hedge;
        sent.Sending(intent.ClientOrderId);
        BinanceReply<BinanceOrder> reply = await rest.SendSignedAsync(
            HttpMethod.Post, OrderPath, BinanceOrderForm.Place(intent, instrument, positionMode), lane, rest.Budgets.NewOrder(),
            BinanceJson.Default.BinanceOrder, cancellationToken);
        VenueOutcome outcome = ToOutcome(reply, order => order.OrderId);
        switch (outcome)
        {
            case VenueOutcome.Accepted:
                sent.Accepted(intent.ClientOrderId);
                break;
            case VenueOutcome.Refused:
                sent.Refused(intent.ClientOrderId);
                break;
        }

        return outcome;
    }

    /// <summary>Counts like a new order (rule O9). Whether it fills, rests or ends, the private stream tells.</summary>
    public async Task<VenueOutcome> AmendAsync(OrderAmendment amendment, Instrument instrument, CancellationToken cancellationToken)
    {
        if (OrderFit.Refuse(amendment, instrument) is { } refused)
        {
            return refused;
        }

        BinanceReply<BinanceOrder> reply = await rest.SendSignedAsync(
            HttpMethod.Put, OrderPath, BinanceOrderForm.Amend(amendment, instrument), RequestLane.Open, rest.Budgets.NewOrder(),
            BinanceJson.Default.BinanceOrder, cancellationToken);
        return ToOutcome(reply, order => order.OrderId);
    }

    public Task<VenueOutcome> CancelAsync(string nativeSymbol, ClientOrderId id, CancellationToken cancellationToken) =>
        CancelAsync(BinanceParameters.ById(nativeSymbol, id), cancellationToken);

    /// <summary>A foreign order, whose client id may be missing or of another form than ours.</summary>
    public Task<VenueOutcome> CancelAsync(string nativeSymbol, VenueOrderId id, CancellationToken cancellationToken) =>
        CancelAsync(BinanceParameters.ById(nativeSymbol, id), cancellationToken);

    private async Task<VenueOutcome> CancelAsync(BinanceParameters order, CancellationToken cancellationToken)
    {
        BinanceReply<BinanceCancel> reply = await rest.SendSignedAsync(
            HttpMethod.Delete, OrderPath, order, RequestLane.Cancel, rest.Budgets.Weight(1),
            BinanceJson.Default.BinanceCancel, cancellationToken);
        return ToOutcome(reply, cancel => cancel.OrderId);
    }

    /// <summary>Every open order of the account on the instrument; the answer names none of them.</summary>
    public async Task<VenueOutcome> CancelAllAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BinanceReply<BinanceCancelAll> reply = await rest.SendSignedAsync(
            HttpMethod.Delete, "/fapi/v1/allOpenOrders", BinanceParameters.Of(instrument), RequestLane.Cancel, rest.Budgets.Weight(1),
            BinanceJson.Default.BinanceCancelAll, cancellationToken);
        return reply switch
        {
            BinanceReply<BinanceCancelAll>.Ok { Value.Code: Done } => new VenueOutcome.Accepted(new VenueOrderId("")),
            BinanceReply<BinanceCancelAll>.Ok { Value.Code: var code } => new VenueOutcome.Unknown($"cancel all answered code {code}"),
            BinanceReply<BinanceCancelAll>.Refused { Refusal: var refusal } => new VenueOutcome.Refused(refusal),
            _ => new VenueOutcome.Unknown(reply.Failure),
        };
    }

    /// <summary>What the answer to a command for one order proves.</summary>
    public static VenueOutcome ToOutcome<T>(BinanceReply<T> reply, Func<T, long> orderIdOf) => reply switch
    {
        BinanceReply<T>.Ok { Value: var done } => new VenueOutcome.Accepted(BinanceReports.ToVenueOrderId(orderIdOf(done))),
        BinanceReply<T>.Refused { Refusal: var refusal } => new VenueOutcome.Refused(refusal),
        _ => new VenueOutcome.Unknown(reply.Failure),
    };
}
