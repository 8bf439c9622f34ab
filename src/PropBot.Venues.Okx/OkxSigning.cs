using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PropBot.Venues.Okx;

/// <summary>
/// Signatures of REST requests and of the private stream's login: base64 of HMAC-SHA256 over
/// <c>timestamp + METHOD + path with query + body</c>. Source: OKX API v5, Making Requests and WebSocket Login, read 2026-11-22.
/// </summary>
internal sealed class OkxSigning(string secret)
{
    private const string LoginMethod = "GET";
    private const string LoginPath = "/users/self/verify";

    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret);

    /// <param name="timestamp">As sent in <c>OK-ACCESS-TIMESTAMP</c>.</param>
    /// <param name="pathAndQuery">Exactly as sent, with the leading slash.</param>
    public string Sign(string timestamp, string method, string pathAndQuery, string body) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(timestamp + method + pathAndQuery + body)));

    /// <param name="timestamp">Seconds, as sent in the login message.</param>
    public string SignLogin(string timestamp) => Sign(timestamp, LoginMethod, LoginPath, body: "");

    /// <summary>REST: ISO 8601 with milliseconds and Z.</summary>
    public static string RestTimestamp(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Login: Unix seconds.</summary>
    public static string LoginTimestamp(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
