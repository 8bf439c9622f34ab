using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>Fractions of notional the venue takes for a fill; negative is a rebate. Source: the venue's account, not a constant.</summary>
public readonly record struct FeeSchedule(Rate Maker, Rate Taker);
