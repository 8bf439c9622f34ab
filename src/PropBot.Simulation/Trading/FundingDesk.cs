using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>Pays funding between longs and shorts, once per settlement instant.</summary>
internal sealed class FundingDesk(VenueContext venue)
{
    private const int MoneyPlaces = 8;

    public bool Settle(SimulatedBook book, Rate rate, DateTimeOffset settlement)
    {
        Symbol symbol = book.Instrument.Id.Symbol;
        IReadOnlyList<FundingSettlement> past = venue.Accounts.Settlements(symbol);
        if (past.Count > 0 && settlement <= past[^1].Time)
        {
            return false;
        }

        rate = Capped(book.Setup, rate);
        foreach (Account account in venue.Accounts.InOrder)
        {
            foreach (SimulatedPosition position in account.PositionsIn(symbol))
            {
                if (!position.IsFlat)
                {
                    Pay(account, position, MarginRules.MarkOf(book, position), rate, settlement);
                }
            }
        }

        decimal mark = book.Market?.MarkPrice ?? 0m;
        var settled = new FundingSettlement(symbol, settlement, rate.Value, mark);
        venue.Commit(new AccountMutation.FundingSettled(settled) { Time = venue.Now });
        return true;
    }

    /// <summary>A rate within the instrument's cap and floor.</summary>
    public static Rate Capped(InstrumentSetup setup, Rate rate)
    {
        decimal value = Math.Min(rate.Value, setup.FundingCap ?? rate.Value);
        return new Rate(Math.Max(value, setup.FundingFloor ?? value));
    }

    /// <summary>Positive rate: longs pay, shorts are paid.</summary>
    private void Pay(Account account, SimulatedPosition position, decimal mark, Rate rate, DateTimeOffset settlement)
    {
        decimal payment = decimal.Round(-(position.Quantity * mark * rate.Value), MoneyPlaces, MidpointRounding.AwayFromZero);
        if (payment == 0m)
        {
            return;
        }

        AccountBill bill = venue.NextBill(account, BillType.Funding, payment, position.Symbol) with
        {
            Time = settlement,
            PositionSide = position.PositionSide,
            FundingRate = rate.Value,
            PositionQuantity = position.Quantity,
            MarkPrice = mark,
        };
        SimulatedPosition? after = venue.SettingsOf(account, position.Symbol).MarginMode == MarginMode.Isolated
            ? position with { IsolatedMargin = position.IsolatedMargin + payment }
            : null;
        venue.Commit(new AccountMutation.FundingPaid(bill, after) { Time = venue.Now });
    }
}
