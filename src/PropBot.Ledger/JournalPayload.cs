using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Text;

namespace PropBot.Ledger;

/// <summary>Writes the payloads of the journal into one reused buffer.</summary>
internal sealed class JournalPayload : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    // Read by people with sqlite3: letters of any script stay as they are.
    public JournalPayload() => _json = new Utf8JsonWriter(
        _buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The payload of an effect as a line of that type.</summary>
    public string OfEffect(LedgerEffect effect, string type) => effect switch
    {
        OrderChanged changed when type == JournalTypes.OrderIntent => Of(changed.Order, WriteNewOrder),
        OrderChanged changed => Of(changed.Order, WriteOrderState),
        FillBooked booked => Of(booked.Fill, RecordJson.WriteFill),
        ForcedFillBooked booked => Of(booked.Record, RecordJson.WriteForcedFill),
        RulesAccepted accepted => Of(accepted.Accepted, RecordJson.WriteRules),
        EntryPosted posted => Of(posted.Entry, RecordJson.WriteEntry),
        PairChanged changed => Of(changed.Pair, RecordJson.WritePair),
        ControlChanged changed => Of(changed.Control, RecordJson.WriteControl),
        Journaled journaled => Of(journaled.Payload, WriteNamedValues),
        _ when DocumentKinds.Of(effect) is { } kind => Of((kind, effect), WriteDocument),
        _ => throw new UnreachableException($"no journal line for {effect.GetType().Name}"),
    };

    public void Dispose() => _json.Dispose();

    /// <summary>One JSON object with the fields that <paramref name="write"/> puts into it.</summary>
    private string Of<T>(T record, Action<Utf8JsonWriter, T> write)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        write(_json, record);
        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_buffer.WrittenSpan);
    }

    private static void WriteNewOrder(Utf8JsonWriter json, OrderRecord order)
    {
        RecordJson.WriteIntent(json, order.Intent);
        RecordJson.WriteOrderState(json, order);
    }

    private static void WriteOrderState(Utf8JsonWriter json, OrderRecord order)
    {
        json.WriteString("client_order_id", order.Intent.ClientOrderId.Value);
        RecordJson.WriteOrderState(json, order);
    }

    private static void WriteDocument(Utf8JsonWriter json, (DocumentKind Kind, LedgerEffect Effect) document) =>
        document.Kind.Write(json, document.Effect);

    private static void WriteNamedValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        foreach ((string name, string value) in values)
        {
            json.WriteString(name, value);
        }
    }
}
