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

    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public string Markup => _markup ?? "";

    public static Html Of(HtmlTemplate template) => new(template.Build());

    public static Html Text(string? text) => text is null ? Empty : new Html(Encoder.Encode(text));

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.Markup)));

    public static Html If(bool condition, Func<Html> part) => condition ? part() : Empty;

    public override string ToString() => Markup;

    internal static string Encode(string text) => Encoder.Encode(text);
}
