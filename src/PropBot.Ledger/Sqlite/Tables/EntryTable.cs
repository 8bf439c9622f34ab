using Microsoft.Data.Sqlite;
using PropBot.Core.Accounting;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>Entries with their postings, each once, and the running balance of every account.</summary>
internal sealed class EntryTable : IDisposable
{
    public const string SelectBalances = "SELECT account, asset, balance FROM account_balances ORDER BY account, asset";

    private readonly Statement _find;
    private readonly Statement _postingsOf;
    private readonly Statement _insertEntry;
    private readonly Statement _insertPosting;
    private readonly Statement _upsertBalance;
    private readonly Dictionary<(string Account, string Asset), decimal> _balances = [];
    private readonly Dictionary<(string Account, string Asset), decimal> _pending = [];

    public EntryTable(SqliteConnection connection)
    {
        _find = new Statement(connection, "SELECT number FROM entries WHERE id = $id AND kind = $kind AND at = $at", "id", "kind", "at");
        _postingsOf = new Statement(
            connection, "SELECT account, asset, amount FROM postings WHERE entry_number = $number ORDER BY line", "number");
        _insertEntry = new Statement(
            connection, "INSERT INTO entries (id, kind, at) VALUES ($id, $kind, $at) RETURNING number", "id", "kind", "at");
        _insertPosting = Statement.Insert(connection, "postings", "entry_number", "line", "account", "asset", "amount");
        _upsertBalance = new Statement(
            connection,
            "INSERT INTO account_balances (account, asset, balance) VALUES ($account, $asset, $balance) "
            + "ON CONFLICT (account, asset) DO UPDATE SET balance = excluded.balance",
            "account", "asset", "balance");
        using var all = new Statement(connection, SelectBalances);
        using SqliteDataReader reader = all.Read();
        while (reader.Read())
        {
            Posting balance = ReadPosting(reader);
            _balances[(balance.Account.Name, balance.Asset.Code)] = balance.Amount;
        }
    }

    /// <returns>Whether the entry is new.</returns>
    /// <exception cref="LedgerConflictException">The id is already there with another content.</exception>
    public bool Write(JournalEntry entry)
    {
        string kind = EnumText<EntryKind>.Of(entry.Kind);
        string at = LedgerTime.Format(entry.At);
        if (_find.Scalar(entry.Id, kind, at) is long known && PostingsOf(known).SequenceEqual(entry.Postings))
        {
            return false;
        }

        long number;
        try
        {
            number = (long)_insertEntry.Scalar(entry.Id, kind, at)!;
        }
        catch (SqliteException violated) when (violated.SqliteErrorCode == SqliteCodes.Constraint)
        {
            throw new LedgerConflictException($"entry {entry.Id} is already there with another content");
        }

        for (int line = 0; line < entry.Postings.Count; line++)
        {
            Posting posting = entry.Postings[line];
            _insertPosting.Run(number, line, posting.Account.Name, posting.Asset.Code, WireNumber.Format(posting.Amount));
            Add(posting);
        }

        return true;
    }

    /// <summary>The transaction is on disk: what it added is part of the balances.</summary>
    public void Committed()
    {
        foreach (((string, string) key, decimal balance) in _pending)
        {
            _balances[key] = balance;
        }

        _pending.Clear();
    }

    /// <summary>The transaction is undone: so are its sums.</summary>
    public void RolledBack() => _pending.Clear();

    public static Posting ReadPosting(SqliteDataReader reader)
    {
        var row = new Row(reader);
        return new Posting(new LedgerAccount(row.Text()), new Asset(row.Text()), row.Number());
    }

    public void Dispose()
    {
        _find.Dispose();
        _postingsOf.Dispose();
        _insertEntry.Dispose();
        _insertPosting.Dispose();
        _upsertBalance.Dispose();
    }

    private void Add(Posting posting)
    {
        (string, string) key = (posting.Account.Name, posting.Asset.Code);
        decimal balance = _pending.TryGetValue(key, out decimal pending) ? pending : _balances.GetValueOrDefault(key);
        balance += posting.Amount;
        _pending[key] = balance;
        _upsertBalance.Run(posting.Account.Name, posting.Asset.Code, WireNumber.Format(balance));
    }

    private List<Posting> PostingsOf(long entryNumber)
    {
        List<Posting> postings = [];
        using SqliteDataReader reader = _postingsOf.Read(entryNumber);
        while (reader.Read())
        {
            postings.Add(ReadPosting(reader));
        }

        return postings;
    }
}
