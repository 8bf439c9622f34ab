using PropBot.Core.Engine.Snapshots;
using PropBot.Core.MarketData;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>Every book, the venues of a symbol under each other so that they can be compared.</summary>
internal static class BooksSection
{
    private const decimal BpsPerUnit = 10_000m;

    private sealed record BookRow(BookSnapshot Book, PositionSnapshot? Position, int Places, bool IsFirstOfSymbol);

    public static Html Render(View view)
    {
        List<BookRow> rows = Rows(view.Snapshot);
        return Html.Of($"""
            <h2>{view.T(Catalogue.Books)}</h2>
            {(rows.Count == 0
                ? Html.Of($"<p class=\"empty\">{view.T(Catalogue.NoBooks)}</p>")
                : Table.Of("books-table", rows, Columns(view), r => r.Book.Instrument.ToString(), RowClass))}
            """);
    }

    private static List<BookRow> Rows(EngineSnapshot snapshot)
    {
        var positions = snapshot.Venues.SelectMany(v => v.Positions).ToDictionary(p => p.Instrument);
        var rows = new List<BookRow>();
        foreach (var symbol in snapshot.Venues.SelectMany(v => v.Books).GroupBy(b => b.Instrument.Symbol).OrderBy(g => g.Key))
        {
            int places = Figures.PlacesOf(symbol.SelectMany(b => new[] { b.BestBid, b.BestAsk }));
            rows.AddRange(symbol.Select((b, i) => new BookRow(b, positions.GetValueOrDefault(b.Instrument), places, i == 0)));
        }

        return rows;
    }

    private static Column<BookRow>[] Columns(View view) =>
    [
        new(view.T(Catalogue.Symbol), r => Html.Text(r.IsFirstOfSymbol ? r.Book.Instrument.Symbol.Name : "")),
        new(view.T(Catalogue.Venue), r => Html.Of($"<span title=\"{r.Book.NativeSymbol}\">{r.Book.Instrument.Venue.Name}</span>")),
        new(view.T(Catalogue.Trust), r => Html.Of($"{Pill.Trust(r.Book.Trust, view.Language)}{Html.If(r.Book.UnreadChanges.Count > 0, () => Html.Of($"<span class=\"trouble\">{view.T(Catalogue.RulesChanged.With(string.Join("; ", r.Book.UnreadChanges)))}</span>"))}")),
        Column<BookRow>.Number(view.T(Catalogue.Age), r => Figures.Duration(r.Book.Age, view.Language)),
        Column<BookRow>.Number(view.T(Catalogue.Bid), r => Figures.Price(r.Book.BestBid, r.Places)),
        Column<BookRow>.Number(view.T(Catalogue.Ask), r => Figures.Price(r.Book.BestAsk, r.Places)),
        Column<BookRow>.Number(view.T(Catalogue.SpreadBps), r => Figures.Bps(SpreadOf(r.Book))),
        Column<BookRow>.Number(view.T(Catalogue.Mark), r => Figures.Price(r.Book.MarkPrice, r.Places)),
        Column<BookRow>.Number(view.T(Catalogue.FundingBps), r => r.Book.Funding.IsKnown ? Figures.SignedBps(r.Book.Funding.Rate.Bps) : Figures.SignedBps(null)),
        Column<BookRow>.Number(view.T(Catalogue.NextFunding), r => Figures.Clock(r.Book.Funding.IsKnown ? r.Book.Funding.NextSettlement : null, view.Now)),
        Column<BookRow>.Number(view.T(Catalogue.Position), r => Figures.Quantity(r.Position?.SignedQuantity)),
        Column<BookRow>.Number(view.T(Catalogue.ToLiquidation), r => Figures.Percent(r.Position?.LiquidationDistance, "liquidation_distance")),
        Column<BookRow>.Number(view.T(Catalogue.UpdateId), r => Figures.Id(r.Book.UpdateId)),
    ];

    private static string RowClass(BookRow row) =>
        (row.IsFirstOfSymbol ? "first" : "") + (row.Book.Trust == BookTrust.Synced ? "" : " untrusted");

    private static decimal? SpreadOf(BookSnapshot book) =>
        book is { BestBid: { } bid, BestAsk: { } ask } ? (ask - bid) / ((ask + bid) / 2m) * BpsPerUnit : null;
}
