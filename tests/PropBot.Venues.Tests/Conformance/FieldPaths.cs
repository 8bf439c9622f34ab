using PropBot.Venues.Tests.Fuzz;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>The fields of a message by their path, <c>data.b</c>; of a list the first item stands for all.</summary>
internal sealed class FieldPaths
{
    private readonly JsonTree _tree;
    private readonly List<string> _all = [];

    public FieldPaths(byte[] message)
    {
        _tree = JsonTree.Read(message);
        Collect(_tree, "", _all);
    }

    public IReadOnlyList<string> All => _all;

    /// <summary>The message with the field under another name, which nobody knows.</summary>
    public byte[] Without(string path)
    {
        JsonTree copy = _tree.Copy();
        Rename(copy, path.Split('.'));
        return copy.ToBytes();
    }

    private static void Collect(JsonTree tree, string before, List<string> paths)
    {
        switch (tree)
        {
            case JsonGroup group:
                foreach ((byte[] name, JsonTree value) in group.Fields)
                {
                    string path = $"{before}{NameOf(name)}";
                    paths.Add(path);
                    Collect(value, $"{path}.", paths);
                }

                break;
            case JsonList { Items: [var first, ..] }:
                Collect(first, before, paths);
                break;
        }
    }

    private static void Rename(JsonTree tree, string[] path)
    {
        switch (tree)
        {
            case JsonGroup group:
                int at = group.Fields.FindIndex(f => NameOf(f.Name) == path[0]);
                if (path.Length == 1)
                {
                    group.Fields[at] = ("\"nobodyKnows\""u8.ToArray(), group.Fields[at].Value);
                }
                else
                {
                    Rename(group.Fields[at].Value, path[1..]);
                }

                break;
            case JsonList { Items: [var first, ..] }:
                Rename(first, path);
                break;
        }
    }

    private static string NameOf(byte[] quoted) => Rule.Text(quoted.AsSpan(1, quoted.Length - 2));
}
