using System.Globalization;

namespace PropBot.Simulator.Bybit;

/// <summary>The venue's ids are UUIDs; ours are numbers written in that form, so that both can be read back.</summary>
internal static class BybitIds
{
    private const string OrderPrefix = "5b17de00-0000-4000-8000-";
    private const string FundingPrefix = "5b17fd00-0000-4000-8000-";

    public static string Order(long orderId) => OrderPrefix + Hex(orderId, 12);

    /// <returns>Null when the text is no order id of this venue.</returns>
    public static long? ReadOrder(string text) =>
        text.StartsWith(OrderPrefix, StringComparison.Ordinal)
        && long.TryParse(text.AsSpan(OrderPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long id)
            ? id
            : null;

    /// <summary>A fill's id: two orders that met share the trade's number, so the order's is in it too.</summary>
    public static string Execution(long tradeId, long orderId)
    {
        string order = Hex(orderId, 12);
        return $"{order[..8]}-{order[8..]}-5000-8000-{Hex(tradeId, 12)}";
    }

    /// <summary>A funding settlement's id, by its bill.</summary>
    public static string Funding(long billId) => FundingPrefix + Hex(billId, 12);

    private static string Hex(long number, int digits) => number.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
