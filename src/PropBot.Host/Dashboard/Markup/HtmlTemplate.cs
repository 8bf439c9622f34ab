using System.Runtime.CompilerServices;
using System.Text;

namespace PropBot.Host.Dashboard.Markup;

/// <summary>
/// What <c>Html.Of($"...")</c> is built with: the literal parts are ours, every hole is encoded. A number has no overload here on
/// purpose: it goes through <see cref="Figures"/>, the one formatter.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    private const int TypicalHoleLength = 24;

    private readonly StringBuilder _markup = new(literalLength + (formattedCount * TypicalHoleLength));

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(string? text)
    {
        if (text is not null)
        {
            _markup.Append(Html.Encode(text));
        }
    }

    public void AppendFormatted(Html html) => _markup.Append(html.Markup);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (Html part in parts)
        {
            _markup.Append(part.Markup);
        }
    }

    public string Build() => _markup.ToString();
}
