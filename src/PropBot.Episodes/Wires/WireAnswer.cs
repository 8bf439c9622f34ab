namespace PropBot.Episodes.Wires;

/// <summary>An answer to a request: the HTTP status and the body.</summary>
internal sealed record WireAnswer(int Status, byte[] Body);
