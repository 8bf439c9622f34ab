using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;

namespace PropBot.Host.Surface;

/// <summary>Sums over the desk's totals that several readers show.</summary>
internal static class TotalsFigures
{
    /// <summary>By part, over closed and active pairs.</summary>
    public static PairPnl Pnl(this DeskTotals totals) => totals.ClosedPnl + totals.OpenPnl;

    /// <summary>All of the desk's profit, funding without a pair and what venues paid beside trades included.</summary>
    public static decimal TotalPnl(this DeskTotals totals) => totals.Pnl().Total + totals.UnassignedFunding + totals.OtherIncome;

    /// <summary>Equity less capital and profit: zero, or the books are wrong. Null while the equity is not known.</summary>
    public static decimal? Unexplained(this DeskTotals totals) => totals.Equity - totals.Capital - totals.TotalPnl();
}
