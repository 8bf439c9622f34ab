using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PropBot.Ledger;

/// <summary>
/// The name of a journal line, derived from where it comes from: desk, run, event and place among the event's effects. A commit
/// that is repeated makes the same names, which is how it is stored once.
/// </summary>
/// <remarks>A version 8 UUID (RFC 9562, 5.8): the first 16 bytes of a SHA-256, with version and variant set.</remarks>
public static class JournalUuid
{
    public static string Of(string deskId, long run, long sequence, int place)
    {
        int deskBytes = Encoding.UTF8.GetByteCount(deskId);
        Span<byte> source = stackalloc byte[deskBytes + 20];
        Encoding.UTF8.GetBytes(deskId, source);
        BinaryPrimitives.WriteInt64BigEndian(source[deskBytes..], run);
        BinaryPrimitives.WriteInt64BigEndian(source[(deskBytes + 8)..], sequence);
        BinaryPrimitives.WriteInt32BigEndian(source[(deskBytes + 16)..], place);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(source, hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true).ToString("D");
    }
}
