using PropBot.Venues.Binance.Rest;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rule H1: everything in a span, whichever end of a full answer the venue cuts off.</summary>
public sealed class BinanceWindowsTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_770_000_000_000);
    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_ManyPagesWithEqualTimesAtTheirBorders_IsWholeAndNothingTwice(bool cutsOffTheOldest)
    {
        // 30 days; 2,500 entries in one burst of 900 ms, pairs of equal times elsewhere.
        List<Entry> all = [.. Enumerable.Range(0, 6_000).Select(i => new Entry(
            i, Start.ToUnixTimeMilliseconds() + (i is >= 1_000 and < 3_500 ? (5 * Day) + ((i - 1_000) * 900L / 2_500) : i / 2 * 2L * Day / 250)))];
        var venue = new Venue(all, cutsOffTheOldest);

        List<Entry>? read = await BinanceWindows.ReadAsync<Entry>(
            new HistorySpan(Start, Start.AddDays(60)), venue.PageAsync, (_, _) => throw new InvalidOperationException("no millisecond is crowded"));

        Assert.Equal(all.OrderBy(e => e.Time).Select(e => e.Id), read!.OrderBy(e => e.Time).ThenBy(e => e.Id).Select(e => e.Id));
        Assert.Equal(all.Count, read!.Count);
        Assert.All(venue.Asked, w => Assert.True(w.To - w.From < 7 * Day, "a window has to be shorter than seven days"));
    }

    [Fact]
    public async Task Read_MillisecondWithMoreThanAPage_GoesOnById()
    {
        long busy = Start.ToUnixTimeMilliseconds() + 5;
        List<Entry> all = [.. Enumerable.Range(0, 2_400).Select(i => new Entry(i, busy)), new(2_400, busy + 1)];
        var venue = new Venue(all, cutsOffTheOldest: false);

        List<Entry>? read = await BinanceWindows.ReadAsync<Entry>(
            new HistorySpan(Start, Start.AddSeconds(1)),
            venue.PageAsync,
            (millisecond, first) => BinanceWindows.ReadByIdAsync(millisecond, first, e => e.Id, e => e.Time, venue.FromAsync));

        Assert.Equal(all.Select(e => e.Id), read!.Select(e => e.Id));
    }

    [Fact]
    public async Task Read_EndOfTheSpan_IsExclusive()
    {
        var venue = new Venue([], cutsOffTheOldest: false);

        await BinanceWindows.ReadAsync<Entry>(new HistorySpan(Start, Start.AddSeconds(1)), venue.PageAsync, (_, _) => throw new InvalidOperationException());
        await BinanceWindows.ReadAsync<Entry>(new HistorySpan(Start.AddTicks(1), Start.AddTicks(1)), venue.PageAsync, (_, _) => throw new InvalidOperationException());

        Assert.Equal([(Start.ToUnixTimeMilliseconds(), Start.ToUnixTimeMilliseconds() + 999)], venue.Asked);
    }

    [Fact]
    public async Task Read_OneWindowWithoutAnAnswer_IsNoAnswer()
    {
        int asked = 0;

        Assert.Null(await BinanceWindows.ReadAsync<Entry>(
            new HistorySpan(Start, Start.AddDays(20)),
            (_, _) => Task.FromResult<IReadOnlyList<Entry>?>(++asked == 2 ? null : []),
            (_, _) => throw new InvalidOperationException()));
        Assert.Equal(2, asked);
    }

    private sealed record Entry(long Id, long Time);

    private sealed class Venue(IReadOnlyList<Entry> entries, bool cutsOffTheOldest)
    {
        public List<(long From, long To)> Asked { get; } = [];

        public Task<IReadOnlyList<Entry>?> PageAsync(long from, long to)
        {
            Asked.Add((from, to));
            List<Entry> within = [.. entries.Where(e => e.Time >= from && e.Time <= to).OrderBy(e => e.Time).ThenBy(e => e.Id)];
            return Task.FromResult<IReadOnlyList<Entry>?>(
                [.. cutsOffTheOldest ? within.TakeLast(BinanceWindows.PageLimit) : within.Take(BinanceWindows.PageLimit)]);
        }

        public Task<IReadOnlyList<Entry>?> FromAsync(long id) =>
            Task.FromResult<IReadOnlyList<Entry>?>([.. entries.Where(e => e.Id >= id).OrderBy(e => e.Id).Take(BinanceWindows.PageLimit)]);
    }
}
