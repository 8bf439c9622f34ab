using System.Security.Cryptography;
using System.Text;

namespace PropBot.Venues.Bybit;

/// <summary>
/// Signatures: lower-case hex of HMAC-SHA256. REST signs <c>timestamp + key + recvWindow + (query string or body)</c>, the private
/// stream <c>GET/realtime + expires</c>. Source: Bybit API v5, Integration Guidance and WebSocket Connect, read 2026-11-22.
/// </summary>
internal sealed class BybitSigning(string key, string secret)
{
    private const string LoginText = "GET/realtime";

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);

    public string Key { get; } = key;

    /// <param name="timestamp">Milliseconds, as sent in <c>X-BAPI-TIMESTAMP</c>.</param>
    /// <param name="receiveWindow">Milliseconds, as sent in <c>X-BAPI-RECV-WINDOW</c>.</param>
    /// <param name="payload">The query string without its question mark, or the body, exactly as sent.</param>
    public string Sign(string timestamp, string receiveWindow, string payload) => Hex(timestamp + Key + receiveWindow + payload);

    /// <param name="expires">Milliseconds, as sent in the auth message.</param>
    public string SignLogin(string expires) => Hex(LoginText + expires);

    private string Hex(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text)));
}
