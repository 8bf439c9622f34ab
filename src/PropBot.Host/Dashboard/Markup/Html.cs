using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace PropBot.Host.Dashboard.Markup;

/// <summary>
/// A piece of a page that is already encoded. It is made from a template in the source, whose holes are encoded by their type,
/// so that no text from outside can become markup.
/// </summary>
internal readonly struct Html
{
    public static readonly Html Empty;

    // Russian stays readable in the source of the page.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // What figures are made of needs no encoding; the encoder would write the narrow space and the plus as entities.
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("0123456789.+-:% \u202F");

    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public string Markup => _markup ?? "";

    public static Html Of(HtmlTemplate template) => new(template.Build());

    public static Html Text(string? text) => text is null ? Empty : new Html(Encode(text));

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.Markup)));

    public static Html If(bool condition, Func<Html> part) => condition ? part() : Empty;

    public override string ToString() => Markup;

    internal static string Encode(string text) => text.AsSpan().ContainsAnyExcept(PlainCharacters) ? Encoder.Encode(text) : text;
}
