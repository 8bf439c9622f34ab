using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Trading;

/// <summary>One number, one deed: streams of numbers drive a venue through everything that clients and feeds can do.</summary>
internal static class RandomOrders
{
    private static readonly TimeInForce[] Times = [TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok, TimeInForce.PostOnly];

    public static void Start(SimulatedVenue venue)
    {
        venue.OpenAccount(TestVenue.Me, 1_500m, TestVenue.T0);
        venue.OpenAccount(TestVenue.Other, 300m, TestVenue.T0);
        foreach (Symbol symbol in new[] { TestVenue.Btc, TestVenue.Eth })
        {
            venue.SetMarket(symbol, TestVenue.State(100.05m), TestVenue.T0);
        }
    }

    /// <summary>The same number at the same step is the same deed.</summary>
    public static string Do(SimulatedVenue venue, int step, int number)
    {
        var random = new SeededRandom((ulong)number);
        DateTimeOffset now = TestVenue.T0.AddSeconds(step * 37.0);
        Symbol symbol = random.NextInt(3) == 0 ? TestVenue.Eth : TestVenue.Btc;
        string account = random.NextInt(3) == 0 ? TestVenue.Other : TestVenue.Me;
        Side side = random.NextInt(2) == 0 ? Side.Buy : Side.Sell;
        switch (random.NextInt(15))
        {
            case 0 or 1 or 2:
                decimal mid = 100m + (random.NextInt(200) * 0.05m) - 5m;
                var state = TestVenue.State(mid, random.NextInt(400), random.NextInt(2), mid + (random.NextInt(20) * 0.01m));
                venue.SetMarket(symbol, in state, now);
                return "moved";
            case 3:
                return Text(venue.CancelAll(account, random.NextInt(2) == 0 ? symbol : null, now));
            case 4:
                return $"{venue.SettleFunding(symbol, new Rate((random.NextInt(200) - 100) * 0.0000123m), now)}";
            case 5:
                return $"{venue.SetLeverage(account, symbol, random.NextInt(50) + 1, now)}";
            case 6 when venue.OpenOrders(account) is [{ } open, ..]:
                return $"{venue.Cancel(account, open.Symbol, OrderKey.Of(open.OrderId), now)}";
            case 10:
                return Set(venue, account, symbol, random, now);
            case 11 when venue.OpenOrders(account) is [.., { } amended]:
                return $"{venue.Amend(
                    account,
                    amended.Symbol,
                    OrderKey.Of(amended.OrderId),
                    random.NextInt(2) == 0 ? null : (random.NextInt(60_000) + 50) * 0.001m,
                    random.NextInt(2) == 0 ? null : 95m + (random.NextInt(100) * 0.1m),
                    now)}";
            case 12 when random.NextInt(6) == 0:
                return Text(venue.ForceLiquidation(account, symbol, null, now));
            case 12 when random.NextInt(6) == 0:
                return $"{venue.ForceAutoDeleverage(account, symbol, random.NextInt(20), null, now)}";
            case 13 when venue.Positions(account) is [{ Position: var held }, ..]:
                return $"{venue.MoveIsolatedMargin(account, held.Symbol, held.PositionSide, random.NextInt(100) - 50, now)}";
            default:
                bool hedged = venue.PositionModeOf(account) == PositionMode.Hedge;
                bool market = random.NextInt(3) == 0;
                return $"{venue.Place(account, new OrderRequest
                {
                    Symbol = symbol,
                    ClientOrderId = $"c{random.NextInt(5_000)}",
                    Side = side,
                    PositionSide = !hedged ? PositionSide.Net : random.NextInt(2) == 0 ? PositionSide.Long : PositionSide.Short,
                    Type = market ? OrderType.Market : OrderType.Limit,
                    TimeInForce = Times[random.NextInt(4)],
                    Quantity = (random.NextInt(60_000) + 50) * 0.001m,
                    Price = market ? null : 95m + (random.NextInt(100) * 0.1m),
                    ReduceOnly = random.NextInt(5) == 0,
                }, now)}";
        }
    }

    /// <summary>Modes can be changed by a flat account alone, so it is made flat first.</summary>
    private static string Set(SimulatedVenue venue, string account, Symbol symbol, SeededRandom random, DateTimeOffset now)
    {
        venue.CancelAll(account, null, now);
        foreach (PositionStatement statement in venue.Positions(account))
        {
            SimulatedPosition position = statement.Position;
            venue.Place(account, new OrderRequest
            {
                Symbol = position.Symbol,
                Side = position.Quantity > 0m ? Side.Sell : Side.Buy,
                PositionSide = position.PositionSide,
                Type = OrderType.Market,
                Quantity = Math.Abs(position.Quantity),
                ReduceOnly = true,
            }, now);
        }

        return random.NextInt(2) == 0
            ? $"{venue.SetPositionMode(account, random.NextInt(2) == 0 ? PositionMode.OneWay : PositionMode.Hedge, now)}"
            : $"{venue.SetMarginMode(account, symbol, random.NextInt(2) == 0 ? MarginMode.Cross : MarginMode.Isolated, now)}";
    }

    /// <summary>Everything that a venue remembers, as text to compare.</summary>
    public static string Describe(SimulatedVenue venue)
    {
        VenueState state = venue.ExportState();
        IEnumerable<string> books = state.Books.Select(book =>
            $"{book with { Bids = [], Asks = [], Queue = [] }} {Text(book.Bids)} {Text(book.Asks)} {Text(book.Queue)}");
        IEnumerable<string> shown = state.Books.Select(book => venue.Snapshot(book.Symbol, 100))
            .Select(snapshot => $"{snapshot.UpdateId} {Text(snapshot.Bids)} {Text(snapshot.Asks)}");
        return string.Join('\n', [.. books, .. shown, DescribeAccounts(state)]);
    }

    public static string DescribeAccounts(VenueState state)
    {
        IEnumerable<string> accounts = state.Accounts.Select(account =>
            $"{account with { Positions = [], Settings = [], MarginCalls = [] }} {Text(account.Positions)} {Text(account.Settings)} {Text(account.MarginCalls)}");
        return string.Join(
            '\n',
            [
                .. accounts,
                $"{state.LastOrderId} {state.LastTradeId} {state.LastBillId}",
                Text(state.Orders),
                Text(state.Fills),
                Text(state.Bills),
                Text(state.Settlements),
            ]);
    }

    private static string Text<T>(IEnumerable<T> items) => string.Join('\n', items);
}
