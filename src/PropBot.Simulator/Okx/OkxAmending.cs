using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>
/// New price or size for a resting order; <c>newSz</c> is the whole size with what is filled. Source: OKX API v5 guide, "Amend order", read
/// 2026-11-22.
/// </summary>
internal sealed class OkxAmending(OkxContracts contracts)
{
    public OkxOrderAck Amend(SimulatedVenue venue, string account, JsonElement item, DateTimeOffset now)
    {
        var name = new OkxOrderName(OkxRequest.Field(item, "ordId") ?? "", OkxRequest.Field(item, "clOrdId") ?? "");
        string requestId = OkxRequest.Field(item, "reqId") ?? "";
        OkxError? error = Check(item, name, out OkxContract? contract, out decimal? size, out decimal? price);
        if (error is { } wrong)
        {
            return Answer(wrong);
        }

        Answer<SimulatedOrder> answer = venue.Amend(account, contract!.Symbol, name.Key!.Value, size is { } contractsSize ? contract.ToBase(contractsSize) : null, price, now);
        if (!answer.IsAccepted && OkxRequest.Field(item, "cxlOnFail") == "true")
        {
            venue.Cancel(account, contract.Symbol, name.Key.Value, now);
        }

        return Answer(answer.IsAccepted ? new OkxError("0", "") : OkxRefusals.OfAmend(answer.Refusal));

        OkxOrderAck Answer(OkxError result)
        {
            string orderId = name.Key is { } key && venue.FindOrder(account, key) is { } order ? OkxText.Id(order.OrderId) : name.OrderId;
            return OkxAcks.Of(orderId, name.ClientOrderId, result, now) with { ReqId = requestId };
        }
    }

    private OkxError? Check(JsonElement item, OkxOrderName name, out OkxContract? contract, out decimal? size, out decimal? price)
    {
        size = null;
        price = null;
        contract = contracts.Find(OkxRequest.Field(item, "instId"));
        if (OkxRequest.Field(item, "instId") is null)
        {
            return OkxErrors.ParameterEmpty("instId");
        }

        if (contract is null)
        {
            return OkxErrors.InstrumentUnknown;
        }

        if (name.IsEmpty)
        {
            return OkxErrors.EitherOrderId;
        }

        if (name.Key is null)
        {
            return OkxErrors.AmendUnknown;
        }

        string? newSize = OkxRequest.Field(item, "newSz");
        string? newPrice = OkxRequest.Field(item, "newPx");
        if (newSize is null && newPrice is null)
        {
            return OkxErrors.AmendEmpty;
        }

        if (newSize is not null && (!WireNumber.TryParse(newSize, out decimal wantedSize) || wantedSize <= 0m))
        {
            return OkxErrors.Parameter("newSz");
        }

        if (newPrice is not null && (!WireNumber.TryParse(newPrice, out decimal wantedPrice) || wantedPrice <= 0m))
        {
            return OkxErrors.Parameter("newPx");
        }

        size = newSize is null ? null : WireNumber.Parse(newSize);
        price = newPrice is null ? null : WireNumber.Parse(newPrice);
        return null;
    }
}
