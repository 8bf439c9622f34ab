using PropBot.Core.Engine.Snapshots;
using PropBot.Core.MarketData;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Venues;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The links, and each venue's own statement beside our ledger.</summary>
internal static class VenuesSection
{
    private sealed record VenueRow(VenueSnapshot Venue, VenueStatistics? Statistics);

    public static Html Render(View view)
    {
        var rows = view.Snapshot.Venues.Select(v => new VenueRow(v, view.Desk.Statistics.GetValueOrDefault(v.Venue))).ToList();
        return Html.Of($"""
            <h2>{view.T(Catalogue.Venues)}</h2>
            {(rows.Count == 0
                ? Html.Of($"<p class=\"empty\">{view.T(Catalogue.NoVenues)}</p>")
                : Table.Of("venues-table", rows, Columns(view), r => r.Venue.Venue.Name, r => r.Venue.Cases.Count == 0 ? "" : "alarm"))}
            """);
    }

    private static Column<VenueRow>[] Columns(View view) =>
    [
        new(view.T(Catalogue.Venue), r => Html.Text(r.Venue.Venue.Name)),
        new(view.T(Catalogue.Link), r => Html.Of($"<span title=\"{r.Venue.LinkReason}\">{Pill.Link(r.Venue.Link, view.Language)}</span>")),
        Column<VenueRow>.Number(view.T(Catalogue.SyncedBooks), r => Html.Of($"{Figures.Count(r.Venue.Books.Count(b => b.Trust == BookTrust.Synced))} / {Figures.Count(r.Venue.Books.Count)}")),
        Column<VenueRow>.Number(view.T(Catalogue.Messages), r => Count(r.Statistics?.Messages)),
        Column<VenueRow>.Number(view.T(Catalogue.Gaps), r => Count(r.Statistics?.BookGaps)),
        Column<VenueRow>.Number(view.T(Catalogue.Malformed), r => Count(r.Statistics?.MalformedMessages)),
        Column<VenueRow>.Number(view.T(Catalogue.Reconnects), r => Count(r.Statistics?.Reconnects)),
        Column<VenueRow>.Number(view.T(Catalogue.ClockOffset), r => Figures.Milliseconds((r.Venue.Clock?.Offset ?? r.Statistics?.ClockOffset)?.TotalMilliseconds, view.Language)),
        Column<VenueRow>.Number(view.T(Catalogue.ClockUncertainty), r => Figures.Milliseconds((r.Venue.Clock?.Uncertainty ?? r.Statistics?.ClockUncertainty)?.TotalMilliseconds, view.Language)),
        new(view.T(Catalogue.Access), r => Access(r.Venue, view)),
        new(view.T(Catalogue.TradingRight), r => Html.Of($"<span title=\"{r.Venue.Rights?.Detail}\">{Pill.TradingRight(r.Venue.TradingRight, view.Language)}</span>")),
        Column<VenueRow>.Number(view.T(Catalogue.MarginRatio), r => Margin(r.Venue, view)),
        Column<VenueRow>.Number(view.T(Catalogue.Wallet), r => Figures.Money(r.Venue.Account?.WalletBalance)),
        Column<VenueRow>.Number(view.T(Catalogue.Available), r => Figures.Money(r.Venue.Account?.AvailableBalance)),
        Column<VenueRow>.Number(view.T(Catalogue.Statement), r => Figures.Money(r.Venue.Account?.Equity, "statement_equity")),
        Column<VenueRow>.Number(view.T(Catalogue.LedgerEquity), r => Figures.Money(r.Venue.LedgerEquity, "ledger_equity")),
        Column<VenueRow>.Number(view.T(Catalogue.Difference), r => Figures.Money(r.Venue.Account?.Equity - r.Venue.LedgerEquity, "difference")),
        new(view.T(Catalogue.Agreement), r => Agreement(r.Venue, view)),
    ];

    private static Html Access(VenueSnapshot venue, View view) => Html.Of(
        $"<span title=\"{venue.AccessReason}\">{Pill.Access(venue.Access, view.Language)}</span>{Html.If(venue.AccessFor > TimeSpan.Zero, () => Html.Of($" {Figures.Duration(venue.AccessFor, view.Language)}"))}");

    private static Html Margin(VenueSnapshot venue, View view) => Html.Of(
        $"{Figures.Percent(venue.MarginRatio, "margin_ratio")}{Html.If(venue.MarginCall is not null, () => Html.Of($" {Pill.Of(view.T(Catalogue.MarginCall), Pill.Bad, "margin_call")}"))}");

    private static Html Agreement(VenueSnapshot venue, View view)
    {
        if (venue.Cases.Count > 0)
        {
            return Html.Of($"{Pill.Of(view.T(Catalogue.Difference), Pill.Bad, "case")}<span class=\"trouble\">{string.Join("; ", venue.Cases)}</span>");
        }

        return venue.Account is { } account
            ? Html.Of($"{Pill.Of(view.T(Catalogue.Agrees), Pill.Good, "agrees")} {Figures.Clock(account.VenueTime, view.Now)}")
            : Pill.Of(view.T(Catalogue.NoStatement), Pill.Warning, "none");
    }

    private static Html Count(long? value) => value is { } known ? Figures.Count(known) : Figures.Quantity(null);
}
