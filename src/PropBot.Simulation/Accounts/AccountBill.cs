using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Simulation.Accounts;

public enum BillType
{
    Deposit = 1,
    Withdrawal = 2,
    RealizedPnl = 3,
    Fee = 4,
    Funding = 5,

    /// <summary>Clearance fee of a forced liquidation.</summary>
    LiquidationFee = 6,

    /// <summary>The venue's insurance fund lifts a wallet that a liquidation left below zero.</summary>
    InsuranceCover = 7,
}

/// <summary>One line of the account's statement. The wallet is the sum of all of them, to the last digit.</summary>
public sealed record AccountBill
{
    /// <summary>Rising with every bill of the venue.</summary>
    public required long BillId { get; init; }

    public required string Account { get; init; }

    public required BillType Type { get; init; }

    public required Asset Asset { get; init; }

    /// <summary>Positive is received, negative is paid.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The wallet after it.</summary>
    public required decimal BalanceAfter { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The instrument it belongs to; null for deposits and withdrawals.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>The position it belongs to, where it belongs to one.</summary>
    public PositionSide PositionSide { get; init; } = PositionSide.Net;

    public long? OrderId { get; init; }

    public long? TradeId { get; init; }

    /// <summary>Funding only: the settled rate.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>Funding only: the signed position, base units, that paid or was paid.</summary>
    public decimal? PositionQuantity { get; init; }

    /// <summary>Funding only: the mark price it was valued at.</summary>
    public decimal? MarkPrice { get; init; }
}
