using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>One entry of <c>exchangeInfo.symbols</c>.</summary>
internal static class BinanceSymbolInfo
{
    private const decimal LargestPrice = 10_000_000m;
    private const decimal UnboundedQuantity = 1_000_000_000m;
    private const decimal UnboundedBand = 0.99m;

    public static void Write(Utf8JsonWriter json, InstrumentSetup setup)
    {
        Instrument instrument = setup.Instrument;
        json.WriteStartObject();
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteString("pair", instrument.NativeSymbol);
        json.WriteString("contractType", "PERPETUAL");
        json.WriteNumber("deliveryDate", BinanceContractStatus.DeliveryOf(setup));
        json.WriteNumber("onboardDate", BinanceContractStatus.OnboardingOf(setup));
        json.WriteString("status", BinanceContractStatus.TextOf(setup.Instrument.Status));
        json.WriteString("maintMarginPercent", "2.5000");
        json.WriteString("requiredMarginPercent", "5.0000");
        json.WriteString("baseAsset", instrument.Id.Symbol.Base.Code);
        json.WriteString("quoteAsset", instrument.Id.Symbol.Quote.Code);
        json.WriteString("marginAsset", instrument.SettleAsset.Code);
        json.WriteNumber("pricePrecision", instrument.PriceScale);
        json.WriteNumber("quantityPrecision", instrument.QuantityScale);
        json.WriteNumber("baseAssetPrecision", 8);
        json.WriteNumber("quotePrecision", 8);
        json.WriteString("underlyingType", "COIN");
        json.WriteStartArray("underlyingSubType");
        json.WriteEndArray();
        json.WriteString("triggerProtect", "0.0500");
        json.WriteString("liquidationFee", "0.012500");
        json.WriteString("marketTakeBound", "0.05");
        WriteFilters(json, setup);
        WriteWords(json, "orderTypes", "LIMIT", "MARKET");
        WriteWords(json, "timeInForce", "GTC", "IOC", "FOK", "GTX");
        json.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter json, InstrumentSetup setup)
    {
        Instrument instrument = setup.Instrument;
        json.WriteStartArray("filters");
        WriteFilter(json, "PRICE_FILTER", () =>
        {
            json.WriteDecimal("minPrice", instrument.Tick.Value, instrument.PriceScale);
            json.WriteShort("maxPrice", LargestPrice);
            json.WriteDecimal("tickSize", instrument.Tick.Value, instrument.PriceScale);
        });
        foreach (string filter in (string[])["LOT_SIZE", "MARKET_LOT_SIZE"])
        {
            WriteFilter(json, filter, () =>
            {
                json.WriteDecimal("minQty", instrument.MinQuantity.Value, instrument.QuantityScale);
                json.WriteShort("maxQty", instrument.MaxQuantity?.Value ?? UnboundedQuantity);
                json.WriteDecimal("stepSize", instrument.Lot.Value, instrument.QuantityScale);
            });
        }

        WriteFilter(json, "MAX_NUM_ORDERS", () => json.WriteNumber("limit", 200));
        WriteFilter(json, "MAX_NUM_ALGO_ORDERS", () => json.WriteNumber("limit", 0));
        WriteFilter(json, "MIN_NOTIONAL", () => json.WriteShort("notional", instrument.MinNotional.Value));
        WriteFilter(json, "PERCENT_PRICE", () =>
        {
            decimal band = setup.PriceBand ?? UnboundedBand;
            json.WriteDecimal("multiplierUp", 1m + band, 4);
            json.WriteDecimal("multiplierDown", 1m - band, 4);
            json.WriteString("multiplierDecimal", "4");
        });
        json.WriteEndArray();
    }

    private static void WriteFilter(Utf8JsonWriter json, string type, Action writeMembers)
    {
        json.WriteStartObject();
        json.WriteString("filterType", type);
        writeMembers();
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, params ReadOnlySpan<string> words)
    {
        json.WriteStartArray(name);
        foreach (string word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
