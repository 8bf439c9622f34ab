using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Core.Values;

namespace PropBot.Simulator.Okx;

/// <summary>How this venue writes: camel-case names, numbers and times as text.</summary>
internal static class OkxText
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Decimal places of numbers that come from a division; the venue's own differ from field to field.</summary>
    private const int QuotientPlaces = 16;

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    public static T? Read<T>(JsonElement element) => element.Deserialize<T>(Json);

    public static string Number(decimal value) => WireNumber.Format(value);

    /// <summary>A number that need not end, cut to the venue's length.</summary>
    public static string Quotient(decimal value) =>
        WireNumber.Format(decimal.Round(value, QuotientPlaces, MidpointRounding.AwayFromZero));

    public static string Id(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Unix milliseconds.</summary>
    public static string Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Unix microseconds: <c>inTime</c> and <c>outTime</c> of trading answers.</summary>
    public static string Micros(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number for a name, always the same, in the length of the venue's ids (FNV-1a).</summary>
    public static string StableNumber(string name)
    {
        ulong hash = 14_695_981_039_346_656_037UL;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 1_099_511_628_211UL);
        }

        return (hash % 1_000_000_000_000_000_000UL).ToString(CultureInfo.InvariantCulture);
    }

    public static string Side(Side side) => side == Core.Values.Side.Buy ? "buy" : "sell";
}
