using System.Text;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>Changes a recorded message as broken, lying or future venues might. The same seed makes the same message.</summary>
internal static class Mutation
{
    /// <summary>Deeper than the reader goes (64), far less than a stack.</summary>
    private const int Depth = 200;

    private const int LongText = 20_000;

    /// <summary>Numbers that readers get wrong: signs, exponents, zeros, limits of long, decimal and double, other alphabets' digits.</summary>
    private static readonly byte[][] Numbers = [.. new[]
    {
        "0", "-0", "-0.0", "00", "007", "0.0", "1", "-1", "1.", ".5", ".", "-", "+1", "1e5", "1E-5", "1e400", "-1e-400", "1e+2", "0x10", "1_000",
        "1,000", " 1", "1 ", "\\u0031", "1\\u002e5", "NaN", "Infinity", "-Infinity", "null", "true", "", "٣", "１", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "79228162514264337593543950335",
        "79228162514264337593543950336", "0.0000000000000000000000000001", "0.00000000000000000000000000001", "0.1234567890123456789012345678901",
        "100000000000000000000000000000000000000000000000", "1.00000000000000000000000000000000000000000000", "253402300799999",
        "253402300800000", "9007199254740993", "4294967296", "2147483648", "61800.200000000", "61800.25", "0.0005", "1e-1000000000",
    }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] OtherTypes = [.. new[]
    {
        "null", "true", "false", "{}", "[]", "[[]]", "[[[]]]", "{\"a\":1}", "\"x\"", "\"\"", "0", "[null]", "[\"1\",\"2\"]", "[[\"1\",\"2\"],5]",
        "tru", "\"\\u0000\"", "\"\\ud800\"", "{\"e\":\"depthUpdate\"}", "[1,[2,[3,{\"b\":[]}]]]",
    }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] BadBytes = [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8], [0x00], [0xE2, 0x82], [0xEF, 0xBB, 0xBF]];

    public static byte[] Of(byte[] message, Random random)
    {
        // One message in sixteen goes through as it is: it has to be accepted, and read right.
        if (random.Next(16) == 0)
        {
            return message;
        }

        byte[] changed = message;
        if (random.Next(8) != 0)
        {
            JsonTree tree = JsonTree.Read(message);
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                Change(ref tree, random);
            }

            changed = tree.ToBytes();
        }

        return random.Next(4) == 0 ? ChangeBytes(changed, random) : changed;
    }

    private static byte[] ChangeBytes(byte[] message, Random random)
    {
        if (message.Length == 0)
        {
            return message;
        }

        int at = random.Next(message.Length);
        switch (random.Next(6))
        {
            case 0:
                return message[..at];
            case 1:
                byte[] flipped = [.. message];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 2:
                return [.. message[..at], .. BadBytes[random.Next(BadBytes.Length)], .. message[at..]];
            case 3:
                return [.. message, .. message[at..]];
            case 4:
                int end = Math.Min(message.Length, at + random.Next(1, 20));
                return [.. message[..at], .. message[end..]];
            default:
                return [.. message[..at], (byte)"{}[]\",: \n0-"[random.Next(11)], .. message[at..]];
        }
    }

    private static void Change(ref JsonTree tree, Random random)
    {
        var groups = new List<JsonGroup>();
        var lists = new List<JsonList>();
        var leaves = new List<JsonLeaf>();
        Collect(tree, groups, lists, leaves);
        switch (random.Next(10))
        {
            case < 3 when leaves.Count > 0:
                ChangeLeaf(leaves, random);
                break;
            case < 6 when groups.Count > 0 && groups[random.Next(groups.Count)] is { Fields.Count: > 0 } group:
                ChangeFields(group, random);
                break;
            case < 8 when lists.Count > 0:
                ChangeItems(lists[random.Next(lists.Count)], random);
                break;
            case 8:
                Replace(ref tree, groups, lists, random);
                break;
            default:
                // Two leaves trade places.
                if (leaves.Count > 1)
                {
                    JsonLeaf one = leaves[random.Next(leaves.Count)];
                    JsonLeaf other = leaves[random.Next(leaves.Count)];
                    (one.Token, other.Token) = (other.Token, one.Token);
                }

                break;
        }
    }

    private static void ChangeLeaf(List<JsonLeaf> leaves, Random random)
    {
        JsonLeaf leaf = leaves[random.Next(leaves.Count)];
        byte[] token = leaf.Token;
        bool quoted = token is [(byte)'"', ..];
        switch (random.Next(6))
        {
            case 0:
            case 1:
                leaf.Token = quoted ? Quote(Numbers[random.Next(Numbers.Length)]) : Numbers[random.Next(Numbers.Length)];
                break;
            case 2:
                leaf.Token = quoted ? token[1..^1] : Quote(token);
                break;
            case 3:
                leaf.Token = OtherTypes[random.Next(OtherTypes.Length)];
                break;
            case 4 when quoted:
                int at = random.Next(1, token.Length);
                leaf.Token = [.. token[..at], .. BadBytes[random.Next(BadBytes.Length)], .. token[at..]];
                break;
            case 5 when random.Next(20) == 0:
                leaf.Token = Quote(Enumerable.Repeat((byte)'7', LongText));
                break;
            default:
                // One more digit, one fewer.
                leaf.Token = !quoted ? [.. token, (byte)'0'] : token.Length > 3 ? [.. token[..^2], (byte)'"'] : [.. token[..^1], (byte)'9', (byte)'"'];
                break;
        }
    }

    private static void ChangeFields(JsonGroup group, Random random)
    {
        int at = random.Next(group.Fields.Count);
        (byte[] name, JsonTree value) = group.Fields[at];
        switch (random.Next(6))
        {
            case 0:
                group.Fields.RemoveAt(at);
                break;
            case 1:
                group.Fields.Insert(random.Next(group.Fields.Count + 1), (name, value.Copy()));
                break;
            case 2:
                // The same name with another field's value.
                group.Fields.Insert(random.Next(group.Fields.Count + 1), (name, group.Fields[random.Next(group.Fields.Count)].Value.Copy()));
                break;
            case 3:
                group.Fields[at] = (group.Fields[random.Next(group.Fields.Count)].Name, value);
                break;
            case 4:
                group.Fields[at] = (Escaped(name), value);
                break;
            default:
                Shuffle(group.Fields, random);
                break;
        }
    }

    private static void ChangeItems(JsonList list, Random random)
    {
        int at = random.Next(list.Items.Count + 1);
        bool has = at < list.Items.Count;
        switch (random.Next(5))
        {
            case 0 when has:
                list.Items.RemoveAt(at);
                break;
            case 1 when has:
                list.Items.Insert(random.Next(list.Items.Count + 1), list.Items[at].Copy());
                break;
            case 2:
                Shuffle(list.Items, random);
                break;
            case 3:
                list.Items.Insert(at, new JsonLeaf(OtherTypes[random.Next(OtherTypes.Length)]));
                break;
            default:
                list.Items.Insert(at, new JsonLeaf(Quote(Numbers[random.Next(Numbers.Length)])));
                break;
        }
    }

    private static void Replace(ref JsonTree tree, List<JsonGroup> groups, List<JsonList> lists, Random random)
    {
        byte[] token = random.Next(4) == 0
            ? [.. Enumerable.Repeat((byte)'[', Depth), .. Enumerable.Repeat((byte)']', Depth)]
            : OtherTypes[random.Next(OtherTypes.Length)];
        var leaf = new JsonLeaf(token);
        if (random.Next(8) == 0)
        {
            tree = leaf;
        }
        else if (random.Next(2) == 0 && groups.Count > 0 && groups[random.Next(groups.Count)] is { Fields.Count: > 0 } group)
        {
            int at = random.Next(group.Fields.Count);
            group.Fields[at] = (group.Fields[at].Name, leaf);
        }
        else if (lists.Count > 0 && lists[random.Next(lists.Count)] is { Items.Count: > 0 } list)
        {
            list.Items[random.Next(list.Items.Count)] = leaf;
        }
    }

    private static void Collect(JsonTree tree, List<JsonGroup> groups, List<JsonList> lists, List<JsonLeaf> leaves)
    {
        switch (tree)
        {
            case JsonGroup group:
                groups.Add(group);
                group.Fields.ForEach(f => Collect(f.Value, groups, lists, leaves));
                break;
            case JsonList list:
                lists.Add(list);
                list.Items.ForEach(i => Collect(i, groups, lists, leaves));
                break;
            case JsonLeaf leaf:
                leaves.Add(leaf);
                break;
        }
    }

    private static byte[] Quote(IEnumerable<byte> text) => [(byte)'"', .. text, (byte)'"'];

    /// <summary>The same name, its first letter as an escape.</summary>
    private static byte[] Escaped(byte[] name) => name.Length > 2 && name[1] != (byte)'\\'
        ? [(byte)'"', .. Encoding.ASCII.GetBytes($"\\u{name[1]:x4}"), .. name[2..]]
        : name;

    private static void Shuffle<T>(List<T> items, Random random)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
