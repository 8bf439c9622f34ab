using PropBot.Core.Values;
using PropBot.Episodes.Disturbances;
using PropBot.Episodes.Schedules;

namespace PropBot.Episodes.Tests;

public sealed class ScheduleTests
{
    [Fact]
    public void Text_EveryField_IsReadAsWritten()
    {
        var item = new ScheduleItem("refused")
        {
            At = TimeSpan.FromTicks(123_456_789),
            For = TimeSpan.FromTicks(1),
            Venue = VenueId.OkxPerp,
            Symbol = Symbol.Parse("ETHUSDT"),
            Channel = MessageChannel.OpenOrders,
            Number = 7,
            Amount = -0.05m,
            Word = "RateLimited",
        };
        var schedule = new EpisodeSchedule(ulong.MaxValue, [item, new ScheduleItem("hold")]);
        EpisodeSchedule read = ScheduleText.Read(ScheduleText.Write(schedule, "one\ntwo"));
        Assert.Equal(schedule.Seed, read.Seed);
        Assert.Equal(schedule.Items, read.Items);
        Assert.Equal("refused at=12.3456789 for=0.0000001 venue=okx-perp symbol=ETHUSDT channel=OpenOrders number=7 amount=-0.05 word=RateLimited", ScheduleText.Line(item));
    }

    [Theory]
    [InlineData("hold at=1", "seed")]
    [InlineData("seed x", "line 1")]
    [InlineData("seed 1\nhold when=1", "'when'")]
    [InlineData("seed 1\nhold at=soon", "line 2")]
    [InlineData("seed 1\nrefused channel=Smoke number=1", "line 2")]
    public void Text_ThatCannotBeRead_SaysWhere(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => ScheduleText.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_UnknownKind_IsRefused() =>
        Assert.Contains("no kind 'earthquake'", Assert.Throws<FormatException>(
            () => Episode.Run(new EpisodeSchedule(1, [new ScheduleItem("earthquake")]))).Message, StringComparison.Ordinal);

    /// <summary>Swarm style: over many seeds every kind is drawn, and no episode has all of them.</summary>
    [Fact]
    public void Draw_ManySeeds_HaveEveryKindAndNeverAll()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 60; seed++)
        {
            HashSet<string> kinds = [.. Episode.Draw(seed).Items.Select(item => item.Kind)];
            Assert.True(kinds.Count < DisturbanceCatalogue.All.Count);
            seen.UnionWith(kinds);
        }

        Assert.Equal(DisturbanceCatalogue.All.Select(disturbance => disturbance.Kind).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Minimise_TwoItemsThatMatterOfMany_AreLeft()
    {
        ScheduleItem[] items = [.. Enumerable.Range(0, 300).Select(i => new ScheduleItem("hold") { At = TimeSpan.FromSeconds(i) })];
        int runs = 0;
        EpisodeSchedule shortest = Minimiser.Minimise(new EpisodeSchedule(1, items), shorter =>
        {
            runs++;
            return shorter.Items.Contains(items[17]) && shorter.Items.Contains(items[251]);
        });
        Assert.Equal([items[17], items[251]], shortest.Items);
        Assert.True(runs < 300, $"{runs} runs");
    }
}
