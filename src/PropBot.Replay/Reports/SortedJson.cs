using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PropBot.Core.Values;

namespace PropBot.Replay.Reports;

/// <summary>JSON whose keys are sorted, indented by two spaces, with exact numbers: the same content has the same bytes.</summary>
internal static class SortedJson
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="content">Of dictionaries by string, sequences, text, decimals, whole numbers, truth values and nulls.</param>
    public static string Write(IReadOnlyDictionary<string, object?> content)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented))
        {
            WriteValue(json, content);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case decimal number:
                json.WriteRawValue(WireNumber.Format(number));
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, object?> fields:
                WriteFields(json, fields);
                break;
            case IEnumerable<object?> items:
                json.WriteStartArray();
                foreach (object? item in items)
                {
                    WriteValue(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"no JSON for {value.GetType().Name}", nameof(value));
        }
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyDictionary<string, object?> fields)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }
}
