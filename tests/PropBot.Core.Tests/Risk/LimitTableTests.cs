using System.Reflection;
using PropBot.Core.Engine;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Tests.Risk;

public class LimitTableTests
{
    private static readonly DeskLimits Defaults = new(new RiskOptions(), new StrategyLimits());

    public static TheoryData<LimitName> Limits => [.. Enum.GetValues<LimitName>()];

    /// <summary>Whoever adds a number to the options that the rules read adds its limit too.</summary>
    [Fact]
    public void EveryNumberOfTheOptions_IsChangedByExactlyOneLimit()
    {
        PropertyInfo[] numbers = [.. Numbers(typeof(RiskOptions)), .. Numbers(typeof(StrategyLimits))];
        Assert.True(numbers.Length > 30, "the options were not found");
        foreach (PropertyInfo number in numbers)
        {
            string[] limits = [.. LimitTable.All.Where(rule => Changed(rule).Contains(number)).Select(rule => rule.Code)];
            Assert.True(limits.Length == 1, $"{number.DeclaringType!.Name}.{number.Name} is changed by [{string.Join(", ", limits)}]; add its line to LimitTable");
        }
    }

    [Fact]
    public void EveryName_HasOneLine_AndOneCode()
    {
        Assert.Equal(Enum.GetValues<LimitName>(), LimitTable.All.Select(r => r.Limit).Order());
        Assert.Equal(LimitTable.All.Count, LimitTable.All.Select(r => r.Code).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Default_IsWithinTheRange_AndIsReadBack(LimitName limit)
    {
        LimitRule rule = limit.Rule();
        Assert.True(rule.Of(Defaults) is not { } value || rule.Takes(value), $"{rule.Code} {rule.Of(Defaults)}");
        decimal other = Another(rule);
        Assert.Equal(other, rule.Of(rule.With(Defaults, other)));
        Assert.False(rule.Takes(rule.Most + 1m));
        Assert.False(rule.Takes(-1m));
        Assert.Equal(!rule.ZeroIsOff && rule.Least == 0m, rule.Takes(0m));
    }

    [Fact]
    public void NoLimitAtAll_IsTheLoosest()
    {
        LimitRule loss = LimitName.MaxDailyLoss.Rule();
        LimitRule distance = LimitName.MinLiquidationDistance.Rule();
        Assert.True(loss.IsStricter(1_000_000m, null));
        Assert.False(loss.IsStricter(null, 1m));
        Assert.True(loss.IsStricter(400m, 500m));
        Assert.True(distance.IsStricter(0.2m, 0.15m));
        Assert.True(distance.IsStricter(0.01m, null));
    }

    /// <summary>500 for all that becomes 100 is too little for the 300 of one venue and not for the 50 of the other; nothing else changes by it.</summary>
    [Fact]
    public void OneForAll_IsOneNumber_AndSaysWhoAllowsMore()
    {
        LimitRule rule = LimitName.MaxNotionalPerVenue.Rule();
        DeskLimits own = rule.With(rule.With(rule.With(Defaults, 500m), 300m, "okx-perp"), 50m, "bybit-linear");
        Assert.Equal(["okx-perp"], rule.LooserOwners(own, 100m));
        DeskLimits changed = rule.With(own, 100m);
        Assert.Equal((100m, 300m, 50m), (rule.Of(changed), rule.Of(changed, "okx-perp"), rule.Of(changed, "bybit-linear")));
        Assert.Equal(300m, changed.Risk.CapOf(VenueId.OkxPerp).Value);
        Assert.Equal(100m, changed.Risk.CapOf(VenueId.BinanceUm).Value);
    }

    /// <summary>
    /// A ledger of before single ones were written out has 10,000 for all, tightened from 25,000, and BTC's own number beside it: 40,000 of the
    /// configuration, or 60,000 of two people earlier. 10,000 counted for BTC and goes on to. What two people gave it later counts.
    /// </summary>
    [Fact]
    public void OneForAll_KeptFromBefore_IsWrittenOutForSingleOnes()
    {
        LimitRule rule = LimitName.MaxPosition.Rule();
        DeskLimits configured = rule.With(rule.With(Defaults, 25_000m), 40_000m, "BTCUSDT");
        var forAll = new LimitOverride(LimitName.MaxPosition, 10_000m, 25_000m, "carl", "news", DateTimeOffset.UnixEpoch);
        var ofBtc = new LimitOverride(LimitName.MaxPosition, 60_000m, 40_000m, "anna, boris", "agreed", DateTimeOffset.UnixEpoch) { Subject = "BTCUSDT" };
        foreach (LimitOverride[] before in (LimitOverride[][])[[forAll], [ofBtc, forAll]])
        {
            LimitOverrides written = new LimitOverrides(before).WrittenOut(configured);
            Assert.Equal(forAll with { Subject = "BTCUSDT", Configured = 40_000m }, written.Of(LimitName.MaxPosition, "BTCUSDT"));
            Assert.Equal((10_000m, 10_000m), (rule.Of(written.Over(configured)), rule.Of(written.Over(configured), "BTCUSDT")));
            Assert.Equal(written, written.WrittenOut(configured));
        }

        Assert.Equal(new LimitOverrides([forAll, ofBtc]), new LimitOverrides([forAll, ofBtc]).WrittenOut(configured));
    }

    private static IEnumerable<PropertyInfo> Numbers(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && p.PropertyType != typeof(bool));

    private static List<PropertyInfo> Changed(LimitRule rule)
    {
        var changed = new List<PropertyInfo>();
        string? subject = rule.Scope switch
        {
            LimitScope.Symbol => "BTCUSDT",
            LimitScope.Asset => "BTC",
            LimitScope.Venue => "okx-perp",
            _ => null,
        };
        foreach (DeskLimits after in (DeskLimits[])[rule.With(Defaults, Another(rule)), .. subject is null ? [] : new[] { rule.With(Defaults, Another(rule), subject) }])
        {
            changed.AddRange(Numbers(typeof(RiskOptions)).Where(p => !Equals(p.GetValue(Defaults.Risk), p.GetValue(after.Risk))));
            changed.AddRange(Numbers(typeof(StrategyLimits)).Where(p => !Equals(p.GetValue(Defaults.Strategy), p.GetValue(after.Strategy))));
        }

        return changed;
    }

    /// <summary>A number that it takes and does not have.</summary>
    private static decimal Another(LimitRule rule) => rule.Of(Defaults) == rule.Most ? rule.Most - 1m : rule.Most;
}
