using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The desk's sums, quote units.</summary>
internal sealed record TotalsResponse
{
    /// <summary>Cash plus positions at the marks over all venues; null until every held instrument has a mark.</summary>
    public decimal? EquityUsdt { get; init; }

    public required decimal CapitalUsdt { get; init; }

    /// <summary>Closed and open profit and funding without a pair.</summary>
    public required decimal PnlUsdt { get; init; }

    public required PnlResponse ClosedPnl { get; init; }

    public required PnlResponse OpenPnl { get; init; }

    public required decimal UnassignedFundingUsdt { get; init; }

    /// <summary>What venues paid or took beside trades and funding: rebates, clearances.</summary>
    public required decimal OtherIncomeUsdt { get; init; }

    /// <summary>Equity less capital and profit: zero, or the books are wrong.</summary>
    public decimal? UnexplainedUsdt { get; init; }

    public required int ActivePairs { get; init; }

    public required int PartialPairs { get; init; }

    public required int ClosedPairs { get; init; }

    public required decimal OpenNotionalUsdt { get; init; }

    public required decimal NakedNotionalSeconds { get; init; }

    public static TotalsResponse Of(DeskTotals totals) => new()
    {
        EquityUsdt = totals.Equity,
        CapitalUsdt = totals.Capital,
        PnlUsdt = totals.TotalPnl(),
        ClosedPnl = PnlResponse.Of(totals.ClosedPnl),
        OpenPnl = PnlResponse.Of(totals.OpenPnl),
        UnassignedFundingUsdt = totals.UnassignedFunding,
        OtherIncomeUsdt = totals.OtherIncome,
        UnexplainedUsdt = totals.Unexplained(),
        ActivePairs = totals.ActivePairs,
        PartialPairs = totals.PartialPairs,
        ClosedPairs = totals.ClosedPairs,
        OpenNotionalUsdt = totals.OpenNotional,
        NakedNotionalSeconds = totals.NakedNotionalSeconds,
    };
}
