using PropBot.Core.Execution;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>What the latest pairs earned, part by part, as the ledger keeps them.</summary>
internal static class ClosedPairsSection
{
    public static Html Render(View view)
    {
        IReadOnlyList<PairRecord> pairs = view.ClosedPairs;
        if (pairs.Count == 0)
        {
            return Html.Of($"<h2>{view.T(Catalogue.ClosedPairs)}</h2><p class=\"empty\">{view.T(Catalogue.NoClosedPairs)}</p>");
        }

        return Html.Of($"""
            <h2>{view.T(Catalogue.ClosedPairs)} <span class="fine">{view.T(Catalogue.LatestOf.With(pairs.Count, view.Snapshot.Totals.ClosedPairs))}</span></h2>
            {Table.Of("closed-pairs-table", pairs, Columns(view), p => p.Id.ToString())}
            """);
    }

    private static Column<PairRecord>[] Columns(View view) =>
    [
        new(view.T(Catalogue.Pair), p => Html.Of($"<a href=\"/api/ui/positions/{p.Id.ToString()}\">{p.Id.ToString()}</a>")),
        new(view.T(Catalogue.Symbol), p => Html.Text(p.Symbol.Name)),
        new(view.T(Catalogue.LongAt), p => Html.Text(p.Long.Instrument.Venue.Name)),
        new(view.T(Catalogue.ShortAt), p => Html.Text(p.Short.Instrument.Venue.Name)),
        new(view.T(Catalogue.OpenedAt), p => Figures.Clock(p.OpenedAt, view.Now)),
        new(view.T(Catalogue.ClosedAt), p => Figures.Clock(p.ClosedAt, view.Now)),
        Column<PairRecord>.Number(view.T(Catalogue.Held), p => Figures.Duration(p.ClosedAt - p.OpenedAt, view.Language)),
        Column<PairRecord>.Number(view.T(Catalogue.Quantity), p => Figures.Quantity(p.EnteredQuantity())),
        Column<PairRecord>.Number(view.T(Catalogue.Notional), p => Figures.Money(p.EntryNotional())),
        Column<PairRecord>.Number(view.T(Catalogue.EntrySpread), p => Figures.Bps(p.EntrySpreadBps())),
        Column<PairRecord>.Number(view.T(Catalogue.ExpectedNet), p => Figures.Bps(p.ExpectedEdge.NetBps)),
        Column<PairRecord>.Number(view.T(Catalogue.Spread), p => Figures.Pnl(p.RealizedPnl().Spread)),
        Column<PairRecord>.Number(view.T(Catalogue.Slippage), p => Figures.Pnl(p.RealizedPnl().Slippage)),
        Column<PairRecord>.Number(view.T(Catalogue.Fees), p => Figures.Pnl(p.RealizedPnl().Fees)),
        Column<PairRecord>.Number(view.T(Catalogue.Funding), p => Figures.Pnl(p.RealizedPnl().Funding)),
        Column<PairRecord>.Number(view.T(Catalogue.Total), p => Html.Of($"<b>{Figures.Pnl(p.RealizedPnl().Total, "pair_pnl")}</b>")),
        Column<PairRecord>.Number(view.T(Catalogue.ReturnBps), p => Figures.SignedBps(p.ReturnBps(p.RealizedPnl().Total))),
        Column<PairRecord>.Number(view.T(Catalogue.NakedShort), p => Figures.Money(p.NakedNotionalSeconds)),
        new(view.T(Catalogue.Why), p => Html.Text(p.CloseReason is { } reason ? CodeCatalogue.CloseReasons.Words(reason, view.Language) : "")),
    ];
}
