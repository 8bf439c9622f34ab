namespace PropBot.Host.Dashboard.Markup;

/// <summary>A column of a table: its head, and what stands in it for a row.</summary>
/// <param name="Class"><c>num</c> for numbers, which stand right-aligned under each other.</param>
internal sealed record Column<T>(string Head, Func<T, Html> Cell, string Class = "")
{
    public static Column<T> Number(string head, Func<T, Html> cell) => new(head, cell, "num");
}

internal static class Table
{
    /// <param name="id">Stable name of the table for tests and styles.</param>
    /// <param name="rowName">What the row is about, for tests: <c>P000012</c>, <c>okx-perp:BTCUSDT</c>.</param>
    public static Html Of<T>(string id, IEnumerable<T> rows, IReadOnlyList<Column<T>> columns, Func<T, string> rowName, Func<T, string>? rowClass = null) =>
        Html.Of($"""
            <div class="scroll"><table id="{id}"><thead><tr>{columns.Select(Head)}</tr></thead>
            <tbody>{rows.Select(row => Row(row, columns, rowName(row), rowClass?.Invoke(row) ?? ""))}</tbody></table></div>
            """);

    private static Html Head<T>(Column<T> column) => Html.Of($"<th scope=\"col\" class=\"{column.Class}\">{column.Head}</th>");

    private static Html Row<T>(T row, IReadOnlyList<Column<T>> columns, string name, string style) =>
        Html.Of($"<tr data-row=\"{name}\" class=\"{style}\">{columns.Select(c => Html.Of($"<td class=\"{c.Class}\">{c.Cell(row)}</td>"))}</tr>\n");
}
