using System.Text.Json;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>
/// The outside of a WebSocket message, read without objects up to its data: <c>{"topic","type","data"}</c> or an answer
/// <c>{"op","success","ret_msg","req_id"}</c>. The parts are slices of the message.
/// </summary>
internal ref struct BybitPush
{
    public ReadOnlySpan<byte> Topic;
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Operation;

    /// <summary>What we called the request that this answers.</summary>
    public ReadOnlySpan<byte> RequestId;

    /// <summary>Why not, for people; the two streams spell it <c>ret_msg</c> and <c>retMsg</c>.</summary>
    public ReadOnlySpan<byte> Reason;

    /// <summary>Null when the message is no answer.</summary>
    public bool? Success;

    /// <exception cref="JsonException">The message is not JSON.</exception>
    public static BybitPush Read(ReadOnlySpan<byte> message)
    {
        BybitPush push = default;
        Utf8JsonReader json = new(message);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("the message is not an object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("data"u8) && !push.Topic.IsEmpty)
            {
                return push;
            }

            push.ReadProperty(ref json);
        }

        // A message that goes on after its end is not one: the reader says so.
        json.Read();
        return push;
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        bool isTopic = json.ValueTextEquals("topic"u8);
        bool isType = json.ValueTextEquals("type"u8);
        bool isOperation = json.ValueTextEquals("op"u8);
        bool isReason = json.ValueTextEquals("ret_msg"u8) || json.ValueTextEquals("retMsg"u8);
        bool isRequest = json.ValueTextEquals("req_id"u8);
        bool isSuccess = json.ValueTextEquals("success"u8);
        json.Read();
        if (isSuccess && json.TokenType is (JsonTokenType.True or JsonTokenType.False))
        {
            Success = json.TokenType == JsonTokenType.True;
        }
        else if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
        }
        else if (isTopic)
        {
            Topic = json.ValueSpan;
        }
        else if (isType)
        {
            Type = json.ValueSpan;
        }
        else if (isOperation)
        {
            Operation = json.ValueSpan;
        }
        else if (isRequest)
        {
            RequestId = json.ValueSpan;
        }
        else if (isReason)
        {
            Reason = json.ValueSpan;
        }
    }
}
