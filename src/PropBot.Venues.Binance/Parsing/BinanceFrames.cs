using System.Text.Json;
using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Parsing;

internal enum BinanceFrameKind
{
    /// <summary>An answer to a request of ours, or an event that is not used.</summary>
    Other = 0,
    Depth = 1,
    MarkPrice = 2,

    /// <summary>Listing, settlement or brackets of a contract have changed.</summary>
    ContractInfo = 3,
}

/// <summary>Finds its way in a stream's message. Allocates nothing.</summary>
internal static class BinanceFrames
{
    /// <summary>What a message is, by the <c>e</c> of its data.</summary>
    public static BinanceFrameKind KindOf(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        EnterData(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("e"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
            {
                return BinanceFrameKind.Other;
            }

            return reader.ValueTextEquals("depthUpdate"u8) ? BinanceFrameKind.Depth
                : reader.ValueTextEquals("markPriceUpdate"u8) ? BinanceFrameKind.MarkPrice
                : reader.ValueTextEquals("contractInfo"u8) ? BinanceFrameKind.ContractInfo
                : BinanceFrameKind.Other;
        }

        return BinanceFrameKind.Other;
    }

    /// <summary>The <c>s</c> of an event, in the message's own bytes; empty when it has none.</summary>
    public static ReadOnlySpan<byte> SymbolOf(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        EnterData(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("s"u8))
            {
                EnterText(ref reader);
                return reader.ValueSpan;
            }

            reader.Skip();
        }

        return default;
    }

    /// <summary>
    /// Puts the reader on the opening brace of the event: the message's own, or that of <c>data</c> in a combined stream's message.
    /// </summary>
    /// <exception cref="JsonException">The message is no object.</exception>
    public static void EnterData(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("the message is no object");
        }

        Utf8JsonReader own = reader;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    return;
                }

                break;
            }

            if (!reader.ValueTextEquals("stream"u8))
            {
                break;
            }

            reader.Skip();
        }

        reader = own;
    }

    /// <summary>Reads on to the end of the message: a message without its end is not one.</summary>
    /// <param name="reader">Behind the last property of the event.</param>
    /// <exception cref="JsonException">The event or the message does not end as it should.</exception>
    public static void ReadToEnd(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException("the event does not end where it should");
        }

        while (reader.Read())
        {
            // What follows the event in its envelope.
        }
    }

    /// <summary>Reads on to the bracket that opens a list.</summary>
    /// <exception cref="JsonException">Something else follows.</exception>
    public static void EnterArray(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("a list was expected");
        }
    }

    /// <exception cref="JsonException">The list goes on with something that does not belong there.</exception>
    public static void LeaveArray(scoped in Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("a list has something that does not belong there");
        }
    }

    /// <summary>Reads on to a name, which is in the message's own bytes: escapes are not resolved, since names have none.</summary>
    /// <exception cref="JsonException">Something else follows.</exception>
    public static void EnterText(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("a name was expected");
        }
    }

    public static long ReadLong(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value)
            ? value
            : throw new JsonException("a number was expected");
    }

    /// <summary>A decimal written as a string; null when it is empty.</summary>
    public static decimal? ReadDecimal(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("a number in quotes was expected");
        }

        return reader.ValueSpan.IsEmpty ? null
            : decimal.TryParse(reader.ValueSpan, System.Globalization.NumberStyles.Float, null, out decimal value) ? value
            : throw new JsonException("a number in quotes was expected");
    }
}
