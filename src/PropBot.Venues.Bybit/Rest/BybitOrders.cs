using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// Commands for orders. Their answers are acknowledgements: what became of an order, the topic <c>order</c> says (rule O2).
/// </summary>
internal sealed class BybitOrders(BybitRest rest)
{
    /// <summary>What an answer that names no single order is accepted as.</summary>
    private static readonly VenueOrderId All = new("all");

    public async Task<VenueOutcome> PlaceAsync(OrderIntent intent, Instrument instrument, CancellationToken cancellationToken)
    {
        PositionMode mode = rest.Shapes.ModeOf(intent.Instrument);
        if (OrderFit.Refuse(intent, instrument, mode) is { } misfit)
        {
            return misfit;
        }

        BybitAnswer<BybitOrderAck> answer = await rest.PostAsync(
            "place order",
            intent.Purpose == OrderPurpose.Open ? RequestLane.Open : RequestLane.Hedge,
            rest.Budgets.Place,
            "/v5/order/create",
            BybitOrderBody.Place(intent, instrument.NativeSymbol, mode),
            BybitJson.Default.BybitReplyBybitOrderAck,
            cancellationToken);
        return OutcomeOf(answer);
    }

    public async Task<VenueOutcome> AmendAsync(OrderAmendment amendment, Instrument instrument, CancellationToken cancellationToken)
    {
        if (OrderFit.Refuse(amendment, instrument) is { } misfit)
        {
            return misfit;
        }

        BybitAnswer<BybitOrderAck> answer = await rest.PostAsync(
            "amend order",
            RequestLane.Open,
            rest.Budgets.Amend,
            "/v5/order/amend",
            BybitOrderBody.Amend(amendment, instrument.NativeSymbol),
            BybitJson.Default.BybitReplyBybitOrderAck,
            cancellationToken);
        return OutcomeOf(answer);
    }

    public Task<VenueOutcome> CancelAsync(string native, ClientOrderId clientOrderId, CancellationToken cancellationToken) =>
        CancelAsync(BybitOrderBody.Cancel(native, clientOrderId), cancellationToken);

    /// <summary>A foreign order, whose client id may be missing or of another form than ours.</summary>
    public Task<VenueOutcome> CancelAsync(string native, VenueOrderId venueOrderId, CancellationToken cancellationToken) =>
        CancelAsync(BybitOrderBody.Cancel(native, venueOrderId), cancellationToken);

    private async Task<VenueOutcome> CancelAsync(string body, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitOrderAck> answer = await rest.PostAsync(
            "cancel order",
            RequestLane.Cancel,
            rest.Budgets.Cancel,
            "/v5/order/cancel",
            body,
            BybitJson.Default.BybitReplyBybitOrderAck,
            cancellationToken);
        return OutcomeOf(answer);
    }

    /// <remarks>Of more than 500 orders the venue cancels 500 that it chooses (rule O9): the open list says whether any is left.</remarks>
    public async Task<VenueOutcome> CancelAllAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitCancelledAll> answer = await rest.PostAsync(
            "cancel all orders",
            RequestLane.Cancel,
            rest.Budgets.CancelAll,
            "/v5/order/cancel-all",
            BybitOrderBody.CancelAll(instrument.NativeSymbol),
            BybitJson.Default.BybitReplyBybitCancelledAll,
            cancellationToken);
        return answer is BybitAnswer<BybitCancelledAll>.Ok ok
            ? ok.Result is { Success: "0" } ? new VenueOutcome.Unknown("cancel all: the venue says that it failed") : new VenueOutcome.Accepted(All)
            : NotOk(answer);
    }

    /// <summary>What the answer to a command for one order proves.</summary>
    public static VenueOutcome OutcomeOf(BybitAnswer<BybitOrderAck> answer) => answer switch
    {
        BybitAnswer<BybitOrderAck>.Ok { Result.OrderId: { Length: > 0 } id } => new VenueOutcome.Accepted(new VenueOrderId(id)),
        BybitAnswer<BybitOrderAck>.Ok => new VenueOutcome.Unknown("the venue answered without an order id"),
        _ => NotOk(answer),
    };

    private static VenueOutcome NotOk<T>(BybitAnswer<T> answer) => answer switch
    {
        BybitAnswer<T>.No no => BybitErrors.OutcomeOf(no.Code, no.Message),
        BybitAnswer<T>.NotSent notSent => new VenueOutcome.Refused(
            new VenueRefusal(notSent.RateLimited ? RefusalKind.RateLimited : RefusalKind.VenueUnavailable, "", notSent.Reason)),
        _ => new VenueOutcome.Unknown(answer.Trouble),
    };
}
