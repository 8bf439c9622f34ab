namespace PropBot.Episodes.Wires;

/// <param name="Orders">Those that filled: not every venue's fills say the client's id.</param>
internal sealed record HistoryAnswers(WireAnswer Fills, WireAnswer Orders);
