using System.Runtime.InteropServices;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>A level of a book message in the book's units; quantity 0 removes it.</summary>
internal readonly record struct BybitLevel(Side Side, long Price, long Quantity);

/// <summary>
/// One message of the topic <c>orderbook</c>, read into buffers that are used again: nothing is allocated once they have grown, and
/// nothing of the message reaches the book before its number has been checked.
/// </summary>
internal sealed class BybitBookFrame(int priceScale, int quantityScale)
{
    private const int DataField = 0;
    private const int TypeField = 1;
    private const int PushedField = 2;
    private const int MatchedField = 3;
    private const int BidsField = 4;
    private const int AsksField = 5;
    private const int UpdateIdField = 6;

    private readonly List<BybitLevel> _levels = [];
    private FieldsSeen _seen;
    private long _pushedAt;
    private long _matchedAt;

    public ReadOnlySpan<BybitLevel> Levels => CollectionsMarshal.AsSpan(_levels);

    public bool IsSnapshot { get; private set; }

    /// <summary>The number <c>u</c>.</summary>
    public long UpdateId { get; private set; }

    /// <summary>The matching engine's time (<c>cts</c>), or that of the push where it is missing.</summary>
    public DateTimeOffset VenueTime => DateTimeOffset.FromUnixTimeMilliseconds(_matchedAt > 0 ? _matchedAt : _pushedAt);

    /// <param name="message">The whole message: <c>cts</c> comes after the data.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">JSON, but not a book.</exception>
    public void Read(ReadOnlySpan<byte> message)
    {
        _levels.Clear();
        _seen = default;
        _pushedAt = 0;
        _matchedAt = 0;
        UpdateId = 0;
        IsSnapshot = false;
        Utf8JsonReader json = new(message);
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ReadProperty(ref json);
        }

        RequireEnd(ref json, JsonTokenType.EndObject);
        if (json.Read())
        {
            throw new FormatException("the message goes on after its end");
        }

        if (UpdateId <= 0 || (_pushedAt <= 0 && _matchedAt <= 0) || !_seen.Has(BidsField) || !_seen.Has(AsksField))
        {
            throw new FormatException("the book has no u, ts, b or a");
        }
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("data"u8))
        {
            _seen.Once(DataField);
            ReadData(ref json);
        }
        else if (json.ValueTextEquals("type"u8))
        {
            _seen.Once(TypeField);
            Expect(ref json, JsonTokenType.String);
            IsSnapshot = json.ValueTextEquals("snapshot"u8);
        }
        else if (json.ValueTextEquals("ts"u8))
        {
            _seen.Once(PushedField);
            _pushedAt = ReadMilliseconds(ref json);
        }
        else if (json.ValueTextEquals("cts"u8))
        {
            _seen.Once(MatchedField);
            _matchedAt = ReadMilliseconds(ref json);
        }
        else
        {
            json.Read();
            json.Skip();
        }
    }

    private void ReadData(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("b"u8))
            {
                _seen.Once(BidsField);
                ReadLevels(ref json, Side.Buy);
            }
            else if (json.ValueTextEquals("a"u8))
            {
                _seen.Once(AsksField);
                ReadLevels(ref json, Side.Sell);
            }
            else if (json.ValueTextEquals("u"u8))
            {
                _seen.Once(UpdateIdField);
                UpdateId = ReadWhole(ref json);
            }
            else
            {
                json.Read();
                json.Skip();
            }
        }

        RequireEnd(ref json, JsonTokenType.EndObject);
    }

    /// <summary>
    /// <c>[["price","quantity"], ...]</c>. A price finer than the tick, left over from an older one, is left out and a quantity finer than
    /// the lot cut off, which shows less depth than there is, never more.
    /// </summary>
    private void ReadLevels(ref Utf8JsonReader json, Side side)
    {
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            LevelReading priced = ReadScaled(ref json, priceScale, out long price);
            LevelReading sized = ReadScaled(ref json, quantityScale, out long quantity);
            if (priced == LevelReading.Malformed || sized == LevelReading.Malformed || (price == 0 && priced == LevelReading.Exact))
            {
                throw new FormatException("a level is not a price above zero and a quantity");
            }

            if (priced == LevelReading.Exact)
            {
                _levels.Add(new BybitLevel(side, price, quantity));
            }

            Expect(ref json, JsonTokenType.EndArray);
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

    private static long ReadMilliseconds(ref Utf8JsonReader json)
    {
        long milliseconds = ReadWhole(ref json);
        return milliseconds is >= 0 and <= WireLimits.MaxMilliseconds ? milliseconds : throw new FormatException("ts is not a time in milliseconds");
    }

    private static long ReadWhole(ref Utf8JsonReader json)
    {
        Expect(ref json, JsonTokenType.Number);
        return json.TryGetInt64(out long value) ? value : throw new FormatException("u or a time is not a whole number");
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token)
        {
            throw new FormatException($"expected {token}, found {json.TokenType}");
        }
    }
}
