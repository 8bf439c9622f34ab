using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>Takes the envelope off an HTTP answer.</summary>
internal static class OkxAnswers
{
    private const int TooManyRequests = 429;

    /// <param name="name">Of the request, for people.</param>
    public static OkxAnswer<T> Read<T>(string name, int status, byte[] body, JsonTypeInfo<OkxReply<T>> type)
    {
        bool isSuccess = status is >= 200 and < 300;
        OkxReply<T>? reply = Parse(body, type);
        if (!isSuccess && !CertainStatus.IsRefusal(status))
        {
            return new OkxAnswer<T>.Unclear($"{name}: HTTP {status} {reply?.Code} {reply?.Msg}".TrimEnd());
        }

        return reply?.Code switch
        {
            OkxErrors.Success when isSuccess => new OkxAnswer<T>.Ok(reply.Data ?? []),
            OkxErrors.Success => new OkxAnswer<T>.Unclear($"{name}: HTTP {status} with a code of success"),
            { } code => new OkxAnswer<T>.No(code, reply.Msg ?? "", reply.Data ?? []),
            null when isSuccess => new OkxAnswer<T>.Unclear($"{name}: the answer cannot be read"),
            null when status == TooManyRequests => new OkxAnswer<T>.No(OkxErrors.TooFrequent, "HTTP 429", []),
            null => new OkxAnswer<T>.No($"http{status}", $"HTTP {status}", []),
        };
    }

    private static OkxReply<T>? Parse<T>(byte[] body, JsonTypeInfo<OkxReply<T>> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
