using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>What an <c>ORDER_TRADE_UPDATE</c> tells.</summary>
/// <param name="Execution">Its <c>x</c>: <c>NEW</c>, <c>TRADE</c>, <c>CALCULATED</c>, <c>AMENDMENT</c>, <c>CANCELED</c>, <c>EXPIRED</c>.</param>
/// <param name="Fill">Null when none is told.</param>
internal sealed record BinanceOrderUpdate(SimulatedOrder Order, string Execution, SimulatedFill? Fill);
