using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using PropBot.Core.Values;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>A level of a book message in the book's units; quantity 0 removes it.</summary>
internal readonly record struct OkxLevel(Side Side, long Price, long Quantity);

/// <summary>
/// One message of the channel <c>books</c>, read into buffers that are used again: nothing is allocated once they have grown, and
/// nothing of the message reaches the book before its sequence has been checked.
/// </summary>
internal sealed class OkxBookFrame(int priceScale, ContractUnits units)
{
    private readonly List<OkxLevel> _levels = [];

    public ReadOnlySpan<OkxLevel> Levels => CollectionsMarshal.AsSpan(_levels);

    /// <summary>Null in recordings of before 2022-11, which have no sequence.</summary>
    public long? SequenceId { get; private set; }

    /// <summary>-1 on a snapshot.</summary>
    public long? PreviousSequenceId { get; private set; }

    /// <summary>Null when the venue sends none, which it writes as 0 since 2026.</summary>
    public int? Checksum { get; private set; }

    public DateTimeOffset VenueTime { get; private set; }

    /// <param name="data">From the bracket that opens <c>data</c>.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">JSON, but not a book: a number with more places than the instrument has, for one.</exception>
    public void Read(ReadOnlySpan<byte> data)
    {
        _levels.Clear();
        SequenceId = null;
        PreviousSequenceId = null;
        Checksum = null;
        VenueTime = default;
        Utf8JsonReader json = new(data);
        Expect(ref json, JsonTokenType.StartArray);
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadProperty(ref json);
        }

        Expect(ref json, JsonTokenType.EndArray);
        if (VenueTime == default)
        {
            throw new FormatException("the book has no ts");
        }
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("asks"u8))
        {
            ReadLevels(ref json, Side.Sell);
        }
        else if (json.ValueTextEquals("bids"u8))
        {
            ReadLevels(ref json, Side.Buy);
        }
        else if (json.ValueTextEquals("seqId"u8))
        {
            SequenceId = ReadWhole(ref json);
        }
        else if (json.ValueTextEquals("prevSeqId"u8))
        {
            PreviousSequenceId = ReadWhole(ref json);
        }
        else if (json.ValueTextEquals("checksum"u8))
        {
            long checksum = ReadWhole(ref json);
            Checksum = checksum == 0 ? null : checked((int)checksum);
        }
        else if (json.ValueTextEquals("ts"u8))
        {
            VenueTime = ReadTime(ref json);
        }
        else
        {
            json.Read();
            json.Skip();
        }
    }

    /// <summary><c>[["price","contracts","0","orders"], ...]</c>; what follows the first two is not needed.</summary>
    private void ReadLevels(ref Utf8JsonReader json, Side side)
    {
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            long price = ReadScaled(ref json, priceScale);
            long contracts = ReadScaled(ref json, units.ContractScale);
            if (price <= 0 || !units.TryToBaseUnits(contracts, out long quantity))
            {
                throw new FormatException("a level's price or size does not fit the instrument");
            }

            _levels.Add(new OkxLevel(side, price, quantity));
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                json.Skip();
            }
        }
    }

    private static long ReadScaled(ref Utf8JsonReader json, int scale)
    {
        Expect(ref json, JsonTokenType.String);
        return ScaledNumber.TryParse(json.ValueSpan, scale, out long units)
            ? units
            : throw new FormatException("a level's price or size has more places than the instrument");
    }

    private static DateTimeOffset ReadTime(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.String);
        return Utf8Parser.TryParse(json.ValueSpan, out long milliseconds, out int used)
            && used == json.ValueSpan.Length && milliseconds is > 0 and < MaxMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new FormatException("ts is not a time in milliseconds");
    }

    private static long ReadWhole(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.Number);
        return json.TryGetInt64(out long value) ? value : throw new FormatException("a sequence or checksum is not a whole number");
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new FormatException($"expected {token}, found {json.TokenType}");
        }
    }

    // 9999-12-31.
    private const long MaxMilliseconds = 253_402_300_799_999;
}
