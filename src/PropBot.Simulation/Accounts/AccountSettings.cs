using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Simulation.Accounts;

/// <summary>What an account has set for one instrument.</summary>
public sealed record SymbolSettings(string Account, Symbol Symbol, int Leverage, MarginMode MarginMode);

/// <summary>The account in one line, settle asset, at the current marks.</summary>
public sealed record AccountSummary
{
    public required string Account { get; init; }

    public required Asset Asset { get; init; }

    /// <summary>Deposits plus all bills; without unrealised profit.</summary>
    public required decimal WalletBalance { get; init; }

    public required decimal UnrealizedPnl { get; init; }

    public required decimal PositionInitialMargin { get; init; }

    public required decimal OrderInitialMargin { get; init; }

    public required decimal MaintenanceMargin { get; init; }

    public required PositionMode PositionMode { get; init; }

    public decimal Equity => WalletBalance + UnrealizedPnl;

    public decimal InitialMargin => PositionInitialMargin + OrderInitialMargin;

    /// <summary>Free for new margin; never below zero.</summary>
    public decimal AvailableBalance => Math.Max(0m, Equity - InitialMargin);

    /// <summary>Maintenance margin over equity: 1 or more is liquidated; 0 without positions.</summary>
    public decimal MarginRatio => MaintenanceMargin == 0m ? 0m : Equity > 0m ? MaintenanceMargin / Equity : decimal.MaxValue;
}
