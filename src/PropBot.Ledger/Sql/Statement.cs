using System.Data.Common;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql;

/// <summary>
/// A prepared command that is given its values one after another, in the order of <c>$1, $2, ...</c>, and then runs:
/// <c>statement.Whole(7).Member(status).Number(price).Run()</c>. Its counterpart is <see cref="Row"/>.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Dialect _dialect;
    private readonly DbCommand _command;
    private readonly bool _asksOnce;
    private int _next;
    private bool _isPrepared;

    /// <param name="asksOnce">It is done after one <see cref="List"/>.</param>
    public Statement(DbCommand command, Dialect dialect, bool asksOnce = false)
    {
        _command = command;
        _dialect = dialect;
        _asksOnce = asksOnce;
    }

    public Statement Text(string? value) => Give(ValueKind.Text, value);

    public Statement Whole(long value) => Give(ValueKind.Whole, value);

    public Statement WholeOrNull(long? value) => Give(ValueKind.Whole, value);

    public Statement Flag(bool value) => Give(ValueKind.Flag, _dialect.Of(value));

    public Statement Number(decimal value) => Give(ValueKind.Number, _dialect.Of(value));

    public Statement Number(decimal? value) => Give(ValueKind.Number, value is { } known ? _dialect.Of(known) : null);

    public Statement Time(DateTimeOffset value) => Give(ValueKind.Time, _dialect.Of(value));

    public Statement Time(DateTimeOffset? value) => Give(ValueKind.Time, value is { } known ? _dialect.Of(known) : null);

    public Statement Day(DateOnly? value) => Give(ValueKind.Day, value is { } known ? _dialect.Of(known) : null);

    public Statement Json(string value) => Give(ValueKind.Json, value);

    public Statement MemberOrNull<T>(T? value)
        where T : struct, Enum =>
        Text(value is { } known ? EnumText<T>.Of(known) : null);

    public Statement Member<T>(T value)
        where T : struct, Enum => Text(EnumText<T>.Of(value));

    /// <summary>Two values: the glued name and its quote asset, since the name alone may be cut in several ways.</summary>
    public Statement Symbol(Symbol value) => Text(value.Name).Text(value.Quote.Code);

    /// <summary>Rows changed.</summary>
    public int Run()
    {
        Ready();
        return _command.ExecuteNonQuery();
    }

    /// <summary>The number in the first column of the first row; null when there is no row.</summary>
    public long? RunForWhole()
    {
        Ready();
        using DbDataReader reader = _command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    public List<T> List<T>(RowReader<T> read)
    {
        Ready();
        List<T> rows = [];
        using (DbDataReader reader = _command.ExecuteReader())
        {
            while (reader.Read())
            {
                var row = new Row(reader, _dialect);
                rows.Add(read(ref row));
            }
        }

        if (_asksOnce)
        {
            Dispose();
        }

        return rows;
    }

    /// <summary>The first row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryFirst<T>(RowReader<T> read, out T? first)
    {
        Ready();
        using DbDataReader reader = _command.ExecuteReader();
        if (!reader.Read())
        {
            first = default;
            return false;
        }

        var row = new Row(reader, _dialect);
        first = read(ref row);
        return true;
    }

    public void Dispose() => _command.Dispose();

    private Statement Give(ValueKind kind, object? value)
    {
        if (_next == _command.Parameters.Count)
        {
            _dialect.AddParameter(_command, kind);
        }

        _command.Parameters[_next++].Value = value ?? DBNull.Value;
        return this;
    }

    private void Ready()
    {
        _next = 0;
        if (!_isPrepared && !_asksOnce)
        {
            _command.Prepare();
            _isPrepared = true;
        }
    }
}
