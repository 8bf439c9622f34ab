using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Bybit;

/// <summary>What is said of commands.</summary>
internal static class BybitAcks
{
    public static BybitReply Of(Answer<SimulatedOrder> answer) =>
        answer.IsAccepted ? BybitReply.Ok(Ack(answer.Value)) : BybitReply.Refused(BybitRefusals.OfOrder(answer.Refusal));

    public static BybitOrderAck Ack(SimulatedOrder order) => new(BybitIds.Order(order.OrderId), ClientIds.Given(order.ClientOrderId, order.OrderId));
}
