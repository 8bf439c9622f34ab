using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Simulator.Statements;

/// <summary>What one event did to a wallet: a fill with its fee and profit together, or a single bill.</summary>
internal sealed record StatementLine
{
    /// <summary>Number of the event's last bill.</summary>
    public required long Id { get; init; }

    /// <summary>The kind of the last bill; for a fill <see cref="BillType.Fee"/>.</summary>
    public required BillType Type { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required Asset Asset { get; init; }

    public Symbol? Symbol { get; init; }

    public PositionSide PositionSide { get; init; } = PositionSide.Net;

    public long? OrderId { get; init; }

    public long? TradeId { get; init; }

    /// <summary>Positive is received, negative is paid.</summary>
    public required decimal Fee { get; init; }

    /// <summary>Realised profit, or the amount of what is no fill; positive is received.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The wallet after it.</summary>
    public required decimal BalanceAfter { get; init; }

    public decimal? FundingRate { get; init; }

    public decimal? PositionQuantity { get; init; }

    public decimal? MarkPrice { get; init; }

    public bool IsFill => TradeId is not null && Type is BillType.Fee or BillType.RealizedPnl;

    public decimal Change => Fee + Amount;

    /// <summary>Bills in the order of booking, those of one fill put together.</summary>
    public static IReadOnlyList<StatementLine> From(IReadOnlyList<AccountBill> bills)
    {
        var lines = new List<StatementLine>(bills.Count);
        foreach (AccountBill bill in bills)
        {
            StatementLine line = Of(bill);
            if (lines.Count > 0 && line.IsFill && lines[^1].IsFill && IsSameFill(lines[^1], line))
            {
                lines[^1] = line with { Type = BillType.Fee, Fee = lines[^1].Fee + line.Fee, Amount = lines[^1].Amount + line.Amount };
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static bool IsSameFill(StatementLine left, StatementLine right) =>
        left.OrderId == right.OrderId && left.TradeId == right.TradeId && left.Symbol == right.Symbol;

    private static StatementLine Of(AccountBill bill) => new()
    {
        Id = bill.BillId,
        Type = bill.Type,
        Time = bill.Time,
        Asset = bill.Asset,
        Symbol = bill.Symbol,
        PositionSide = bill.PositionSide,
        OrderId = bill.OrderId,
        TradeId = bill.TradeId,
        Fee = bill.Type == BillType.Fee ? bill.Amount : 0m,
        Amount = bill.Type == BillType.Fee ? 0m : bill.Amount,
        BalanceAfter = bill.BalanceAfter,
        FundingRate = bill.FundingRate,
        PositionQuantity = bill.PositionQuantity,
        MarkPrice = bill.MarkPrice,
    };
}
