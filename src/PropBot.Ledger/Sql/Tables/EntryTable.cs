using System.Data.Common;
using PropBot.Core.Accounting;
using PropBot.Core.Values;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>Entries with their postings, each once, and the running balance of every account.</summary>
internal sealed class EntryTable : IDisposable
{
    public const string SelectBalances = "SELECT account, asset, balance FROM account_balances ORDER BY account, asset";

    private readonly Session _session;
    private readonly Statement _find;
    private readonly Statement _postingsOf;
    private readonly Statement _insertEntry;
    private readonly Statement _insertPosting;
    private readonly Statement _upsertBalance;
    private readonly Dictionary<(string Account, string Asset), decimal> _balances = [];
    private readonly Dictionary<(string Account, string Asset), decimal> _pending = [];
    private bool _isRead;

    public EntryTable(Session session)
    {
        _session = session;
        _find = session.Prepare("SELECT number FROM entries WHERE id = $1 AND kind = $2 AND at = $3");
        _postingsOf = session.Prepare("SELECT account, asset, amount FROM postings WHERE entry_number = $1 ORDER BY line");
        _insertEntry = session.Prepare("INSERT INTO entries (id, kind, at) VALUES ($1, $2, $3) RETURNING number");
        _insertPosting = session.Insert("postings", "entry_number", "line", "account", "asset", "amount");
        _upsertBalance = session.Prepare(
            "INSERT INTO account_balances (account, asset, balance) VALUES ($1, $2, $3) "
            + "ON CONFLICT (account, asset) DO UPDATE SET balance = excluded.balance");
    }

    /// <returns>Whether the entry is new.</returns>
    /// <exception cref="LedgerConflictException">The id is already there with another content.</exception>
    public bool Write(JournalEntry entry)
    {
        if (_find.Text(entry.Id).Member(entry.Kind).Time(entry.At).RunForWhole() is { } known
            && _postingsOf.Whole(known).List(ReadPosting).SequenceEqual(entry.Postings))
        {
            return false;
        }

        long number = Insert(entry);
        for (int line = 0; line < entry.Postings.Count; line++)
        {
            Posting posting = entry.Postings[line];
            _insertPosting.Whole(number).Whole(line).Text(posting.Account.Name).Text(posting.Asset.Code).Number(posting.Amount).Run();
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

    /// <summary>The transaction is undone, as far as is known: its sums are, and what is on disk is read again before it is added to.</summary>
    public void RolledBack()
    {
        _pending.Clear();
        _balances.Clear();
        _isRead = false;
    }

    public static Posting ReadPosting(ref Row row) => new(new LedgerAccount(row.Text()), new Asset(row.Text()), row.Number());

    public void Dispose()
    {
        _find.Dispose();
        _postingsOf.Dispose();
        _insertEntry.Dispose();
        _insertPosting.Dispose();
        _upsertBalance.Dispose();
    }

    private void ReadBalances()
    {
        foreach (Posting balance in _session.Ask(SelectBalances).List(ReadPosting))
        {
            _balances[(balance.Account.Name, balance.Asset.Code)] = balance.Amount;
        }

        _isRead = true;
    }

    private long Insert(JournalEntry entry)
    {
        try
        {
            return _insertEntry.Text(entry.Id).Member(entry.Kind).Time(entry.At).RunForWhole()!.Value;
        }
        catch (DbException violated) when (_session.Dialect.IsConstraint(violated))
        {
            throw new LedgerConflictException($"entry {entry.Id} is already there with another content");
        }
    }

    private void Add(Posting posting)
    {
        if (!_isRead)
        {
            ReadBalances();
        }

        (string, string) key = (posting.Account.Name, posting.Asset.Code);
        decimal balance = _pending.TryGetValue(key, out decimal pending) ? pending : _balances.GetValueOrDefault(key);
        balance += posting.Amount;
        _pending[key] = balance;
        _upsertBalance.Text(posting.Account.Name).Text(posting.Asset.Code).Number(balance).Run();
    }
}
