using FsCheck;
using FsCheck.Fluent;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>What holds after any stream of orders, prices and settlements.</summary>
public sealed class StatementProperties
{
    private const int Steps = 150;
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20_261_122UL, 1UL);
    private static readonly Gen<int[]> Streams = Gen.Choose(0, int.MaxValue - 1).ArrayOf(Steps);

    [Fact]
    public void Wallet_IsTheSumOfItsBills_ToTheLastDigit() => Check((venue, heard) =>
    {
        foreach (string account in venue.Accounts)
        {
            IReadOnlyList<AccountBill> bills = venue.Bills(account, new HistoryQuery { Limit = int.MaxValue });
            Assert.Equal(venue.Summary(account).WalletBalance, bills.Sum(bill => bill.Amount));
            Assert.Equal(bills.Select(bill => bill.BillId).Order().Distinct(), bills.Select(bill => bill.BillId));
            decimal balance = 0m;
            foreach (AccountBill bill in bills)
            {
                balance += bill.Amount;
                Assert.Equal(balance, bill.BalanceAfter);
            }
        }
    });

    [Fact]
    public void Bills_ExplainEveryFill() => Check((venue, heard) =>
    {
        foreach (string account in venue.Accounts)
        {
            IReadOnlyList<AccountBill> bills = venue.Bills(account, new HistoryQuery { Limit = int.MaxValue });
            IReadOnlyList<SimulatedFill> fills = venue.Fills(account, new HistoryQuery { Limit = int.MaxValue });
            Assert.Equal(fills.Sum(fill => fill.Fee), bills.Where(bill => bill.Type == BillType.Fee).Sum(bill => bill.Amount));
            Assert.Equal(fills.Sum(fill => fill.RealizedPnl), bills.Where(bill => bill.Type == BillType.RealizedPnl).Sum(bill => bill.Amount));
        }
    });

    [Fact]
    public void Positions_AreTheSumOfFills_AndTheirCostIsKept() => Check((venue, heard) =>
    {
        foreach (string account in venue.Accounts)
        {
            foreach (PositionStatement statement in venue.Positions(account, includeFlat: true))
            {
                SimulatedPosition position = statement.Position;
                var fills = venue.Fills(account, new HistoryQuery { Symbol = position.Symbol, Limit = int.MaxValue })
                    .Where(fill => fill.PositionSide == position.PositionSide).ToList();
                Assert.Equal(fills.Sum(fill => fill.Side.Sign() * fill.Quantity), position.Quantity);

                // What was spent, less what is held at cost, is the profit taken.
                decimal spent = fills.Sum(fill => fill.Side.Sign() * fill.Price * fill.Quantity);
                Assert.Equal(fills.Sum(fill => fill.RealizedPnl), position.EntryNotional - spent);
            }
        }
    });

    [Fact]
    public void Margin_IsIsolatedForIsolatedPositionsAlone_AndSidesKeepTheirSign() => Check((venue, heard) =>
    {
        foreach (string account in venue.Accounts)
        {
            foreach (PositionStatement statement in venue.Positions(account, includeFlat: true))
            {
                SimulatedPosition position = statement.Position;
                bool isolated = statement.MarginMode == MarginMode.Isolated && !position.IsFlat;
                Assert.True(isolated || position.IsolatedMargin == 0m);
                Assert.True(position.PositionSide != PositionSide.Long || position.Quantity >= 0m);
                Assert.True(position.PositionSide != PositionSide.Short || position.Quantity <= 0m);
            }
        }
    });

    [Fact]
    public void Orders_AreTheSumOfTheirFills_WithinTheirLimits() => Check((venue, heard) =>
    {
        foreach (string account in venue.Accounts)
        {
            IReadOnlyList<SimulatedFill> fills = venue.Fills(account, new HistoryQuery { Limit = int.MaxValue });
            foreach (SimulatedOrder order in venue.Orders(account, new HistoryQuery { Limit = int.MaxValue }))
            {
                var own = fills.Where(fill => fill.OrderId == order.OrderId).ToList();
                Assert.Equal(own.Sum(fill => fill.Quantity), order.FilledQuantity);
                Assert.Equal(own.Sum(fill => fill.Price * fill.Quantity), order.FilledNotional);
                Assert.InRange(order.FilledQuantity, 0m, order.Quantity);
                Assert.All(own, fill => Assert.True(order.Price is not { } limit || order.Side.Sign() * (fill.Price - limit) <= 0m));
            }
        }
    });

    [Fact]
    public void Books_AreNeverCrossed_AndUpdatesBuildThem() => Check((venue, heard) =>
    {
        foreach (Symbol symbol in new[] { TestVenue.Btc, TestVenue.Eth })
        {
            BookSnapshot snapshot = venue.Snapshot(symbol, 1_000);
            if (snapshot.Bids.Count > 0 && snapshot.Asks.Count > 0)
            {
                Assert.True(snapshot.Bids[0].Price < snapshot.Asks[0].Price);
            }

            Assert.All(snapshot.Bids.Concat(snapshot.Asks), level => Assert.True(level.Quantity > 0));
            Assert.Equal(snapshot.Bids.Select(level => level.Price).OrderDescending().Distinct(), snapshot.Bids.Select(level => level.Price));
            Assert.Equal(snapshot.Asks.Select(level => level.Price).Order().Distinct(), snapshot.Asks.Select(level => level.Price));
        }
    });

    private static void Check(Action<SimulatedVenue, Recorder> holds)
    {
        int fills = 0;
        int liquidations = 0;
        int payments = 0;
        Prop.ForAll(Arb.From(Streams), stream =>
        {
            Recorder heard = Play(stream, holds);
            fills += heard.Fills.Count();
            liquidations += heard.Mutations.OfType<AccountMutation.LiquidationStarted>().Count();
            payments += heard.Mutations.OfType<AccountMutation.FundingPaid>().Count();
        }).Check(Seeded);

        // The streams must have been worth it.
        Assert.True(fills > 1_000 && liquidations > 5 && payments > 100, $"{fills} fills, {liquidations} liquidations, {payments} payments");
    }

    private static Recorder Play(int[] stream, Action<SimulatedVenue, Recorder> holds)
    {
        var heard = new Recorder();
        var venue = new SimulatedVenue(TestVenue.DefaultOptions with { BookVariation = 0.4 }, heard);
        RandomOrders.Start(venue);
        for (int i = 0; i < stream.Length; i++)
        {
            RandomOrders.Do(venue, i, stream[i]);
        }

        holds(venue, heard);
        return heard;
    }
}
