using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Vectors;

/// <summary>Profits that are known to be true, against pairs and books.</summary>
public sealed class ProfitVectors
{
    private static readonly InstrumentId Binance = TestInstruments.BinanceBtc.Id;

    [Theory]
    // Entries, exits (long, short), quantity, truth: (exit - entry) of the long plus (entry - exit) of the short.
    [InlineData("20000", "20010", "20100", "20120", "0.05", "-0.5")]
    [InlineData("20000", "20100", "20100", "20100", "0.05", "5")]
    [InlineData("20000", "20010", "20000", "20010", "0.05", "0")]
    [InlineData("20000", "20010", "19000", "19000", "0.05", "0.5")]
    public void ClosedPair_OfEqualLegs_CountsFromItsEntries(
        string entryLong, string entryShort, string exitLong, string exitShort, string quantity, string expected)
    {
        PairRecord pair = Pair(
            Leg(Binance, WireNumber.Parse(quantity), WireNumber.Parse(entryLong), WireNumber.Parse(quantity), WireNumber.Parse(exitLong)),
            Leg(TestInstruments.OkxBtc.Id, WireNumber.Parse(quantity), WireNumber.Parse(exitShort), WireNumber.Parse(quantity), WireNumber.Parse(entryShort)));
        Assert.Equal(WireNumber.Parse(expected), pair.RealizedPnl().Total);
    }

    [Fact]
    public void ClosedPair_OfEqualNotional_IsTheDifferenceToEqualQuantity()
    {
        // 1,000 / 20,000 = 0.05 long and 1,000 / 20,010 = 0.049975... short: the truth is -0.4972513743. Ours has 0.05 on both
        // legs, -0.5, and no delta; the rest is what 0.000025 coins too few on the short leg did not lose.
        decimal shortQuantity = 1_000m / 20_010m;
        PairRecord unequal = Pair(
            Leg(Binance, 0.05m, 20_000m, 0.05m, 20_100m), Leg(TestInstruments.OkxBtc.Id, shortQuantity, 20_120m, shortQuantity, 20_010m));
        Assert.Equal(-0.4972513743128433m, unequal.RealizedPnl().Total, 14);
    }

    [Theory]
    // Side, quantity, price, fee; the cash once everything is flat or valued at the mark.
    [InlineData("B 2 100 0.1; S 1 110 0.1; S 3 90 0.2; B 2 80 0.1", "0", "19.5")]
    [InlineData("B 0.5 2000 1; S 0.5 2100 0.9", "0", "48.1")]
    [InlineData("S 2 200 0; B 1 180 0", "200", "20")]
    [InlineData("B 2 100 0", "105", "10")]
    [InlineData("S 3 50 0", "48", "6")]
    [InlineData("B 1 20000 2", "20000", "-2")]
    public void Fills_OfOneInstrument_AreWorthTheirCashAndWhatIsHeld(string fills, string mark, string expected)
    {
        var books = new DeskBooks();
        var leg = new LegRecord { Instrument = Binance };
        int trade = 0;
        foreach (string line in fills.Split("; "))
        {
            string[] words = line.Split(' ');
            decimal[] numbers = [.. words[1..].Select(WireNumber.Parse)];
            Side side = words[0] == "B" ? Side.Buy : Side.Sell;
            var fill = new FillReport(Binance, new ClientOrderId("a"), new TradeId($"{++trade}"), side, new Price(numbers[1]),
                new Quantity(numbers[0]), new Money(-numbers[2], Asset.Usdt), false, default);
            foreach (JournalEntry entry in DeskBooks.EntriesOf(fill))
            {
                books.Post(entry);
            }

            leg = side == Side.Buy
                ? leg with { BoughtQuantity = leg.BoughtQuantity + numbers[0], BoughtNotional = leg.BoughtNotional + (numbers[0] * numbers[1]) }
                : leg with { SoldQuantity = leg.SoldQuantity + numbers[0], SoldNotional = leg.SoldNotional + (numbers[0] * numbers[1]) };
            leg = leg with { Fees = leg.Fees - numbers[2] };
        }

        decimal price = WireNumber.Parse(mark);
        decimal held = books.Balance(LedgerAccount.Position(Binance), Binance.Symbol.Base);
        Assert.Equal(WireNumber.Parse(expected), books.Balance(LedgerAccount.Cash(Binance.Venue), Asset.Usdt) + (held * price));
        Assert.Equal(WireNumber.Parse(expected), Pair(leg, new LegRecord { Instrument = TestInstruments.OkxBtc.Id }).PnlAt(price, 0m).Total);
    }

    private static LegRecord Leg(InstrumentId id, decimal bought, decimal boughtAt, decimal sold, decimal soldAt) => new()
    {
        Instrument = id,
        BoughtQuantity = bought,
        BoughtNotional = bought * boughtAt,
        SoldQuantity = sold,
        SoldNotional = sold * soldAt,
    };

    private static PairRecord Pair(LegRecord l, LegRecord s) => new()
    {
        Id = new PairId(1),
        Symbol = Binance.Symbol,
        Status = PairStatus.Closed,
        Long = l,
        Short = s,
        TargetQuantity = new Quantity(0.05m),
        ExpectedEdge = default(EdgeEstimate),
        OpenedAt = EngineHarness.Noon,
    };
}
