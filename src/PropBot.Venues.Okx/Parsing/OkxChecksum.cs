using System.Buffers.Text;
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

        return unchecked((int)Crc32.Compute(_text.AsSpan(0, length)));
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

        while (scale > 0 && value % 10 == 0)
        {
            value /= 10;
            scale--;
        }

        long power = 1;
        for (int i = 0; i < scale; i++)
        {
            power *= 10;
        }

        Utf8Formatter.TryFormat(value / power, _text.AsSpan(length), out int written);
        length += written;
        if (scale > 0)
        {
            _text[length++] = (byte)'.';
            Utf8Formatter.TryFormat(value % power, _text.AsSpan(length), out written, new System.Buffers.StandardFormat('D', (byte)scale));
            length += written;
        }

        return length;
    }
}
