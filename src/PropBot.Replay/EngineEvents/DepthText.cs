using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Replay.EngineEvents;

/// <summary>The content of a depth view: levels as price and quantity in exact text, best first.</summary>
internal static class DepthText
{
    public static void Write(Utf8JsonWriter json, DepthView view)
    {
        json.WriteString("venue", view.Id.Venue.Name);
        json.WriteString("symbol", $"{view.Id.Symbol.Base}-{view.Id.Symbol.Quote}");
        json.WriteNumber("trust", (int)view.Trust);
        json.WriteNumber("update_id", view.UpdateId);
        json.WriteString("venue_time", ExactTime.Format(view.VenueTime));
        json.WriteString("received_elapsed", ExactTime.FormatSpan(view.ReceivedElapsed));
        WriteLevels(json, "bids", view, view.BidPrices, view.BidQuantities, view.BidCount);
        WriteLevels(json, "asks", view, view.AskPrices, view.AskQuantities, view.AskCount);
    }

    public static InstrumentId InstrumentOf(JsonElement json) =>
        new(new VenueId(json.GetProperty("venue").GetString()!), Symbol.Parse(json.GetProperty("symbol").GetString()!));

    public static void Read(JsonElement json, DepthView into)
    {
        into.Trust = (BookTrust)json.GetProperty("trust").GetInt32();
        into.UpdateId = json.GetProperty("update_id").GetInt64();
        into.VenueTime = ExactTime.Parse(json.GetProperty("venue_time").GetString()!);
        into.ReceivedElapsed = ExactTime.ParseSpan(json.GetProperty("received_elapsed").GetString()!);
        into.BidCount = ReadLevels(json.GetProperty("bids"), into, into.BidPrices, into.BidQuantities);
        into.AskCount = ReadLevels(json.GetProperty("asks"), into, into.AskPrices, into.AskQuantities);
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, DepthView view, long[] prices, long[] quantities, int count)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < count; i++)
        {
            json.WriteStringValue(WireNumber.Format(ScaledNumber.ToDecimal(prices[i], view.PriceScale)));
            json.WriteStringValue(WireNumber.Format(ScaledNumber.ToDecimal(quantities[i], view.QuantityScale)));
        }

        json.WriteEndArray();
    }

    private static int ReadLevels(JsonElement levels, DepthView view, long[] prices, long[] quantities)
    {
        int count = levels.GetArrayLength() / 2;
        if (count > DepthView.MaxLevels)
        {
            throw new JsonException($"{count} levels are more than {DepthView.MaxLevels}");
        }

        for (int i = 0; i < count; i++)
        {
            prices[i] = ScaledNumber.FromDecimal(WireNumber.Parse(levels[2 * i].GetString()!), view.PriceScale);
            quantities[i] = ScaledNumber.FromDecimal(WireNumber.Parse(levels[(2 * i) + 1].GetString()!), view.QuantityScale);
        }

        return count;
    }
}
