using System.Text.Json;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>Margin tiers as <c>leverageBracket</c> shows them.</summary>
internal static class BinanceBrackets
{
    /// <summary>The last tier has no cap; Binance writes a number.</summary>
    private const decimal NoCap = 1_800_000_000m;

    public static decimal LargestNotional(InstrumentSetup setup) => setup.MarginTiers[^1].NotionalCap ?? NoCap;

    public static void Write(Utf8JsonWriter json, InstrumentSetup setup)
    {
        json.WriteString("symbol", setup.Instrument.NativeSymbol);
        json.WriteNumber("notionalCoef", 1.0m);
        json.WriteStartArray("brackets");
        decimal floor = 0m;
        for (int i = 0; i < setup.MarginTiers.Count; i++)
        {
            MarginTier tier = setup.MarginTiers[i];
            json.WriteStartObject();
            json.WriteNumber("bracket", i + 1);
            json.WriteNumber("initialLeverage", (int)TierTable.LeverageOf(setup, tier));
            json.WriteNumber("notionalCap", tier.NotionalCap ?? NoCap);
            json.WriteNumber("notionalFloor", floor);
            json.WriteNumber("maintMarginRatio", tier.MaintenanceRate);
            json.WriteNumber("cum", tier.Deduction);
            json.WriteEndObject();
            floor = tier.NotionalCap ?? NoCap;
        }

        json.WriteEndArray();
    }
}
