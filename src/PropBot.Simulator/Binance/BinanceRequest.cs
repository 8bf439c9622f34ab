using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>A request as read: its parameters, and the text that its signature must be over.</summary>
internal sealed record BinanceRequest(string Method, string Path, string? ApiKey, RequestText Text, BinanceParameters Parameters)
{
    public static async Task<BinanceRequest> ReadAsync(HttpContext context)
    {
        RequestText text = await RequestText.ReadAsync(context.Request);
        return new BinanceRequest(
            context.Request.Method,
            context.Request.Path.Value ?? "",
            context.Request.Headers["X-MBX-APIKEY"],
            text,
            new BinanceParameters(text.Query, text.Body));
    }

    /// <summary>
    /// HMAC-SHA256 in hexadecimal, upper or lower case, over the query followed by the body, both as sent and without the
    /// signature itself. Source: developers.binance.com, USDⓈ-M Futures, General Info, SIGNED endpoint security, read 2026-11-22.
    /// </summary>
    public bool IsSignedWith(string secret)
    {
        string payload = WithoutSignature(Text.Query) + WithoutSignature(Text.Body);
        byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(payload));
        byte[] given;
        try
        {
            given = Convert.FromHexString(Parameters.Text("signature") ?? "");
        }
        catch (FormatException)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    private static string WithoutSignature(string part) =>
        part.Contains("signature=", StringComparison.Ordinal)
            ? string.Join('&', part.Split('&').Where(pair => !pair.StartsWith("signature=", StringComparison.Ordinal)))
            : part;
}
