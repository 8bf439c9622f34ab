using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The pairs that are on, valued at the marks.</summary>
internal static class OpenPairsSection
{
    public static Html Render(View view)
    {
        IReadOnlyList<PairSnapshot> pairs = view.Snapshot.ActivePairs;
        return Html.Of($"""
            <h2>{view.T(Catalogue.OpenPairs)} <span class="fine">{Figures.Count(pairs.Count)}</span></h2>
            {(pairs.Count == 0 ? Html.Of($"<p class=\"empty\">{WhyNone(view)}</p>") : Table.Of("open-pairs-table", pairs, Columns(view), p => p.Pair.Id.ToString(), p => p.Pair.Status == PairStatus.Partial ? "alarm" : ""))}
            """);
    }

    private static string WhyNone(View view)
    {
        LocalText sentence = view.Snapshot.Totals.ClosedPairs == 0 ? Catalogue.NoPairEver : Catalogue.NoPairNow;
        return view.T(sentence.With(Because(view)));
    }

    private static string Because(View view)
    {
        if (OpeningSection.DeskBlock(view.Snapshot) is { } block)
        {
            return OpeningSection.Sentence(block, view.Language) + ".";
        }

        if (view.Snapshot.Edges.Count == 0)
        {
            return view.T(Catalogue.BecauseNoEdge);
        }

        EdgeSnapshot best = view.Snapshot.Edges[0];
        return view.T(Catalogue.BecauseBestEdge.With(
            Figures.Rounded(best.Edge.NetBps, 1), best.Symbol, best.LongVenue, best.ShortVenue, CodeCatalogue.Verdicts.Words(best.Verdict, view.Language)));
    }

    private static Column<PairSnapshot>[] Columns(View view) =>
    [
        new(view.T(Catalogue.Pair), p => Html.Of($"<a href=\"/api/ui/positions/{p.Pair.Id.ToString()}\">{p.Pair.Id.ToString()}</a>")),
        new(view.T(Catalogue.Status), p => Status(p.Pair, view)),
        new(view.T(Catalogue.Symbol), p => Html.Text(p.Pair.Symbol.Name)),
        new(view.T(Catalogue.LongAt), p => Html.Text(p.Pair.Long.Instrument.Venue.Name)),
        new(view.T(Catalogue.ShortAt), p => Html.Text(p.Pair.Short.Instrument.Venue.Name)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Quantity), p => Held(p.Pair)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Notional), p => Figures.Money(p.Pair.EntryNotional())),
        Column<PairSnapshot>.Number(view.T(Catalogue.LongEntry), p => Figures.Price(p.Pair.EntryPrice(LegRole.Long), view.PricePlaces(p.Pair.Symbol))),
        Column<PairSnapshot>.Number(view.T(Catalogue.ShortEntry), p => Figures.Price(p.Pair.EntryPrice(LegRole.Short), view.PricePlaces(p.Pair.Symbol))),
        Column<PairSnapshot>.Number(view.T(Catalogue.EntrySpread), p => Figures.Bps(p.Pair.EntrySpreadBps())),
        Column<PairSnapshot>.Number(view.T(Catalogue.GapNow), p => Figures.Bps(p.CurrentGapBps)),
        Column<PairSnapshot>.Number(view.T(Catalogue.ExpectedNet), p => Figures.Bps(p.Pair.ExpectedEdge.NetBps)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Spread), p => Figures.Pnl(p.Pnl.Spread)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Slippage), p => Figures.Pnl(p.Pnl.Slippage)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Fees), p => Figures.Pnl(p.Pnl.Fees)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Funding), p => Figures.Pnl(p.Pnl.Funding)),
        Column<PairSnapshot>.Number(view.T(Catalogue.Total), p => Html.Of($"<b>{Figures.Pnl(p.Pnl.Total, "pair_pnl")}</b>")),
        Column<PairSnapshot>.Number(view.T(Catalogue.Held), p => Figures.Duration(view.Now - p.Pair.OpenedAt, view.Language)),
    ];

    private static Html Status(PairRecord pair, View view)
    {
        var trouble = new List<string>();
        if (pair.Imbalance != 0m)
        {
            trouble.Add(view.T(Catalogue.Imbalance.With(WireNumber.Format(pair.Imbalance), pair.Symbol.Base)));
        }

        if (pair.RescueAttempts > 0)
        {
            trouble.Add(view.T(Catalogue.RescueAttempt.With(pair.RescueAttempts)));
        }

        if (pair.Third is { } third)
        {
            trouble.Add(view.T(Catalogue.HedgedElsewhere.With(third.Instrument.Venue, WireNumber.Format(third.SignedQuantity), pair.Symbol.Base)));
        }

        if (pair.Rebalance is { Status: not RebalanceStatus.Settled } rebalance)
        {
            trouble.Add(view.T(Catalogue.Rebalancer.With(
                CodeCatalogue.RebalanceStatuses.Words(rebalance.Status.ToString(), view.Language), rebalance.Attempts, rebalance.Failures)));
        }

        if ((pair.Rebalance?.LastError ?? pair.LastError) is { } error)
        {
            trouble.Add(error);
        }

        return Html.Of($"{Pill.Status(pair.Status, view.Language)}{Html.If(trouble.Count > 0, () => Html.Of($"<span class=\"trouble\">{string.Join("; ", trouble)}</span>"))}");
    }

    private static Html Held(PairRecord pair)
    {
        decimal longHeld = pair.HeldQuantity(LegRole.Long);
        decimal shortHeld = pair.HeldQuantity(LegRole.Short);
        return longHeld == shortHeld ? Figures.Quantity(longHeld) : Html.Of($"{Figures.Quantity(longHeld)} / {Figures.Quantity(shortHeld)}");
    }
}
