using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>What each direction would earn now, part by part, and why it is not traded.</summary>
internal static class EdgesSection
{
    private const int Shown = 12;

    public static Html Render(View view)
    {
        IReadOnlyList<EdgeSnapshot> edges = view.Snapshot.Edges;
        if (edges.Count == 0)
        {
            return Html.Of($"<h2>{view.T(Catalogue.Edges)}</h2><p class=\"empty\">{view.T(Catalogue.NoEdges)}</p>");
        }

        return Html.Of($"""
            <h2>{view.T(Catalogue.Edges)} <span class="fine">{view.T(Catalogue.EdgesShown.With(Math.Min(Shown, edges.Count), edges.Count))}</span></h2>
            {Table.Of("edges-table", edges.Take(Shown), Columns(view), e => $"{e.Symbol}:{e.LongVenue}:{e.ShortVenue}")}
            """);
    }

    /// <summary>Costs are shown as what they take: with a minus.</summary>
    private static Column<EdgeSnapshot>[] Columns(View view) =>
    [
        new(view.T(Catalogue.Symbol), e => Html.Text(e.Symbol.Name)),
        new(view.T(Catalogue.LongAt), e => Html.Text(e.LongVenue.Name)),
        new(view.T(Catalogue.ShortAt), e => Html.Text(e.ShortVenue.Name)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.Gross), e => Figures.Bps(e.Edge.GrossBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.EntryFees), e => Figures.Bps(-e.Edge.EntryFeesBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.ExitFees), e => Figures.Bps(-e.Edge.ExitFeesBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.EntrySlippage), e => Figures.Bps(-e.Edge.EntrySlippageBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.ExitSlippage), e => Figures.Bps(-e.Edge.ExitSlippageBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.Funding), e => Figures.Bps(-e.Edge.FundingBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.ResidualBasis), e => Figures.Bps(-e.Edge.ResidualBasisBps)),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.Net), e => Html.Of($"<b>{Figures.SignedBps(e.Edge.NetBps)}</b>")),
        Column<EdgeSnapshot>.Number(view.T(Catalogue.Quantity), e => Figures.Quantity(e.Quantity)),
        new(view.T(Catalogue.Verdict), e => Pill.Of(
            CodeCatalogue.Verdicts.Words(e.Verdict, view.Language), e.Verdict == "tradable" ? Pill.Good : Pill.Quiet, e.Verdict)),
    ];
}
