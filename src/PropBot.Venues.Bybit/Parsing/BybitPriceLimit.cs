using System.Buffers.Text;
using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>
/// The topic <c>priceLimit</c>: highest price of a buy, lowest of a sell (rule I8 in docs/venues/bybit-linear.md). Allocates nothing.
/// </summary>
internal static class BybitPriceLimit
{
    private const int BuyField = 0;
    private const int SellField = 1;

    /// <param name="message">The whole message. Its data is an object, or by the documents a list of one.</param>
    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">A limit is missing or not a price.</exception>
    public static PriceLimits Read(ReadOnlySpan<byte> message)
    {
        decimal buy = 0m;
        decimal sell = 0m;
        FieldsSeen seen = default;
        Utf8JsonReader json = new(message);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("buyLmt"u8))
            {
                seen.Once(BuyField);
                buy = Price(ref json);
            }
            else if (json.ValueTextEquals("sellLmt"u8))
            {
                seen.Once(SellField);
                sell = Price(ref json);
            }
        }

        return buy > 0m && sell > 0m ? new PriceLimits(new Price(buy), new Price(sell)) : throw new FormatException("a price limit is missing");
    }

    private static decimal Price(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.String && Utf8Parser.TryParse(json.ValueSpan, out decimal value, out int used)
        && used == json.ValueSpan.Length
            ? value
            : throw new FormatException("a price limit is not a number");
}
