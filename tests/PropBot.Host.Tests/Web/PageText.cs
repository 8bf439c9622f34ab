using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PropBot.Host.Tests.Web;

/// <summary>Reads a rendered page the way a test wants it.</summary>
internal static class PageText
{
    /// <summary>The exact value of the first number with this field name, optionally in a row.</summary>
    public static decimal Field(string page, string field, string? row = null)
    {
        string where = row is null ? page : Regex.Match(page, $"<tr data-row=\"{Regex.Escape(row)}\".*?</tr>", RegexOptions.Singleline).Value;
        Match match = Regex.Match(where, $"<data value=\"([^\"]+)\" data-field=\"{field}\"");
        Assert.True(match.Success, $"the page has no number {field} {row}");
        return decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>What a reader sees: no tags, entities resolved, blanks folded.</summary>
    public static string Visible(string page)
    {
        string body = Regex.Replace(page, "<head>.*?</head>|<noscript>.*?</noscript>", "", RegexOptions.Singleline);
        return Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(body, "<[^>]+>", " ")), "\\s+", " ");
    }
}
