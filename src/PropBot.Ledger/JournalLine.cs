namespace PropBot.Ledger;

/// <summary>A row of <c>order_journal</c>.</summary>
/// <param name="Id">1, 2, 3, ... in the order of writing.</param>
/// <param name="Uuid">Derived from desk, run, event and place in the event: the same line has the same one.</param>
/// <param name="At">UTC time of the event that wrote it.</param>
/// <param name="Type"><c>order.intent</c>, <c>order.status</c>, <c>fill</c>, <c>entry</c>, <c>pair</c>, <c>control</c>, or what was journaled.</param>
/// <param name="Payload">JSON object in snake_case; numbers of money are strings.</param>
public sealed record JournalLine(long Id, string Uuid, DateTimeOffset At, string Type, string Payload);
