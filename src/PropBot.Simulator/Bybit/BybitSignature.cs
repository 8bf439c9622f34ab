using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// Who may ask: the four X-BAPI headers of a REST request and the <c>auth</c> of a private stream. Source: Bybit API v5 docs,
/// "Integration Guidance" and "WebSocket Connect, Authentication", read 2026-11-22.
/// </summary>
internal static class BybitSignature
{
    public const long RecvWindowMsDefault = 5_000;

    /// <summary>How far ahead of the venue's time a request may be, milliseconds.</summary>
    public const long AheadMsMax = 1_000;

    /// <summary>HMAC-SHA256 in lower-case hexadecimal.</summary>
    public static string Sign(string secret, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <param name="paceFactor">How many times faster than real time the venue's clock runs; windows are in real time.</param>
    /// <param name="account">Whose request it is, when it may pass.</param>
    /// <returns>Null when the request may pass.</returns>
    public static BybitError? CheckRequest(
        BybitSignedRequest request, AccountDirectory accounts, DateTimeOffset now, decimal paceFactor, out SimulatedAccountOptions? account)
    {
        account = null;
        if (!long.TryParse(request.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long requestMs))
        {
            return BybitErrors.Parameter("X-BAPI-TIMESTAMP");
        }

        long recvWindowMs = RecvWindowMsDefault;
        if (!string.IsNullOrEmpty(request.RecvWindow)
            && !long.TryParse(request.RecvWindow, NumberStyles.None, CultureInfo.InvariantCulture, out recvWindowMs))
        {
            return BybitErrors.Parameter("X-BAPI-RECV-WINDOW");
        }

        long serverMs = now.ToUnixTimeMilliseconds();
        if (requestMs < serverMs - (recvWindowMs * paceFactor) || requestMs >= serverMs + (AheadMsMax * paceFactor))
        {
            return BybitErrors.TimeWindow(requestMs, serverMs, recvWindowMs);
        }

        if (accounts.Find(request.Key) is not { } found)
        {
            return BybitErrors.KeyInvalid;
        }

        string origin = request.Timestamp + request.Key + request.RecvWindow + request.Payload;
        if (!string.Equals(Sign(found.ApiSecret, origin), request.Sign, StringComparison.OrdinalIgnoreCase))
        {
            return BybitErrors.SignInvalid(origin);
        }

        account = found;
        return null;
    }

    /// <summary>The stream's <c>auth</c>: signature over <c>GET/realtime</c> and the expiry in Unix milliseconds.</summary>
    /// <returns>Null when the stream is authenticated.</returns>
    public static BybitError? CheckAuth(
        string key, long expiresMs, string sign, AccountDirectory accounts, DateTimeOffset now)
    {
        if (expiresMs < now.ToUnixTimeMilliseconds())
        {
            return new BybitError(10004, "Params Error: expires is in the past");
        }

        if (accounts.Find(key) is not { } account)
        {
            return new BybitError(10003, "Invalid apikey");
        }

        string origin = string.Create(CultureInfo.InvariantCulture, $"GET/realtime{expiresMs}");
        return string.Equals(Sign(account.ApiSecret, origin), sign, StringComparison.OrdinalIgnoreCase)
            ? null
            : new BybitError(10004, "Invalid sign");
    }
}

/// <summary>The X-BAPI headers and what the signature covers: the raw query of a GET, the raw body of a POST.</summary>
internal readonly record struct BybitSignedRequest(string? Key, string? Sign, string? Timestamp, string? RecvWindow, string Payload);
