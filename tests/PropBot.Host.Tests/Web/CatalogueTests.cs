using System.Reflection;
using System.Text.RegularExpressions;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Host.Auth;
using PropBot.Host.Localization;

namespace PropBot.Host.Tests.Web;

public sealed class CatalogueTests
{
    // Words that a Russian desk uses as they are.
    private static readonly string[] SameInBoth = ["HOLD", "Bid", "Ask", "Mark", "Funding", "PARTIAL", "≤ {0} {1}", "OK", "DEGRADED", "AUTO_HOLD"];

    public static TheoryData<string> Keys => [.. Fields().Select(NameOf)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Text_IsThereInBothLanguages(string key) => Check((LocalText)Fields().Single(f => NameOf(f) == key).GetValue(null)!);

    [Fact]
    public void Codes_HaveWordsInBothLanguages()
    {
        Assert.All(CodeCatalogue.Verdicts.Values, Check);
        Assert.All(CodeCatalogue.CloseReasons.Values, Check);
        Assert.All(CodeCatalogue.HoldReasons.Values, Check);
        Assert.All(CodeCatalogue.WatchStates.Values, Check);
        Assert.All(CodeCatalogue.ApprovalActions.Values, Check);
        Assert.All(CodeCatalogue.ApprovalStatuses.Values, Check);
        Assert.All(CodeCatalogue.ApprovalParameters.Values, Check);
        Assert.All(CodeCatalogue.Trusts.Values, Check);
        Assert.All(CodeCatalogue.Links.Values, Check);
        Assert.All(CodeCatalogue.PairStatuses.Values, Check);
        Assert.All(CodeCatalogue.Roles.Values, Check);
        Assert.All(SweepWords.Kinds.Values, Check);
        Assert.All(SweepWords.Statuses.Values, Check);
        Assert.All(SweepWords.Waits.Values, Check);
        Assert.All(SweepWords.Reasons.Values, Check);
    }

    [Fact]
    public void Codes_NoneIsWithoutWords()
    {
        Assert.Equal(Enum.GetValues<BookTrust>(), CodeCatalogue.Trusts.Keys.Order());
        Assert.Equal(Enum.GetValues<VenueLink>(), CodeCatalogue.Links.Keys.Order());
        Assert.Equal(Enum.GetValues<PairStatus>(), CodeCatalogue.PairStatuses.Keys.Order());
        Assert.Equal(Enum.GetValues<OperatorRole>(), CodeCatalogue.Roles.Keys.Order());
        Assert.Equal(Enum.GetValues<SweepKind>(), SweepWords.Kinds.Keys.Order());
        Assert.Equal(Enum.GetValues<SweepStatus>(), SweepWords.Statuses.Keys.Order());
        Assert.Equal(Enum.GetValues<SweepWait>(), SweepWords.Waits.Keys.Order());
        Assert.Equal(Enum.GetValues<RemainderReason>(), SweepWords.Reasons.Keys.Order());
        Assert.Equal(Enum.GetValues<WatchStatus>(), CodeCatalogue.WatchStates.Keys.Order());
        Assert.Equal(Enum.GetValues<ApprovalAction>(), CodeCatalogue.ApprovalActions.Keys.Order());
        Assert.Equal(Enum.GetValues<ApprovalStatus>(), CodeCatalogue.ApprovalStatuses.Keys.Order());
        Assert.All(Enum.GetValues<RiskRule>(), rule => Assert.Contains(rule.Code(), CodeCatalogue.Verdicts.Keys));
    }

    [Fact]
    public void Code_WithoutWords_IsShownAsItIs() => Assert.Equal("brand_new", CodeCatalogue.Verdicts.Words("brand_new", Language.Russian));

    private static string NameOf(FieldInfo field) => $"{field.DeclaringType!.Name}.{field.Name}";

    private static IEnumerable<FieldInfo> Fields() =>
        new[] { typeof(Catalogue), typeof(SweepWords) }.SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(f => f.FieldType == typeof(LocalText));

    private static void Check(LocalText text)
    {
        Assert.False(string.IsNullOrWhiteSpace(text.English), text.Russian);
        Assert.False(string.IsNullOrWhiteSpace(text.Russian), text.English);
        Assert.DoesNotMatch(@"\p{IsCyrillic}", text.English);
        if (!SameInBoth.Contains(text.Russian))
        {
            Assert.Matches(@"\p{IsCyrillic}", text.Russian);
        }

        // What is filled in is filled in both languages.
        Assert.Equal(Places(text.English), Places(text.Russian));
    }

    private static string[] Places(string text) => [.. Regex.Matches(text, @"\{\d+\}").Select(m => m.Value).Order(StringComparer.Ordinal)];
}
