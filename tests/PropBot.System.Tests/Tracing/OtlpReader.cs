using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PropBot.SystemTests.Tracing;

/// <summary>Reads what of an ExportTraceServiceRequest the tests ask for.</summary>
/// <remarks>Source: opentelemetry-proto 1.8, trace.proto, common.proto and the protobuf encoding, read 2026-11-30.</remarks>
internal static class OtlpReader
{
    public static OtlpExport Read(byte[] request)
    {
        var spans = new List<OtlpSpan>();
        Dictionary<string, string> resource = new(StringComparer.Ordinal);
        foreach (Field resourceSpans in Fields(request).Where(f => f.Number == 1))
        {
            foreach (Field part in Fields(resourceSpans.Bytes))
            {
                if (part.Number == 1)
                {
                    resource = Attributes(Fields(part.Bytes).Where(f => f.Number == 1));
                }
                else if (part.Number == 2)
                {
                    spans.AddRange(Fields(part.Bytes).Where(f => f.Number == 2).Select(f => Span(f.Bytes)));
                }
            }
        }

        return new OtlpExport(resource, spans);
    }

    private static OtlpSpan Span(byte[] bytes)
    {
        List<Field> fields = [.. Fields(bytes)];
        return new OtlpSpan(
            Hex(1), Hex(2), Hex(4), Encoding.UTF8.GetString(One(5)), (int)fields.Where(f => f.Number == 6).Select(f => f.Value).SingleOrDefault(),
            fields.Single(f => f.Number == 7).Value, fields.Single(f => f.Number == 8).Value,
            Attributes(fields.Where(f => f.Number == 9)), [.. fields.Where(f => f.Number == 13).Select(f => Convert.ToHexString(Fields(f.Bytes).Single(l => l.Number == 1).Bytes))]);

        byte[] One(int number) => fields.Where(f => f.Number == number).Select(f => f.Bytes).SingleOrDefault() ?? [];

        string Hex(int number) => Convert.ToHexString(One(number));
    }

    private static Dictionary<string, string> Attributes(IEnumerable<Field> pairs) => pairs
        .Select(pair => Fields(pair.Bytes).ToList())
        .ToDictionary(
            pair => Encoding.UTF8.GetString(pair.Single(f => f.Number == 1).Bytes),
            pair => pair.Where(f => f.Number == 2).Select(f => Text(f.Bytes)).SingleOrDefault() ?? "",
            StringComparer.Ordinal);

    private static string Text(byte[] value) => Fields(value).Select(f => f.Number switch
    {
        1 => Encoding.UTF8.GetString(f.Bytes),
        2 => f.Value == 1 ? "true" : "false",
        3 => ((long)f.Value).ToString(CultureInfo.InvariantCulture),
        4 => BitConverter.UInt64BitsToDouble(f.Value).ToString("R", CultureInfo.InvariantCulture),
        _ => "",
    }).SingleOrDefault() ?? "";

    private static IEnumerable<Field> Fields(byte[] message)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong tag = Varint(message, ref at);
            int number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new Field(number, Varint(message, ref at), []);
                    break;
                case 1:
                    yield return new Field(number, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at, 8)), []);
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(message, ref at);
                    yield return new Field(number, 0, message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return new Field(number, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at, 4)), []);
                    at += 4;
                    break;
                default:
                    throw new FormatException($"no such wire type: {tag & 7} at {at}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private readonly record struct Field(int Number, ulong Value, byte[] Bytes);
}
