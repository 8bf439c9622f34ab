using System.Globalization;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Episodes.World;

/// <summary>A line of the simulated account's statement as an adapter tells it.</summary>
internal static class EpisodeIncome
{
    public static IncomeEntry Of(VenueId venue, AccountBill bill) => new(
        venue, bill.BillId.ToString(CultureInfo.InvariantCulture), KindOf(bill.Type), $"{bill.Type}",
        bill.Symbol is { } symbol ? new InstrumentId(venue, symbol) : null, new Money(bill.Amount, bill.Asset), bill.Time);

    private static IncomeKind KindOf(BillType type) => type switch
    {
        BillType.Deposit or BillType.Withdrawal => IncomeKind.Transfer,
        BillType.RealizedPnl => IncomeKind.RealizedPnl,
        BillType.Fee => IncomeKind.Fee,
        BillType.Funding => IncomeKind.Funding,
        BillType.LiquidationFee => IncomeKind.Liquidation,
        _ => IncomeKind.Other,
    };
}
