using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The desk in one row of numbers.</summary>
internal static class TotalsSection
{
    public static Html Render(View view)
    {
        DeskTotals totals = view.Snapshot.Totals;
        DaySnapshot day = view.Snapshot.Day;
        return Html.Of($"""
            {Tile(view.T(Catalogue.Equity), Figures.Money(totals.Equity, "equity"), Html.Of($"{view.T(Catalogue.Capital)} {Figures.Money(totals.Capital, "capital")}"))}
            {Tile(view.T(Catalogue.PnlTotal), Figures.Pnl(totals.TotalPnl(), "pnl_total"), Html.Of($"{view.T(Catalogue.UnassignedFunding)} {Figures.Pnl(totals.UnassignedFunding, "unassigned_funding")}{Html.If(totals.OtherIncome != 0m, () => Html.Of($", {view.T(Catalogue.OtherIncome)} {Figures.Pnl(totals.OtherIncome, "other_income")}"))}"))}
            {Tile(view.T(Catalogue.PnlClosed), Figures.Pnl(totals.ClosedPnl.Total, "closed_pnl"), Html.Of($"{view.T(Catalogue.ClosedPairsCount)} {Figures.Count(totals.ClosedPairs, "closed_pairs")}"))}
            {Tile(view.T(Catalogue.PnlOpen), Figures.Pnl(totals.OpenPnl.Total, "open_pnl"), Html.Of($"{view.T(Catalogue.ActivePairs)} {Figures.Count(totals.ActivePairs, "active_pairs")}, {view.T(Catalogue.PartialPairs)} {Figures.Count(totals.PartialPairs, "partial_pairs")}"))}
            {Tile(view.T(Catalogue.OpenNotional), Figures.Money(totals.OpenNotional, "open_notional"), Html.Of($"<span title=\"{view.T(Catalogue.NakedMeaning)}\">{view.T(Catalogue.Naked)} {Figures.Money(totals.NakedNotionalSeconds, "naked_notional_seconds")}</span>"))}
            {Tile(view.T(Catalogue.DailyLossLabel), Figures.Money(day.WorstLosses, "daily_loss"), Below(view, day), day.IsLossBreached || day.IsDrawdownBreached ? "bad" : "")}
            """);
    }

    private static Html Below(View view, DaySnapshot day) => Html.Of(
        $"{Limit(view, day)}<br/>{view.T(Catalogue.RealizedToday)} {Figures.Pnl(day.Realized, "realized_today")}, {view.T(Catalogue.Drawdown)} {Figures.Bps(day.DrawdownBps)}");

    private static Html Limit(View view, DaySnapshot day) => day.MaxLoss is { } limit
        ? Html.Of($"{view.T(Catalogue.OfLimit)} {Figures.Money(limit, "daily_loss_limit")} USDT")
        : Html.Text(view.T(Catalogue.NoLimit));

    private static Html Tile(string label, Html number, Html below, string tone = "") =>
        Html.Of($"<div class=\"tile {tone}\"><span class=\"label\">{label}</span><span class=\"figure\">{number}</span><span class=\"below\">{below}</span></div>");
}
