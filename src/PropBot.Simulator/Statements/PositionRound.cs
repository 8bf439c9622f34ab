using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Statements;

/// <summary>What the position that is held now has brought since it was opened from flat (or turned over), settle asset.</summary>
/// <param name="Fees">Positive is received, negative is paid.</param>
/// <param name="Pnl">Realised by reducing.</param>
/// <param name="Funding">Positive is received.</param>
/// <param name="LastTradeId">0 when it has no fill on record.</param>
internal sealed record PositionRound(
    DateTimeOffset OpenedAt, decimal Fees, decimal Pnl, decimal Funding, long LastTradeId)
{
    /// <summary>Fills looked at, newest first; an older opening is left out of the sums.</summary>
    private const int FillLimit = 1_000;

    public decimal Realized => Fees + Pnl + Funding;

    public static PositionRound Of(SimulatedVenue venue, SimulatedPosition position)
    {
        IReadOnlyList<SimulatedFill> fills = venue.Fills(
            position.Account, new HistoryQuery { Symbol = position.Symbol, Limit = FillLimit, Latest = true });
        decimal held = position.Quantity;
        decimal fees = 0m;
        decimal pnl = 0m;
        DateTimeOffset openedAt = position.UpdatedAt;
        for (int i = fills.Count - 1; i >= 0 && held != 0m; i--)
        {
            SimulatedFill fill = fills[i];
            if (fill.PositionSide != position.PositionSide)
            {
                continue;
            }

            decimal before = held - (fill.Side.Sign() * fill.Quantity);
            fees += fill.Fee;
            openedAt = fill.Time;
            bool openedIt = before == 0m || Math.Sign(before) != Math.Sign(held);
            if (openedIt)
            {
                break;
            }

            pnl += fill.RealizedPnl;
            held = before;
        }

        decimal funding = position.IsFlat ? 0m : FundingSince(venue, position, openedAt);
        return new PositionRound(openedAt, fees, pnl, funding, fills.LastOrDefault(fill => fill.PositionSide == position.PositionSide)?.TradeId ?? 0L);
    }

    private static decimal FundingSince(SimulatedVenue venue, SimulatedPosition position, DateTimeOffset openedAt) => venue
        .Bills(position.Account, new HistoryQuery { Symbol = position.Symbol, From = openedAt, Limit = int.MaxValue })
        .Where(bill => bill.Type == BillType.Funding && bill.PositionSide == position.PositionSide)
        .Sum(bill => bill.Amount);
}
