using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Rest;

/// <summary>What the answer to a command proves.</summary>
internal static class OkxOutcome
{
    /// <summary>
    /// Both codes count (defect D67): the item's where there is one, the envelope's else. A cancel that meets one already on
    /// its way has what it wants.
    /// </summary>
    public static VenueOutcome Of(OkxAnswer<OkxOrderAck> answer)
    {
        switch (answer)
        {
            case OkxAnswer<OkxOrderAck>.Ok { Items: [{ SCode: OkxErrors.Success or null or "", OrdId: { Length: > 0 } id }, ..] }:
                return new VenueOutcome.Accepted(new VenueOrderId(id));
            case OkxAnswer<OkxOrderAck>.Ok { Items: [{ SCode: not (OkxErrors.Success or null or "") } item, ..] }:
                return Of(item);
            case OkxAnswer<OkxOrderAck>.No { Items: [{ SCode: not (OkxErrors.Success or null or "") } item, ..] }:
                return Of(item);
            case OkxAnswer<OkxOrderAck>.No no:
                return OkxErrors.OutcomeOf(no.Code, no.Message);
            case OkxAnswer<OkxOrderAck>.NotSent notSent:
                RefusalKind kind = notSent.RateLimited ? RefusalKind.RateLimited : RefusalKind.VenueUnavailable;
                return new VenueOutcome.Refused(new VenueRefusal(kind, "", notSent.Reason));
            case OkxAnswer<OkxOrderAck>.Unclear unclear:
                return new VenueOutcome.Unknown(unclear.Reason);
            default:
                return new VenueOutcome.Unknown("the venue answered without an order id");
        }
    }

    /// <summary>One order of a batch, or the only one.</summary>
    public static VenueOutcome Of(OkxOrderAck item) => item.SCode switch
    {
        OkxErrors.Success or OkxErrors.AlreadyCancelling => new VenueOutcome.Accepted(new VenueOrderId(item.OrdId ?? "")),
        { Length: > 0 } code => OkxErrors.OutcomeOf(code, item.SMsg),
        _ => new VenueOutcome.Unknown("the venue answered without a code"),
    };
}
