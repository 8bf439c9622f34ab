namespace PropBot.Simulator.Okx;

/// <summary>
/// The checksum of OKX's <c>books</c> channels. Source: OKX API v5 guide, "Order book channel", Checksum, read 2026-11-22:
/// the first 25 bids and asks, level by level, <c>bidPx:bidSz:askPx:askSz</c>, joined with colons in the venue's own spelling of
/// the numbers; where one side has fewer levels the other goes on alone. CRC-32 (IEEE), as a signed 32-bit integer.
/// </summary>
internal static class OkxChecksum
{
    public const int Depth = 25;

    private static readonly uint[] Table = MakeTable();

    /// <param name="bids">Price and size as on the wire, best first.</param>
    /// <param name="asks">Price and size as on the wire, best first.</param>
    public static int Compute(IReadOnlyList<(string Price, string Size)> bids, IReadOnlyList<(string Price, string Size)> asks)
    {
        int levels = Math.Min(Depth, Math.Max(bids.Count, asks.Count));
        uint crc = uint.MaxValue;
        bool first = true;
        for (int depth = 0; depth < levels; depth++)
        {
            Append(bids, depth, ref crc, ref first);
            Append(asks, depth, ref crc, ref first);
        }

        return unchecked((int)~crc);
    }

    private static void Append(IReadOnlyList<(string Price, string Size)> side, int depth, ref uint crc, ref bool first)
    {
        if (depth >= side.Count)
        {
            return;
        }

        if (!first)
        {
            Append(":", ref crc);
        }

        first = false;
        Append(side[depth].Price, ref crc);
        Append(":", ref crc);
        Append(side[depth].Size, ref crc);
    }

    // Prices and sizes are digits and points: one byte each.
    private static void Append(string text, ref uint crc)
    {
        foreach (char c in text)
        {
            crc = (crc >> 8) ^ Table[(crc ^ c) & 0xFF];
        }
    }

    private static uint[] MakeTable()
    {
        const uint ReversedPolynomial = 0xEDB8_8320;
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ ReversedPolynomial : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
