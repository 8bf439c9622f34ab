using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>A resting limit order shall have another price or quantity; both as they shall be afterwards.</summary>
/// <param name="Side">The order's side, which some venues want to hear again.</param>
/// <param name="Quantity">Whole quantity, base units, what is filled already included.</param>
/// <param name="LimitPrice">On the tick.</param>
public sealed record OrderAmendment(InstrumentId Instrument, ClientOrderId ClientOrderId, Side Side, Quantity Quantity, Price LimitPrice);
