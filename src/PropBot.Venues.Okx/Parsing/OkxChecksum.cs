using System.IO.Hashing;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// The checksum of the channel <c>books</c>: CRC-32 of the best 25 bids and asks, alternating, as <c>price:size</c> joined by colons; a
/// side that ends is left out. The venue's text has no trailing zeros, so that it can be rebuilt exactly from the book's units.
/// Allocates nothing. Source: OKX API v5, Order book channel, Checksum, read 2026-11-22.
/// </summary>
internal sealed class OkxChecksum(ContractUnits units)
{
    private const int Levels = 25;
    private const int MaxNumberLength = 24;

    private readonly byte[] _text = new byte[Levels * 4 * MaxNumberLength];

    public int Compute(OrderBook book)
    {
        int length = 0;
        int deepest = Math.Min(Levels, Math.Max(book.BidCount, book.AskCount));
        for (int depth = 0; depth < deepest; depth++)
        {
            if (depth < book.BidCount)
            {
                length = Append(length, book, Side.Buy, depth);
            }

            if (depth < book.AskCount)
            {
                length = Append(length, book, Side.Sell, depth);
            }
        }

        return unchecked((int)Crc32.HashToUInt32(_text.AsSpan(0, length)));
    }

    private int Append(int length, OrderBook book, Side side, int depth)
    {
        (long price, long quantity) = book.Level(side, depth);
        length = Append(length, price, book.PriceScale);
        return Append(length, units.ToContractUnits(quantity), units.ContractScale);
    }

    /// <summary>Writes a number in its shortest form, after a colon unless it is the first.</summary>
    private int Append(int length, long value, int scale)
    {
        if (length > 0)
        {
            _text[length++] = (byte)':';
        }

        // From the last digit to the first, into the end of a buffer: zeros that end the fraction are left out.
        Span<byte> digits = stackalloc byte[MaxNumberLength];
        int at = digits.Length;
        ulong rest = (ulong)value;
        bool hasFraction = false;
        for (; scale > 0; scale--)
        {
            ulong shorter = rest / 10;
            ulong digit = rest - (shorter * 10);
            rest = shorter;
            if (digit != 0 || hasFraction)
            {
                digits[--at] = (byte)('0' + digit);
                hasFraction = true;
            }
        }

        if (hasFraction)
        {
            digits[--at] = (byte)'.';
        }

        do
        {
            ulong shorter = rest / 10;
            digits[--at] = (byte)('0' + (rest - (shorter * 10)));
            rest = shorter;
        }
        while (rest != 0);
        digits[at..].CopyTo(_text.AsSpan(length));
        length += digits.Length - at;
        return length;
    }
}
