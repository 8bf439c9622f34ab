using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Properties;

/// <summary>Any stream of fills and settlements balances, and equity is what an average-price account of a venue says.</summary>
public sealed class DeskBooksTests
{
    private static readonly InstrumentId Btc = TestInstruments.BinanceBtc.Id;

    [Fact]
    public void Post_AnyStream_BalancesAndAgreesWithTheVenuesWayOfCounting() => Seeded.Holds(
        Seeded.Numbers,
        numbers =>
        {
            var books = new DeskBooks();
            books.Post(DeskBooks.OpeningTransfer(Btc.Venue, new Money(10_000m, Asset.Usdt), default));
            var account = new AverageAccount(10_000m);
            int trade = 0;
            foreach (int number in numbers)
            {
                decimal price = 50_000m + (number % 9_973);
                if (number % 10 == 0)
                {
                    decimal payment = (number % 101) - 50m;
                    books.Post(DeskBooks.EntryOf(new FundingPayment(Btc, $"f{trade++}", new Money(payment, Asset.Usdt), default)));
                    account.Pay(payment);
                }
                else
                {
                    FillReport fill = Fill($"t{trade++}", number % 2 == 0 ? Side.Buy : Side.Sell, price, 0.001m * (1 + (number % 37)), (number % 7) - 4m);
                    foreach (JournalEntry entry in DeskBooks.EntriesOf(fill))
                    {
                        books.Post(entry);
                    }

                    account.Trade(fill.Quantity.Value * fill.Side.Sign(), price);
                    account.Pay(fill.Fee.Amount);
                }

                Assert.All(books.Balances().GroupBy(b => b.Asset), g => Assert.Equal(0m, g.Sum(b => b.Amount)));
                decimal held = books.Balance(LedgerAccount.Position(Btc), Btc.Symbol.Base);
                decimal cash = books.Balance(LedgerAccount.Cash(Btc.Venue), Asset.Usdt);
                Assert.Equal(account.Held, held);
                // Average prices are divided and so end after 28 digits; ours are exact.
                Assert.Equal(account.EquityAt(price), cash + (held * price), 12);
            }
        },
        tests: 100);

    [Fact]
    public void Restore_OfAllBalances_GoesOnAsBefore()
    {
        var books = new DeskBooks();
        books.Post(DeskBooks.OpeningTransfer(Btc.Venue, new Money(10_000m, Asset.Usdt), default));
        foreach (JournalEntry entry in DeskBooks.EntriesOf(Fill("1", Side.Buy, 60_000m, 0.1m, -3m)))
        {
            books.Post(entry);
        }

        var restored = new DeskBooks();
        restored.Restore([.. books.Balances()]);
        Assert.Equal(books.Balances(), restored.Balances());
        Assert.Throws<InvariantViolation>(() => restored.Restore([]));
        Assert.Throws<InvariantViolation>(() => new DeskBooks().Restore([new Posting(LedgerAccount.Cash(Btc.Venue), Asset.Usdt, 1m)]));
    }

    [Fact]
    public void Entry_ThatDoesNotBalance_CannotBeMade() => Assert.Throws<InvariantViolation>(() => new JournalEntry(
        "x", EntryKind.Transfer, default,
        [new Posting(LedgerAccount.Cash(Btc.Venue), Asset.Usdt, 1m), new Posting(LedgerAccount.Capital(Btc.Venue), new Asset("BTC"), -1m)]));

    [Theory]
    [InlineData("-1.5", "Fee")]
    [InlineData("0.5", "Rebate")]
    public void Fee_ByItsSign_IsPaidOrReceived(string amount, string kind)
    {
        IReadOnlyList<JournalEntry> entries = DeskBooks.EntriesOf(Fill("1", Side.Buy, 60_000m, 0.1m, WireNumber.Parse(amount)));
        Assert.Equal(kind, entries[1].Kind.ToString());
        Assert.Equal(-WireNumber.Parse(amount), entries[1].Postings.First(p => p.Account == LedgerAccount.Fees(Btc.Venue)).Amount);
        Assert.Single(DeskBooks.EntriesOf(Fill("1", Side.Buy, 60_000m, 0.1m, 0m)));
    }

    private static FillReport Fill(string trade, Side side, decimal price, decimal quantity, decimal fee) => new(
        Btc, new ClientOrderId("a"), new TradeId(trade), side, new Price(price), new Quantity(quantity), new Money(fee, Asset.Usdt), false, default);

    /// <summary>Wallet, position and average entry price, as a venue shows them.</summary>
    private sealed class AverageAccount(decimal wallet)
    {
        private decimal _wallet = wallet;
        private decimal _entry;

        public decimal Held { get; private set; }

        public void Pay(decimal amount) => _wallet += amount;

        public decimal EquityAt(decimal mark) => _wallet + (Held * (mark - _entry));

        public void Trade(decimal signed, decimal price)
        {
            if (Held == 0m || Math.Sign(Held) == Math.Sign(signed))
            {
                _entry = ((Held * _entry) + (signed * price)) / (Held + signed);
                Held += signed;
                return;
            }

            decimal closed = Math.Min(Math.Abs(Held), Math.Abs(signed)) * Math.Sign(Held);
            _wallet += closed * (price - _entry);
            decimal left = Held + signed;
            _entry = Math.Sign(left) == Math.Sign(Held) ? _entry : price;
            Held = left;
        }
    }
}
