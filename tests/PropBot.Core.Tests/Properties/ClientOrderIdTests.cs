using FsCheck.Fluent;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Tests.Properties;

/// <summary>Client order ids: one per order over all runs, of a form that every venue takes, and known as ours.</summary>
public sealed class ClientOrderIdTests
{
    [Fact]
    public void Id_OfAnyPairLegStepAndEpoch_IsDistinctAndFitsEveryVenue() => Seeded.Holds(
        Gen.Choose(1, 99_999_998).Zip(Gen.Choose(0, 99_998)).Zip(Gen.Choose(1, 999_999_998)),
        drawn =>
        {
            ((int pair, int step), int epoch) = drawn;
            ClientOrderId[] ids =
            [
                Make(epoch, pair, LegRole.Long, step),
                Make(epoch, pair, LegRole.Short, step),
                Make(epoch, pair, LegRole.Third, step),
                Make(epoch, pair, LegRole.Long, step + 1),
                Make(epoch, pair + 1L, LegRole.Long, step),
                Make(epoch + 1, pair, LegRole.Long, step),
                ClientOrderIds.Make("desk2", epoch, new PairId(pair), LegRole.Long, step),
            ];
            Assert.Equal(ids.Length, ids.Distinct().Count());
            Assert.All(ids, id => Assert.Matches("^[0-9a-z]{1,32}$", id.Value));
            Assert.True(ClientOrderIds.IsOfDesk("desk1", ids[0].Value));
            Assert.False(ClientOrderIds.IsOfDesk("desk1", ids[^1].Value));
            Assert.Equal(ids[0], Make(epoch, pair, LegRole.Long, step));
        });

    [Fact]
    public void Id_IsReadable_AndTheLongestHasThirtyTwoCharacters()
    {
        Assert.Equal("pbdesk1p71l0e12", Make(12, 71, LegRole.Long, 0).Value);
        Assert.Equal("pbdesk1p71t3e12", Make(12, 71, LegRole.Third, 3).Value);
        Assert.Equal(32, Make(999_999_999, 99_999_999, LegRole.Short, 99_999).Value.Length);
        Assert.Throws<ArgumentException>(() => Make(999_999_999, 100_000_000, LegRole.Short, 99_999));
    }

    /// <summary>In base 36, pair 1 (1) with step 756 (l0) and pair 57 (1l) with step 0 were the same.</summary>
    [Fact]
    public void Id_OfPairsWhoseNumbersHeldTheLetterOfALeg_IsDistinct() =>
        Assert.NotEqual(Make(1, 1, LegRole.Long, 756), Make(1, 57, LegRole.Long, 0));

    [Theory]
    [InlineData("pbdesk1p1zl0", true)]
    [InlineData("pbdesk1p71l0e12", true)]
    [InlineData("pbdesk2p71l0e12", false)]
    [InlineData("web_123", false)]
    [InlineData("", false)]
    public void IsOfDesk_KnowsBothForms_AndNobodyElses(string id, bool isOurs) => Assert.Equal(isOurs, ClientOrderIds.IsOfDesk("desk1", id));

    private static ClientOrderId Make(long epoch, long pair, LegRole leg, int step) => ClientOrderIds.Make("desk1", epoch, new PairId(pair), leg, step);
}
