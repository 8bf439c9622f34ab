using PropBot.Core.Risk;
using PropBot.Host.Localization;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>The closed list of codes has words in both languages and a page that operators read.</summary>
public sealed class DenialCatalogueTests
{
    private const string Begin = "UPDATE_GOLDEN=1 writes it anew -->\n";
    private const string End = "<!-- end of denial codes -->";

    [Fact]
    public void Codes_EachHasWordsAndSomethingToDo()
    {
        Assert.Equal(Enum.GetValues<RiskRule>().Order(), DenialCatalogue.All.Keys.Order());
        Assert.All(DenialCatalogue.All.Values, denial =>
        {
            foreach (LocalText text in (LocalText[])[denial.Meaning, denial.Action])
            {
                Assert.DoesNotMatch(@"\p{IsCyrillic}", text.English);
                Assert.Matches(@"\p{IsCyrillic}", text.Russian);
            }
        });
    }

    [Fact]
    public void Codes_AreDistinct() =>
        Assert.Equal(Enum.GetValues<RiskRule>().Length, Enum.GetValues<RiskRule>().Select(r => r.Code()).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Runbook_HasThePageOfEveryCode()
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", "operator-runbook.md");
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text[..from] + DenialCatalogue.Markdown() + text[to..]);
            return;
        }

        Assert.Equal(DenialCatalogue.Markdown(), text[from..to]);
    }
}
