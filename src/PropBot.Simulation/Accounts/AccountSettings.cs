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

    /// <summary>Of all positions.</summary>
    public required decimal MaintenanceMargin { get; init; }

    /// <summary>Part of the wallet that backs isolated positions.</summary>
    public decimal IsolatedMargin { get; init; }

    /// <summary>Unrealised profit of the isolated positions, part of <see cref="UnrealizedPnl"/>.</summary>
    public decimal IsolatedUnrealizedPnl { get; init; }

    /// <summary>Part of <see cref="PositionInitialMargin"/>.</summary>
    public decimal IsolatedInitialMargin { get; init; }

    /// <summary>Part of <see cref="MaintenanceMargin"/>.</summary>
    public decimal IsolatedMaintenanceMargin { get; init; }

    public required PositionMode PositionMode { get; init; }

    /// <summary>The wallet without what backs isolated positions.</summary>
    public decimal CrossWalletBalance => WalletBalance - IsolatedMargin;

    public decimal CrossUnrealizedPnl => UnrealizedPnl - IsolatedUnrealizedPnl;

    /// <summary>What stands behind the cross positions.</summary>
    public decimal CrossEquity => CrossWalletBalance + CrossUnrealizedPnl;

    public decimal CrossMaintenanceMargin => MaintenanceMargin - IsolatedMaintenanceMargin;

    public decimal Equity => WalletBalance + UnrealizedPnl;

    public decimal InitialMargin => PositionInitialMargin + OrderInitialMargin;

    /// <summary>Free for new margin; never below zero.</summary>
    public decimal AvailableBalance => Math.Max(0m, CrossEquity - (InitialMargin - IsolatedInitialMargin));

    /// <summary>Maintenance margin of the cross positions over their equity: 1 or more is liquidated; 0 without positions.</summary>
    public decimal MarginRatio => RatioOf(CrossMaintenanceMargin, CrossEquity);

    public static decimal RatioOf(decimal maintenanceMargin, decimal equity) =>
        maintenanceMargin == 0m ? 0m : equity > 0m ? maintenanceMargin / equity : decimal.MaxValue;
}
