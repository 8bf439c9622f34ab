using System.Data.Common;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql;

/// <summary>Reads one row, column after column.</summary>
internal delegate T RowReader<T>(ref Row row);

/// <summary>The columns of a row one after another, in the order in which they were selected.</summary>
internal struct Row(DbDataReader reader, Dialect dialect)
{
    private int _next;

    /// <summary>The next column has no value.</summary>
    public readonly bool IsNull => reader.IsDBNull(_next);

    public void SkipMany(int columns) => _next += columns;

    public string Text() => reader.GetString(_next++);

    public string? TextOrNull() => reader.IsDBNull(_next) ? Skip<string>() : Text();

    public long Whole() => reader.GetInt64(_next++);

    public bool Flag() => dialect.Flag(reader, _next++);

    public decimal Number() => dialect.Number(reader, _next++);

    public decimal? NumberOrNull() => reader.IsDBNull(_next) ? SkipValue<decimal>() : Number();

    public DateTimeOffset Time() => dialect.Time(reader, _next++);

    public DateTimeOffset? TimeOrNull() => reader.IsDBNull(_next) ? SkipValue<DateTimeOffset>() : Time();

    public DateOnly? DayOrNull() => reader.IsDBNull(_next) ? SkipValue<DateOnly>() : dialect.Day(reader, _next++);

    public T? MemberOrNull<T>()
        where T : struct, Enum =>
        reader.IsDBNull(_next) ? SkipValue<T>() : Member<T>();

    public T Member<T>()
        where T : struct, Enum => EnumText<T>.Parse(Text());

    /// <summary>Two columns: the glued name and its quote asset, since the name alone may be cut in several ways.</summary>
    public Symbol Symbol()
    {
        string name = Text();
        string quote = Text();
        return new Symbol(new Asset(name[..^quote.Length]), new Asset(quote));
    }

    public InstrumentId Instrument() => new(new VenueId(Text()), Symbol());

    private T? Skip<T>()
        where T : class
    {
        _next++;
        return null;
    }

    private T? SkipValue<T>()
        where T : struct
    {
        _next++;
        return null;
    }
}
