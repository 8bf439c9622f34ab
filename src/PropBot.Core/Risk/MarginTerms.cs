using PropBot.Core.Execution;

namespace PropBot.Core.Risk;

/// <summary>How a venue margins our positions.</summary>
/// <param name="Leverage">Notional over the margin that a position is given, 1 or more; it matters where positions stand alone.</param>
/// <param name="Positions">Whether a long and a short stand beside each other.</param>
public readonly record struct MarginTerms(MarginMode Mode, decimal Leverage, PositionMode Positions = PositionMode.OneWay);
