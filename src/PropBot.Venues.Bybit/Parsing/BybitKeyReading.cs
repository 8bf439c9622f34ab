using System.Globalization;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>What the key may do (rule A6).</summary>
internal static class BybitKeyReading
{
    /// <exception cref="FormatException">The answer does not say.</exception>
    public static TradingRights Read(BybitKeyInfo key)
    {
        int readOnly = key.ReadOnly ?? throw new FormatException("field 'readOnly' is missing");
        string[] contracts = key.Permissions?.ContractTrade ?? [];
        return new TradingRights(
            VenueId.BybitLinear,
            readOnly == 0 && contracts.Contains("Order"),
            $"readOnly {readOnly}, ContractTrade [{string.Join(", ", contracts)}]",
            End(key.ExpiredAt));
    }

    private static DateTimeOffset? End(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        DateTimeOffset end = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return end > DateTimeOffset.UnixEpoch ? end : null;
    }
}
