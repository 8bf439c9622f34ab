using System.Security.Cryptography;
using System.Text;

namespace PropBot.Venues.Binance;

/// <summary>
/// HMAC-SHA256 over exactly the parameter string that is sent, as lower-case hex, appended as its last parameter. Source:
/// developers.binance.com, USD-M futures, General Info, SIGNED Endpoint Security, read 2026-11-22.
/// </summary>
internal sealed class BinanceSigning(string secret)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    /// <param name="parameters"><c>symbol=BTCUSDT&amp;...&amp;timestamp=...</c></param>
    public string Sign(string parameters) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(parameters)));
}
