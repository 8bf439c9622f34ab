using System.Security.Cryptography;
using System.Text;
using PropBot.Ledger;

namespace PropBot.Episodes;

/// <summary>One number for a whole journal: equal only when every line is, byte for byte.</summary>
public static class JournalHash
{
    public static string Of(ILedgerReads ledger)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (JournalLine line in ledger.JournalTail(int.MaxValue).Reverse())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{line.Id} {line.Uuid} {line.At:O} {line.Type} {line.Payload}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
