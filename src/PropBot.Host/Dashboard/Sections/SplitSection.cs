using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Host.Dashboard.Charts;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Where the profit comes from, as numbers and as bars around zero.</summary>
internal static class SplitSection
{
    private sealed record PartRow(string Code, string Name, decimal Closed, decimal Open)
    {
        public decimal Total => Closed + Open;
    }

    public static Html Render(View view)
    {
        DeskTotals totals = view.Snapshot.Totals;
        PairPnl closed = totals.ClosedPnl;
        PairPnl open = totals.OpenPnl;
        PartRow[] parts =
        [
            new("spread", view.T(Catalogue.Spread), closed.Spread, open.Spread),
            new("slippage", view.T(Catalogue.Slippage), closed.Slippage, open.Slippage),
            new("fees", view.T(Catalogue.Fees), closed.Fees, open.Fees),
            new("funding", view.T(Catalogue.Funding), closed.Funding, open.Funding),
            new("total", view.T(Catalogue.Total), closed.Total, open.Total),
        ];
        decimal largest = parts.Max(p => Math.Abs(p.Total));
        return Html.Of($"""
            <h2>{view.T(Catalogue.PnlSplit)}</h2>
            {Table.Of("pnl-split", parts,
            [
                new(view.T(Catalogue.Part), p => Html.Text(p.Name)),
                Column<PartRow>.Number(view.T(Catalogue.Closed), p => Figures.Pnl(p.Closed, "closed_" + p.Code)),
                Column<PartRow>.Number(view.T(Catalogue.Open), p => Figures.Pnl(p.Open, "open_" + p.Code)),
                Column<PartRow>.Number(view.T(Catalogue.Total), p => Figures.Pnl(p.Total, "both_" + p.Code)),
                new("", p => PartBar.Render(p.Total, largest), "bar"),
            ],
            p => p.Code,
            p => p.Code == "total" ? "sum" : "")}
            {Balance(view, totals)}
            """);
    }

    private static Html Balance(View view, DeskTotals totals) => totals.Unexplained() switch
    {
        null => Html.Empty,
        0m => Html.Of($"<p class=\"fine\">✓ {view.T(Catalogue.BooksBalance)}</p>"),
        { } difference => Html.Of($"<p class=\"fine neg\">✗ {view.T(Catalogue.BooksDiffer.With(Core.Values.WireNumber.Format(difference)))}</p>"),
    };
}
