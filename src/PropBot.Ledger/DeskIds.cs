using System.Security.Cryptography;

namespace PropBot.Ledger;

/// <summary>
/// Ids of desks. The one thing here that is random: two ledgers on the same venue account must never make the same client order
/// id, and nothing else tells them apart.
/// </summary>
public static class DeskIds
{
    public const int Length = 5;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static bool IsValid(string id) => id.Length == Length && id.All(Alphabet.Contains);
}
