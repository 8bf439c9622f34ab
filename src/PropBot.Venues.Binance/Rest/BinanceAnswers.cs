using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Venues.Binance.Wire;

namespace PropBot.Venues.Binance.Rest;

/// <summary>What an HTTP answer says: a value, a refusal for certain, or neither.</summary>
internal static class BinanceAnswers
{
    /// <param name="name">Of the request, for people.</param>
    /// <param name="code">The error's code; null when the answer is none or has none.</param>
    public static BinanceReply<T> Read<T>(string name, int status, byte[] body, Func<byte[], T> read, MalformedMessages malformed, out int? code)
    {
        if (status is >= 200 and < 300)
        {
            code = null;
            return ReadValue(name, body, read, malformed);
        }

        BinanceError? error = TryReadError(body);
        code = error?.Code;
        string message = $"{name}: {error?.Msg ?? $"HTTP {status}"}";
        if (error is null || !BinanceErrors.IsKnown(error.Code))
        {
            malformed.Record(body, $"{name}: unmapped error, HTTP {status}");
        }

        return BinanceErrors.IsUncertain(status, error?.Code, error?.Msg)
            ? new BinanceReply<T>.Uncertain($"{message} ({error?.Code.ToString() ?? "no code"}, HTTP {status})")
            : new BinanceReply<T>.Refused(BinanceErrors.ToRefusal(status, error?.Code, message));
    }

    private static BinanceReply<T> ReadValue<T>(string name, byte[] body, Func<byte[], T> read, MalformedMessages malformed)
    {
        try
        {
            return new BinanceReply<T>.Ok(read(body));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            malformed.Record(body, $"{name}: {e.Message}");
            return new BinanceReply<T>.Uncertain($"{name}: the answer cannot be read");
        }
    }

    private static BinanceError? TryReadError(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, BinanceJson.Default.BinanceError);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
