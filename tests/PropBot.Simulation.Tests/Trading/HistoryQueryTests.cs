using FsCheck;
using FsCheck.Fluent;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>A query is what a plain filter over everything would give, in both directions; pages meet without a gap or an overlap.</summary>
public sealed class HistoryQueryTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_261_124UL, 1UL);
    private static readonly Gen<int[]> Choices = Gen.Choose(0, int.MaxValue - 1).ArrayOf(8);
    private readonly SimulatedVenue _venue;

    public HistoryQueryTests()
    {
        _venue = new SimulatedVenue(TestVenue.DefaultOptions);
        RandomOrders.Start(_venue);
        for (int step = 0; step < 400; step++)
        {
            RandomOrders.Do(_venue, step, step * 7_919);
        }
    }

    [Fact]
    public void Bills_AreThoseThatFit() => Prop.ForAll(Arb.From(Choices), numbers =>
    {
        IReadOnlyList<AccountBill> all = _venue.Bills(TestVenue.Me, new HistoryQuery { Limit = int.MaxValue });
        HistoryQuery query = QueryOf(numbers, all[0].BillId, all[^1].BillId);

        IEnumerable<AccountBill> fitting = all.Where(bill =>
            (query.Symbol is null || bill.Symbol == query.Symbol)
            && (query.From is null || bill.Time >= query.From)
            && (query.To is null || bill.Time <= query.To)
            && (query.AfterId is null || bill.BillId > query.AfterId)
            && (query.BeforeId is null || bill.BillId < query.BeforeId));
        Assert.Equal(query.Latest ? fitting.TakeLast(query.Limit) : fitting.Take(query.Limit), _venue.Bills(TestVenue.Me, query));
    }).Check(Seeded);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pages_MeetWithoutGapOrOverlap(bool backwards)
    {
        IReadOnlyList<SimulatedFill> all = _venue.Fills(TestVenue.Me, new HistoryQuery { Limit = int.MaxValue });
        var read = new List<SimulatedFill>();
        while (true)
        {
            HistoryQuery query = backwards
                ? new HistoryQuery { Limit = 7, Latest = true, BeforeId = read.Count > 0 ? read[0].TradeId : null }
                : new HistoryQuery { Limit = 7, AfterId = read.Count > 0 ? read[^1].TradeId : null };
            IReadOnlyList<SimulatedFill> page = _venue.Fills(TestVenue.Me, query);
            if (page.Count == 0)
            {
                break;
            }

            read.InsertRange(backwards ? 0 : read.Count, page);
        }

        Assert.True(all.Count > 30, $"{all.Count} fills");
        Assert.Equal(all, read);
    }

    private static HistoryQuery QueryOf(int[] numbers, long first, long last)
    {
        long IdOf(int number) => first - 5 + (number % (last - first + 10));
        DateTimeOffset TimeOf(int number) => TestVenue.T0.AddSeconds(number % 16_000);
        return new HistoryQuery
        {
            Symbol = numbers[0] % 2 == 0 ? null : TestVenue.Btc,
            From = numbers[1] % 2 == 0 ? null : TimeOf(numbers[1]),
            To = numbers[2] % 2 == 0 ? null : TimeOf(numbers[2]),
            AfterId = numbers[3] % 3 > 0 ? null : IdOf(numbers[3]),
            BeforeId = numbers[4] % 3 > 0 ? null : IdOf(numbers[4]),
            Limit = 1 + (numbers[5] % 50),
            Latest = numbers[6] % 2 == 0,
        };
    }
}
