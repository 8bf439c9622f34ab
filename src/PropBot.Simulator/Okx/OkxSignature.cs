using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Okx;

/// <summary>
/// Who may ask: the four OK-ACCESS headers of a REST request and the login of a private stream. Source: OKX API v5 guide,
/// "REST Authentication" and "WebSocket, Login", read 2026-11-22.
/// </summary>
internal static class OkxSignature
{
    /// <summary>A request is refused when its timestamp is further than this from the venue's time.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private const string LoginPath = "/users/self/verify";

    // The last second DateTimeOffset can express.
    private const decimal MaxUnixSeconds = 253_402_300_799m;

    /// <summary>Base64 of HMAC-SHA256 over timestamp, method, path with query, and body.</summary>
    public static string Sign(string secret, string timestamp, string method, string pathAndQuery, string body)
    {
        string text = timestamp + method + pathAndQuery + body;
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
    }

    /// <param name="account">Whose request it is, when it may pass.</param>
    /// <returns>Null when the request may pass.</returns>
    public static OkxError? CheckRequest(
        OkxSignedRequest request, AccountDirectory accounts, DateTimeOffset now, TimeSpan window, out SimulatedAccountOptions? account)
    {
        account = null;
        if (string.IsNullOrEmpty(request.Key))
        {
            return OkxErrors.KeyEmpty;
        }

        if (string.IsNullOrEmpty(request.Passphrase))
        {
            return OkxErrors.PassphraseEmpty;
        }

        if (string.IsNullOrEmpty(request.Sign))
        {
            return OkxErrors.SignEmpty;
        }

        if (string.IsNullOrEmpty(request.Timestamp))
        {
            return OkxErrors.TimestampEmpty;
        }

        if (!TryReadIsoTimestamp(request.Timestamp, out DateTimeOffset sent))
        {
            return OkxErrors.TimestampInvalid;
        }

        if ((now - sent).Duration() > window)
        {
            return OkxErrors.TimestampExpired;
        }

        if (accounts.Find(request.Key) is not { } found)
        {
            return OkxErrors.KeyInvalid;
        }

        if (request.Passphrase != found.Passphrase)
        {
            return OkxErrors.PassphraseWrong;
        }

        string expected = Sign(found.ApiSecret, request.Timestamp, request.Method, request.PathAndQuery, request.Body);
        if (expected != request.Sign)
        {
            return OkxErrors.SignInvalid;
        }

        account = found;
        return null;
    }

    /// <returns>Null when the stream is logged in.</returns>
    public static OkxError? CheckLogin(OkxLogin login, AccountDirectory accounts, DateTimeOffset now, TimeSpan window)
    {
        if (!decimal.TryParse(login.Timestamp, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            || seconds > MaxUnixSeconds)
        {
            return OkxErrors.WsTimestampInvalid;
        }

        if ((now - DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000m))).Duration() > window)
        {
            return OkxErrors.WsTimestampExpired;
        }

        if (accounts.Find(login.ApiKey) is not { } account)
        {
            return OkxErrors.WsKeyInvalid;
        }

        if (login.Passphrase != account.Passphrase)
        {
            return OkxErrors.WsPassphraseWrong;
        }

        return Sign(account.ApiSecret, login.Timestamp, "GET", LoginPath, "") == login.Sign ? null : OkxErrors.WsSignInvalid;
    }

    // 2020-12-08T09:08:57.715Z; digits behind the second may be missing.
    private static bool TryReadIsoTimestamp(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text,
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out time);
}

/// <summary>What of a REST request the signature covers, and the headers that carry it.</summary>
internal readonly record struct OkxSignedRequest(
    string? Key, string? Sign, string? Timestamp, string? Passphrase, string Method, string PathAndQuery, string Body);

/// <summary>The argument of the stream's <c>login</c>; the timestamp is in Unix seconds.</summary>
internal sealed record OkxLogin
{
    public string ApiKey { get; init; } = "";

    public string Passphrase { get; init; } = "";

    public string Timestamp { get; init; } = "";

    public string Sign { get; init; } = "";
}
