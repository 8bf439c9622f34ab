using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Takes the envelope off an HTTP answer.</summary>
internal static class BybitAnswers
{
    /// <param name="name">Of the request, for people.</param>
    /// <param name="key">Ours, which no text for people may have.</param>
    public static BybitAnswer<T> Read<T>(string name, int status, byte[] body, JsonTypeInfo<BybitReply<T>> type, string key)
    {
        bool isSuccess = status is >= 200 and < 300;
        BybitReply<T>? reply = WithoutKey(Parse(body, type), key);
        if (!isSuccess && !CertainStatus.IsRefusal(status))
        {
            return new BybitAnswer<T>.Unclear($"{name}: HTTP {status} {reply?.RetCode} {reply?.RetMsg}".TrimEnd());
        }

        return reply switch
        {
            { RetCode: BybitErrors.Success } when isSuccess => new BybitAnswer<T>.Ok(reply.Result, DateTimeOffset.FromUnixTimeMilliseconds(reply.Time)),
            not null when isSuccess => new BybitAnswer<T>.No(reply.RetCode, reply.RetMsg ?? "", reply.Result),
            null when isSuccess => new BybitAnswer<T>.Unclear($"{name}: the answer cannot be read"),
            { RetCode: not BybitErrors.Success } => new BybitAnswer<T>.No(reply.RetCode, reply.RetMsg ?? ""),
            _ => new BybitAnswer<T>.No(status, $"HTTP {status}"),
        };
    }

    /// <summary>The refusal of a signature repeats what was signed, our key too; people see these texts.</summary>
    private static BybitReply<T>? WithoutKey<T>(BybitReply<T>? reply, string key) =>
        reply is { RetMsg: { } text } && text.Contains(key, StringComparison.Ordinal) ? reply with { RetMsg = text.Replace(key, "***", StringComparison.Ordinal) } : reply;

    private static BybitReply<T>? Parse<T>(byte[] body, JsonTypeInfo<BybitReply<T>> type)
    {
        try
        {
            BybitReply<T>? reply = JsonSerializer.Deserialize(body, type);
            return reply is { Time: < 0 or > WireLimits.MaxMilliseconds } ? null : reply;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
