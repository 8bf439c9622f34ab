using PropBot.Core.Accounting;
using PropBot.Core.Values;

namespace PropBot.Ledger;

/// <summary>Adds postings up and compares them with what they must be: zero per asset, the running balance per account.</summary>
internal sealed class BalanceCheck
{
    private readonly SortedDictionary<string, decimal> _perAsset = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Account, string Asset), decimal> _perAccount = [];

    public void Add(Posting posting)
    {
        string asset = posting.Asset.Code;
        _perAsset[asset] = _perAsset.GetValueOrDefault(asset) + posting.Amount;
        (string, string) account = (posting.Account.Name, asset);
        _perAccount[account] = _perAccount.GetValueOrDefault(account) + posting.Amount;
    }

    public LedgerVerification Against(long entries, IReadOnlyList<Posting> balances)
    {
        List<string> problems = [];
        foreach ((string asset, decimal sum) in _perAsset.Where(asset => asset.Value != 0m))
        {
            problems.Add($"the postings of {asset} sum to {WireNumber.Format(sum)}, not to zero");
        }

        Dictionary<(string, string), decimal> running = balances.ToDictionary(
            balance => (balance.Account.Name, balance.Asset.Code), balance => balance.Amount);
        foreach (((string account, string asset), decimal sum) in _perAccount)
        {
            if (!running.Remove((account, asset), out decimal balance) || balance != sum)
            {
                problems.Add($"{account} is kept at {WireNumber.Format(balance)} {asset}, its postings sum to {WireNumber.Format(sum)}");
            }
        }

        problems.AddRange(running.Where(left => left.Value != 0m).Select(
            left => $"{left.Key.Item1} is kept at {WireNumber.Format(left.Value)} {left.Key.Item2}, it has no postings"));
        return new LedgerVerification(entries, problems);
    }
}
