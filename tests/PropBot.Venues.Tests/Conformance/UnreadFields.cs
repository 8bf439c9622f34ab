using PropBot.Testing;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>Fields of messages that no reader of ours looks at, against the reviewed list of one venue.</summary>
/// <remarks>A line of the list: <c>type: field field | why we need not read them</c>; <c>#</c> begins a comment.</remarks>
internal sealed class UnreadFields
{
    private const string Folder = "tests/PropBot.Venues.Tests/Conformance";

    private readonly SortedDictionary<string, string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _shapes = new(StringComparer.Ordinal);

    public void Add(string type, string field, string source) => _found.TryAdd($"{type}: {field}", source);

    /// <summary>
    /// For a reader by hand: a field is read when the reader's result is another without its name. Found out over the first messages of
    /// each shape; a field that mattered once is read.
    /// </summary>
    /// <param name="outcome">All that the reader makes of a message, as text.</param>
    /// <param name="othersRead">Fields that begin so are for another reader.</param>
    public void ByHand(string reader, CapturedMessage message, Func<byte[], string> outcome, string? othersRead = null)
    {
        const int MessagesPerShape = 3;
        FieldPaths paths = new(message.Body);
        string shape = $"{reader} {string.Join(' ', paths.All)}";
        int seen = _shapes.GetValueOrDefault(shape);
        if (seen == MessagesPerShape)
        {
            return;
        }

        _shapes[shape] = seen + 1;
        string asItIs = Told(message.Body, outcome);
        foreach (string path in paths.All.Where(p => othersRead is null || !p.StartsWith(othersRead, StringComparison.Ordinal)))
        {
            if (Told(paths.Without(path), outcome) != asItIs)
            {
                _read.Add($"{reader}: {path}");
            }
            else
            {
                Add(reader, path, message.Source);
            }
        }
    }

    /// <summary>Fails for a field that is not in the list and for a line that nothing matches.</summary>
    public void AssertReviewed(string list)
    {
        string[] unread = [.. _found.Keys.Where(f => !_read.Contains(f))];
        HashSet<string> reviewed = new(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(Path.Combine(RepositoryRoot.Path, Folder, list)).Where(l => l.Length > 0 && l[0] != '#'))
        {
            string[] parts = line.Split('|', 2, StringSplitOptions.TrimEntries);
            Assert.True(parts is [_, { Length: > 8 }], $"{list}: '{line}' does not say why");
            int colon = parts[0].LastIndexOf(": ", StringComparison.Ordinal);
            foreach (string field in parts[0][(colon + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.True(reviewed.Add($"{parts[0][..colon]}: {field}"), $"{list}: {parts[0][..colon]}: {field} stands there twice");
            }
        }

        string[] missing = [.. unread.Where(f => !reviewed.Contains(f)).Select(f => $"{f} ({_found[f]})")];
        string[] dead = [.. reviewed.Where(f => !unread.Contains(f, StringComparer.Ordinal))];
        Assert.True(missing.Length == 0, $"{missing.Length} fields that nobody reads and nobody reviewed; read them or add them to {Folder}/{list}:\n{string.Join('\n', missing)}");
        Assert.True(dead.Length == 0, $"{dead.Length} fields in {Folder}/{list} that are read or never come; take them out:\n{string.Join('\n', dead)}");
    }

    private static string Told(byte[] message, Func<byte[], string> outcome)
    {
        try
        {
            return outcome(message);
        }
        catch (Exception refused) when (WireText.IsMalformed(refused))
        {
            return "malformed";
        }
    }
}
