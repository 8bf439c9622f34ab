using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

public sealed class FirstReachTests
{
    private static readonly DateTimeOffset Now = ManualTime.SomeDay;

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(0.1, null, 1)]
    [InlineData(3.0, null, 3)]
    [InlineData(3.0, 2.0, 2)]
    [InlineData(3.0, 400.0, 3)]
    [InlineData(200.0, null, 89)]
    public void FirstReach_LedgerToldUntil_BeginsThere(double? toldDaysAgo, double? booksOpenedDaysAgo, double reachesDays)
    {
        VenueOptions options = Options(Ago(toldDaysAgo), Ago(booksOpenedDaysAgo));

        Assert.Equal(Now.AddDays(-reachesDays), options.FirstReach(Now));
    }

    [Fact]
    public async Task FundingPoll_DownForThreeDays_AsksForAllOfThem()
    {
        var time = new ManualTime();
        var sink = new RecordingSink();
        FundingPayment missed = Payment("funding-of-three-days-ago", Now.AddDays(-2.9));
        List<DateTimeOffset> asked = [];
        using var poll = new FundingPoll(
            sink,
            new VenueClock(time, 0),
            Options(toldUntil: Now.AddDays(-3), fundingSince: Now.AddDays(-300)),
            time.GetUtcNow,
            (since, _, _) =>
            {
                asked.Add(since);
                return Task.FromResult<IReadOnlyList<FundingPayment>?>(missed.SettledAt >= since ? [missed] : []);
            });

        Assert.True(await poll.AskAsync(CancellationToken.None));
        Assert.True(await poll.AskAsync(CancellationToken.None));

        Assert.Equal([Now.AddDays(-3), Now - FundingPoll.Overlap], asked);
        Assert.Equal(missed, Assert.IsType<Core.Engine.Events.FundingSettled>(Assert.Single(sink.Events)).Payment);
    }

    private static DateTimeOffset? Ago(double? days) => days is { } given ? Now.AddDays(-given) : null;

    private static FundingPayment Payment(string id, DateTimeOffset settledAt) => new(
        new InstrumentId(VenueId.OkxPerp, Symbol.Parse("BTCUSDT")), id, new Money(-0.01m, Asset.Usdt), settledAt);

    private static VenueOptions Options(DateTimeOffset? toldUntil, DateTimeOffset? fundingSince) => new()
    {
        Venue = VenueId.OkxPerp,
        Symbols = [],
        RestAddress = new Uri("http://127.0.0.1:1"),
        PublicStreamAddress = new Uri("ws://127.0.0.1:1"),
        PrivateStreamAddress = new Uri("ws://127.0.0.1:1"),
        Credentials = new VenueCredentials("key", "secret", null),
        ToldUntil = toldUntil,
        FundingSince = fundingSince,
    };
}
