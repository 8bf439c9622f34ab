using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Core.Values;

namespace PropBot.Simulator.Bybit;

/// <summary>How this venue writes: camel-case names, numbers as text, most times as text, ids that look like UUIDs.</summary>
internal static class BybitText
{
    /// <summary>Decimal places of amounts of money.</summary>
    private const int MoneyPlaces = 8;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    public static string Number(decimal value) => WireNumber.Format(value);

    /// <summary>An amount in the settle asset, cut to the venue's length.</summary>
    public static string Money(decimal value) =>
        WireNumber.Format(decimal.Round(value, MoneyPlaces, MidpointRounding.AwayFromZero));

    /// <summary>With exactly so many decimal places: <c>65114.20</c>.</summary>
    public static string Fixed(decimal value, int places) =>
        decimal.Round(value, places, MidpointRounding.AwayFromZero).ToString($"F{places}", CultureInfo.InvariantCulture);

    /// <summary>Unix milliseconds.</summary>
    public static string Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public static string Side(Side side) => side == Core.Values.Side.Buy ? "Buy" : "Sell";
}
