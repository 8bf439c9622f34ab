using System.Text.Json;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>A message as a tree that need not be JSON any more when it is written: fields may repeat, tokens may be anything.</summary>
internal abstract class JsonTree
{
    public static JsonTree Read(byte[] message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        return Read(ref reader, message);
    }

    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        Write(bytes);
        return [.. bytes];
    }

    public abstract void Write(List<byte> bytes);

    public abstract JsonTree Copy();

    private static JsonTree Read(ref Utf8JsonReader reader, byte[] message)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var group = new JsonGroup();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    byte[] name = Token(reader, message);
                    reader.Read();
                    group.Fields.Add((name, Read(ref reader, message)));
                }

                return group;
            case JsonTokenType.StartArray:
                var list = new JsonList();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Read(ref reader, message));
                }

                return list;
            default:
                return new JsonLeaf(Token(reader, message));
        }
    }

    private static byte[] Token(scoped in Utf8JsonReader reader, byte[] message)
    {
        int start = (int)reader.TokenStartIndex;
        bool quoted = message[start] == (byte)'"';
        return message[start..(start + reader.ValueSpan.Length + (quoted ? 2 : 0))];
    }
}

internal sealed class JsonGroup : JsonTree
{
    /// <summary>Names with their quotes.</summary>
    public List<(byte[] Name, JsonTree Value)> Fields { get; } = [];

    public override void Write(List<byte> bytes)
    {
        bytes.Add((byte)'{');
        for (int i = 0; i < Fields.Count; i++)
        {
            if (i > 0)
            {
                bytes.Add((byte)',');
            }

            bytes.AddRange(Fields[i].Name);
            bytes.Add((byte)':');
            Fields[i].Value.Write(bytes);
        }

        bytes.Add((byte)'}');
    }

    public override JsonTree Copy()
    {
        var copy = new JsonGroup();
        copy.Fields.AddRange(Fields.Select(f => (f.Name, f.Value.Copy())));
        return copy;
    }
}

internal sealed class JsonList : JsonTree
{
    public List<JsonTree> Items { get; } = [];

    public override void Write(List<byte> bytes)
    {
        bytes.Add((byte)'[');
        for (int i = 0; i < Items.Count; i++)
        {
            if (i > 0)
            {
                bytes.Add((byte)',');
            }

            Items[i].Write(bytes);
        }

        bytes.Add((byte)']');
    }

    public override JsonTree Copy()
    {
        var copy = new JsonList();
        copy.Items.AddRange(Items.Select(i => i.Copy()));
        return copy;
    }
}

/// <param name="Token">As written, a string with its quotes.</param>
internal sealed class JsonLeaf(byte[] token) : JsonTree
{
    public byte[] Token { get; set; } = token;

    public override void Write(List<byte> bytes) => bytes.AddRange(Token);

    public override JsonTree Copy() => new JsonLeaf(Token);
}
