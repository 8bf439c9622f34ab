using Microsoft.Data.Sqlite;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite;

/// <summary>The columns of a row one after another, in the order in which they were selected.</summary>
internal struct Row(SqliteDataReader reader)
{
    private int _next;

    public string Text() => reader.GetString(_next++);

    public string? TextOrNull()
    {
        int column = _next++;
        return reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    public long Whole() => reader.GetInt64(_next++);

    public bool Flag() => Whole() != 0;

    public decimal Number() => WireNumber.Parse(Text());

    public decimal? NumberOrNull() => TextOrNull() is { } text ? WireNumber.Parse(text) : null;

    public DateTimeOffset Time() => LedgerTime.Parse(Text());

    public DateTimeOffset? TimeOrNull() => TextOrNull() is { } text ? LedgerTime.Parse(text) : null;

    public DateOnly? DayOrNull() => TextOrNull() is { } text ? LedgerTime.ParseDay(text) : null;

    public T Member<T>()
        where T : struct, Enum => EnumText<T>.Parse(Text());

    /// <summary>Two columns: the glued name and its quote asset, since the name alone may be cut in several ways.</summary>
    public Symbol Symbol()
    {
        string name = Text();
        string quote = Text();
        return new Symbol(new Asset(name[..^quote.Length]), new Asset(quote));
    }
}
