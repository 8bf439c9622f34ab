using System.Text.Json;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// The outside of a WebSocket message, read in one pass without objects: <c>{"arg":{"channel","instId"},"action","data":[...]}</c> or
/// <c>{"event","code","msg","arg"}</c>. The parts are slices of the message; escapes in them are not resolved, since names have none.
/// </summary>
internal ref struct OkxPush
{
    public ReadOnlySpan<byte> Event;
    public ReadOnlySpan<byte> Code;
    public ReadOnlySpan<byte> Message;
    public ReadOnlySpan<byte> Channel;
    public ReadOnlySpan<byte> InstrumentId;
    public ReadOnlySpan<byte> Action;

    /// <summary>The message from the opening bracket of <c>data</c> on; empty when it has none.</summary>
    public ReadOnlySpan<byte> Data;

    /// <exception cref="JsonException">The message is not JSON.</exception>
    public static OkxPush Read(ReadOnlySpan<byte> message)
    {
        OkxPush push = default;
        Utf8JsonReader json = new(message);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("the message is not an object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("arg"u8))
            {
                push.ReadArgument(ref json);
            }
            else if (json.ValueTextEquals("data"u8))
            {
                json.Read();
                push.Data = message[(int)json.TokenStartIndex..];
                if (push.IsComplete)
                {
                    return push;
                }

                json.Skip();
            }
            else
            {
                push.ReadText(ref json);
            }
        }

        // A message that goes on after its end is not one: the reader says so.
        json.Read();
        return push;
    }

    /// <summary>Nothing that follows the data can matter any more: the rest need not be read twice.</summary>
    private readonly bool IsComplete => !Channel.IsEmpty && (!Action.IsEmpty || !Channel.SequenceEqual("books"u8));

    private void ReadArgument(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("arg is not an object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isChannel = json.ValueTextEquals("channel"u8);
            bool isInstrument = json.ValueTextEquals("instId"u8);
            json.Read();
            if (json.TokenType != JsonTokenType.String)
            {
                json.Skip();
            }
            else if (isChannel)
            {
                Channel = json.ValueSpan;
            }
            else if (isInstrument)
            {
                InstrumentId = json.ValueSpan;
            }
        }
    }

    private void ReadText(ref Utf8JsonReader json)
    {
        bool isEvent = json.ValueTextEquals("event"u8);
        bool isAction = json.ValueTextEquals("action"u8);
        bool isCode = json.ValueTextEquals("code"u8);
        bool isMessage = json.ValueTextEquals("msg"u8);
        json.Read();
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            json.Skip();
        }
        else if (isEvent)
        {
            Event = json.ValueSpan;
        }
        else if (isAction)
        {
            Action = json.ValueSpan;
        }
        else if (isCode)
        {
            Code = json.ValueSpan;
        }
        else if (isMessage)
        {
            Message = json.ValueSpan;
        }
    }
}
