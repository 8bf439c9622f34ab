namespace PropBot.SystemTests.Tracing;

/// <summary>A span as it came over the wire.</summary>
/// <param name="Parent">Empty for a root.</param>
/// <param name="Kind">1 internal, 3 client.</param>
/// <param name="Start">Nanoseconds since the Unix epoch.</param>
/// <param name="End">Nanoseconds since the Unix epoch.</param>
/// <param name="Links">Traces that it names.</param>
internal sealed record OtlpSpan(
    string Trace, string Id, string Parent, string Name, int Kind, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links)
{
    public string this[string attribute] => Attributes.TryGetValue(attribute, out string? value) ? value : throw new KeyNotFoundException($"{Name} has no {attribute}: {string.Join(", ", Attributes.Keys)}");
}

/// <summary>Spans with the attributes of the process that sent them.</summary>
internal sealed record OtlpExport(IReadOnlyDictionary<string, string> Resource, IReadOnlyList<OtlpSpan> Spans);
