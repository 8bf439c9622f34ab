namespace PropBot.Ledger;

/// <summary>The desk's equity at an instant, quote units over all venues.</summary>
public readonly record struct EquityPoint(DateTimeOffset At, decimal Equity);
