using System.Globalization;

namespace PropBot.Simulator.Statements;

/// <summary>Ids that clients gave. Where none was given the simulation makes one of its own, which OKX and Bybit do not show.</summary>
internal static class ClientIds
{
    private static readonly string[] MadePrefixes = ["venue", "autoclose-", "adl_autoclose-", "settlement_autoclose-"];

    /// <returns>The client's id; empty when the venue made it.</returns>
    public static string Given(string clientOrderId, long orderId)
    {
        string number = orderId.ToString(CultureInfo.InvariantCulture);
        foreach (string prefix in MadePrefixes)
        {
            if (clientOrderId.StartsWith(prefix + number, StringComparison.Ordinal)
                && clientOrderId.AsSpan(prefix.Length + number.Length).Trim('x').IsEmpty)
            {
                return "";
            }
        }

        return clientOrderId;
    }
}
