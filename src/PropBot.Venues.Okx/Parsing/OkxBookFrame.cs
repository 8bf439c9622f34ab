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
    private const int AsksField = 0;
    private const int BidsField = 1;
    private const int SequenceField = 2;
    private const int PreviousField = 3;
    private const int ChecksumField = 4;
    private const int TimeField = 5;

    private readonly List<OkxLevel> _levels = [];
    private FieldsSeen _seen;

    public ReadOnlySpan<OkxLevel> Levels => CollectionsMarshal.AsSpan(_levels);

    /// <summary>Null in recordings of before 2022-11, which have no sequence.</summary>
    public long? SequenceId { get; private set; }

    /// <summary>
    /// False when a level was finer than the instrument's tick or lot, left over from an older one: such a price is left out, such
    /// a size cut off, which shows less depth than there is, never more.
    /// </summary>
    public bool IsExact { get; private set; }

    /// <summary>-1 on a snapshot.</summary>
    public long? PreviousSequenceId { get; private set; }

    /// <summary>Null when the venue sends none, which it writes as 0 since 2026.</summary>
    public int? Checksum { get; private set; }

    public DateTimeOffset VenueTime { get; private set; }

    /// <param name="data">From the bracket that opens <c>data</c>.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">JSON, but not a book.</exception>
    /// <exception cref="OverflowException">A number that is none of the venue's.</exception>
    public void Read(ReadOnlySpan<byte> data)
    {
        _levels.Clear();
        _seen = default;
        IsExact = true;
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

        RequireEnd(ref json, JsonTokenType.EndObject);
        Expect(ref json, JsonTokenType.EndArray);
        if (VenueTime == default || !_seen.Has(AsksField) || !_seen.Has(BidsField))
        {
            throw new FormatException("the book has no ts, asks or bids");
        }
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("asks"u8))
        {
            _seen.Once(AsksField);
            ReadLevels(ref json, Side.Sell);
        }
        else if (json.ValueTextEquals("bids"u8))
        {
            _seen.Once(BidsField);
            ReadLevels(ref json, Side.Buy);
        }
        else if (json.ValueTextEquals("seqId"u8))
        {
            _seen.Once(SequenceField);
            SequenceId = ReadWhole(ref json);
        }
        else if (json.ValueTextEquals("prevSeqId"u8))
        {
            _seen.Once(PreviousField);
            PreviousSequenceId = ReadWhole(ref json);
        }
        else if (json.ValueTextEquals("checksum"u8))
        {
            _seen.Once(ChecksumField);
            long checksum = ReadWhole(ref json);
            Checksum = checksum == 0 ? null : checked((int)checksum);
        }
        else if (json.ValueTextEquals("ts"u8))
        {
            _seen.Once(TimeField);
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
            LevelReading priced = ReadScaled(ref json, priceScale, out long price);
            LevelReading sized = ReadScaled(ref json, units.ContractScale, out long contracts);
            LevelReading converted = units.ToBaseUnits(contracts, out long quantity);
            if (priced == LevelReading.Malformed || sized == LevelReading.Malformed || converted == LevelReading.Malformed
                || (price == 0 && priced == LevelReading.Exact))
            {
                throw new FormatException("a level is not a price above zero and a size");
            }

            IsExact &= priced == LevelReading.Exact && sized == LevelReading.Exact && converted == LevelReading.Exact;
            if (priced == LevelReading.Exact)
            {
                _levels.Add(new OkxLevel(side, price, quantity));
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                json.Skip();
            }
        }

        RequireEnd(ref json, JsonTokenType.EndArray);
    }

    private static void RequireEnd(ref Utf8JsonReader json, JsonTokenType end)
    {
        if (json.TokenType != end)
        {
            throw new FormatException($"expected {end}, found {json.TokenType}");
        }
    }

    private static LevelReading ReadScaled(ref Utf8JsonReader json, int scale, out long units)
    {
        Expect(ref json, JsonTokenType.String);
        return LevelNumber.Read(json.ValueSpan, scale, out units);
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
