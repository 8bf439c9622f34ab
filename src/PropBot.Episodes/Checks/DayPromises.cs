using PropBot.Core.Accounting;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>
/// A day that lost its limit is known to have. Counted from the entries alone, and only while nothing is held: then what was realised is
/// cash, whoever's arithmetic it is.
/// </summary>
internal sealed class DayPromises(LedgerProjection ledger, RiskOptions limits)
{
    private readonly Dictionary<string, decimal> _positions = [];
    private int _read;
    private decimal _earned;
    private DateOnly? _day;
    private decimal? _earnedBefore;

    public void OnCommitted(DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        if (_day != today)
        {
            _day = today;
            _earnedBefore = IsFlat ? _earned : null;
        }

        for (; _read < ledger.Entries.Count; _read++)
        {
            Add(ledger.Entries[_read]);
        }

        if (IsFlat && _earnedBefore is { } before && limits.MaxDailyLoss is { } limit)
        {
            Promise.Kept(
                before - _earned < limit.Value || ledger.Control.DailyLossBreachedOn == today,
                "loss_unseen", $"{before - _earned} USDT were lost on {today}, the limit is {limit.Value}, and the desk says it was reached on {ledger.Control.DailyLossBreachedOn}");
        }
    }

    private bool IsFlat => _positions.Values.All(p => p == 0m);

    private void Add(JournalEntry entry)
    {
        foreach (Posting posting in entry.Postings)
        {
            string account = posting.Account.Name;
            if (account.StartsWith("position:", StringComparison.Ordinal))
            {
                _positions[account] = _positions.GetValueOrDefault(account) + posting.Amount;
            }
            else if (account.StartsWith("cash:", StringComparison.Ordinal) && posting.Asset == Asset.Usdt && entry.Kind != EntryKind.Transfer)
            {
                _earned += posting.Amount;
            }
        }
    }
}
