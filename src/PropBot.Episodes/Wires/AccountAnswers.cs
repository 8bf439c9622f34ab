namespace PropBot.Episodes.Wires;

/// <summary>A statement of account: every venue answers two questions for it.</summary>
internal sealed record AccountAnswers(WireAnswer Balances, WireAnswer Positions);
