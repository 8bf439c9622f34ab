using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>What is said of commands: the order's own code, and an envelope that follows it.</summary>
internal static class OkxAcks
{
    private static readonly OkxError Done = new("0", "");

    public static OkxReply One(OkxOrderAck ack) => new(200, ack.SCode == "0" ? Done : OkxErrors.AllFailed, [ack], IsTimed: true);

    public static OkxOrderAck Placed(Answer<SimulatedOrder> answer, OkxParsedOrder parsed, DateTimeOffset now) => answer.IsAccepted
        ? Of(OkxText.Id(answer.Value.OrderId), parsed.ClientOrderId, new OkxError("0", "Order placed"), now)
        : Of("", parsed.ClientOrderId, OkxRefusals.OfOrder(answer.Refusal, parsed.Request!.Type), now);

    /// <summary>Reads which order is meant and has it cancelled.</summary>
    public static OkxOrderAck Cancel(JsonElement item, OkxContracts contracts, Func<Symbol, OrderKey, Answer<SimulatedOrder>> cancel, DateTimeOffset now)
    {
        var name = new OkxOrderName(OkxRequest.Field(item, "ordId") ?? "", OkxRequest.Field(item, "clOrdId") ?? "");
        if (OkxRequest.Field(item, "instId") is not { } instId)
        {
            return Of(name.OrderId, name.ClientOrderId, OkxErrors.ParameterEmpty("instId"), now);
        }

        if (contracts.Find(instId) is not { } contract)
        {
            return Of(name.OrderId, name.ClientOrderId, OkxErrors.InstrumentUnknown, now);
        }

        if (name.IsEmpty)
        {
            return Of("", "", OkxErrors.EitherOrderIdToCancel, now);
        }

        return name.Key is { } key && cancel(contract.Symbol, key) is { IsAccepted: true } answer
            ? Of(OkxText.Id(answer.Value.OrderId), name.ClientOrderId, Done, now)
            : Of(name.OrderId, name.ClientOrderId, OkxErrors.CancelUnknown, now);
    }

    public static OkxOrderAck Of(string orderId, string clientOrderId, OkxError result, DateTimeOffset now) => new()
    {
        ClOrdId = clientOrderId,
        OrdId = orderId,
        SCode = result.Code,
        SMsg = result.Message,
        Ts = OkxText.Millis(now),
    };
}
