using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>
/// <c>GET /fapi/v1/leverageBracket</c>: an object when a symbol was named, an array otherwise; both are documented and both are read
/// (rule A4). <c>notionalCoef</c> only widens the steps of accounts that were granted it: left out, the margin is never less than needed.
/// </summary>
internal static class BinanceTiers
{
    /// <exception cref="FormatException">The symbol is not in it, or its steps do not join.</exception>
    /// <exception cref="JsonException">It is not a table.</exception>
    public static IReadOnlyList<PositionTier> Read(byte[] body, string nativeSymbol)
    {
        BinanceBrackets? table = IsArray(body)
            ? JsonSerializer.Deserialize(body, BinanceJson.Default.IReadOnlyListBinanceBrackets)?.FirstOrDefault(b => b.Symbol == nativeSymbol)
            : JsonSerializer.Deserialize(body, BinanceJson.Default.BinanceBrackets);
        if (table is null || table.Symbol != nativeSymbol || table.Brackets.Count == 0)
        {
            throw new FormatException($"no brackets of {nativeSymbol}");
        }

        List<BinanceBracket> steps = [.. table.Brackets.OrderBy(b => b.NotionalFloor)];
        for (int i = 0; i < steps.Count; i++)
        {
            bool joins = i == 0 ? steps[i].NotionalFloor == 0m : steps[i].NotionalFloor == steps[i - 1].NotionalCap;
            if (!joins || steps[i].InitialLeverage < 1 || steps[i].MaintMarginRatio is <= 0m or >= 1m)
            {
                throw new FormatException($"the brackets of {nativeSymbol} do not join at {steps[i].NotionalFloor}");
            }
        }

        return [.. steps.Select((b, i) => new PositionTier(
            i == steps.Count - 1 ? null : new Notional(b.NotionalCap), b.InitialLeverage, new Rate(b.MaintMarginRatio), b.Cum))];
    }

    private static bool IsArray(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        return reader.Read() && reader.TokenType == JsonTokenType.StartArray;
    }
}
