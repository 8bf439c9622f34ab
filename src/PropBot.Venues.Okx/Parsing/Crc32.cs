using System.Buffers.Binary;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// CRC-32 as in zlib and Ethernet (polynomial 0x04C11DB7, reflected): the checksum of the order book channel. Eight bytes a step, with
/// eight tables (slicing by 8).
/// </summary>
internal static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB8_8320;
    private const int Slices = 8;
    private const int Entries = 256;

    /// <summary>Table k at k times 256: a byte's effect k bytes further on.</summary>
    private static readonly uint[] Tables = MakeTables();

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        uint crc = uint.MaxValue;
        while (bytes.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[(7 * Entries) + (int)(low & 0xFF)]
                ^ tables[(6 * Entries) + (int)((low >> 8) & 0xFF)]
                ^ tables[(5 * Entries) + (int)((low >> 16) & 0xFF)]
                ^ tables[(4 * Entries) + (int)(low >> 24)]
                ^ tables[(3 * Entries) + (int)(high & 0xFF)]
                ^ tables[(2 * Entries) + (int)((high >> 8) & 0xFF)]
                ^ tables[Entries + (int)((high >> 16) & 0xFF)]
                ^ tables[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (byte b in bytes)
        {
            crc = tables[(int)((crc ^ b) & 0xFF)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Slices * Entries];
        for (uint i = 0; i < Entries; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) != 0 ? ReflectedPolynomial ^ (entry >> 1) : entry >> 1;
            }

            tables[i] = entry;
        }

        for (int i = Entries; i < tables.Length; i++)
        {
            uint before = tables[i - Entries];
            tables[i] = tables[(int)(before & 0xFF)] ^ (before >> 8);
        }

        return tables;
    }
}
