using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Accounting;

/// <summary>
/// The desk's double-entry books: every fill, fee, funding payment and transfer as a balanced entry, and the running balance
/// of every account.
/// </summary>
public sealed class DeskBooks
{
    private readonly SortedDictionary<(string Account, string Asset), decimal> _balances = new(BalanceOrder.Instance);
    private readonly SortedDictionary<string, decimal> _sums = new(StringComparer.Ordinal);

    /// <summary>Balance of an account, 0 when it was never used.</summary>
    public decimal Balance(LedgerAccount account, Asset asset) =>
        _balances.GetValueOrDefault((account.Name, asset.Code));

    /// <summary>Sum over the accounts of a kind at every venue that the ledger knows, those that this run does not trade on too.</summary>
    public decimal Total(string kind, Asset asset)
    {
        decimal sum = 0m;
        foreach (((string account, string of), decimal balance) in _balances)
        {
            sum += string.Equals(of, asset.Code, StringComparison.Ordinal) && LedgerAccount.IsKind(account, kind) ? balance : 0m;
        }

        return sum;
    }

    public IEnumerable<Posting> Balances() =>
        _balances.Select(b => new Posting(new LedgerAccount(b.Key.Account), new Asset(b.Key.Asset), b.Value));

    /// <summary>Takes over the balances of the ledger at the start.</summary>
    public void Restore(IReadOnlyList<Posting> balances)
    {
        Invariant.Holds(_balances.Count == 0, "balances are restored into empty books");
        foreach (Posting balance in balances)
        {
            Add(balance);
        }

        AssertBalanced();
    }

    public void Post(JournalEntry entry)
    {
        foreach (Posting posting in entry.Postings)
        {
            Add(posting);
        }

        AssertBalanced();
    }

    /// <summary>A fill moves base units and cash; its fee moves cash.</summary>
    /// <param name="foreignFee">What a fee in another coin counts, quote units; 0 for one in the quote coin.</param>
    public static IReadOnlyList<JournalEntry> EntriesOf(FillReport fill, decimal foreignFee = 0m) => EntriesOf(
        $"{fill.Instrument.Venue}:{fill.Instrument.Symbol}:{fill.TradeId}",
        fill.Instrument, fill.Side, fill.Price, fill.Quantity, fill.Fee, foreignFee, fill.VenueTime);

    /// <summary>What a leg has lost by a forced fill, as if it had been a trade of ours.</summary>
    /// <param name="before">How much of the fill was booked before, which tells its entries apart.</param>
    /// <param name="foreignFee">As above, of the share.</param>
    public static IReadOnlyList<JournalEntry> EntriesOf(ForcedFill fill, ForcedFillShare share, Quantity before, decimal foreignFee = 0m)
    {
        string reference = $"{fill.Instrument.Venue}:{fill.Instrument.Symbol}:{fill.TradeId}:forced@{before}";
        return EntriesOf(reference, fill.Instrument, fill.Side, fill.Price, share.Quantity, share.Fee, foreignFee, fill.VenueTime);
    }

    public static string FundingEntryId(FundingPayment payment) =>
        $"funding:{payment.Instrument.Venue}:{payment.Instrument.Symbol}:{payment.PaymentId}";

    public static JournalEntry EntryOf(FundingPayment payment)
    {
        VenueId venue = payment.Instrument.Venue;
        return new JournalEntry(FundingEntryId(payment), EntryKind.Funding, payment.SettledAt,
        [
            new Posting(LedgerAccount.Cash(venue), payment.Payment.Asset, payment.Payment.Amount),
            new Posting(LedgerAccount.Funding(venue), payment.Payment.Asset, -payment.Payment.Amount),
        ]);
    }

    /// <summary>What the account held when the desk first saw it.</summary>
    public static JournalEntry OpeningTransfer(VenueId venue, Money balance, DateTimeOffset at) =>
        new($"transfer:{venue}:opening", EntryKind.Transfer, at,
        [
            new Posting(LedgerAccount.Cash(venue), balance.Asset, balance.Amount),
            new Posting(LedgerAccount.Capital(venue), balance.Asset, -balance.Amount),
        ]);

    public static string EntryIdOf(IncomeEntry income) =>
        $"{(income.Kind == IncomeKind.Transfer ? "transfer" : "income")}:{income.Venue}:{income.Kind}:{income.EntryId}";

    /// <summary>A line of the venue's own list that is no trade's: a transfer is capital, anything else is earned or lost.</summary>
    public static JournalEntry EntryOf(IncomeEntry income)
    {
        bool isTransfer = income.Kind == IncomeKind.Transfer;
        return new JournalEntry(EntryIdOf(income), isTransfer ? EntryKind.Transfer : EntryKind.Income, income.At,
        [
            new Posting(LedgerAccount.Cash(income.Venue), income.Amount.Asset, income.Amount.Amount),
            new Posting(isTransfer ? LedgerAccount.Capital(income.Venue) : LedgerAccount.Income(income.Venue), income.Amount.Asset, -income.Amount.Amount),
        ]);
    }

    /// <summary>
    /// A position that the venue holds, as if it had been traded at that price without a fee: the books then hold what the venue
    /// does, and the wallet by our books does not change.
    /// </summary>
    /// <param name="pair">The record that holds it from now on; tells the entry apart.</param>
    /// <param name="signedQuantity">Base units: positive long, negative short.</param>
    public static JournalEntry AdoptionOf(PairId pair, InstrumentId id, decimal signedQuantity, Price price, DateTimeOffset at)
    {
        decimal cash = -signedQuantity * price.Value;
        return new JournalEntry($"adoption:{id.Venue}:{id.Symbol}:{pair}", EntryKind.Adoption, at,
        [
            new Posting(LedgerAccount.Position(id), id.Symbol.Base, signedQuantity),
            new Posting(LedgerAccount.Adopted(id), id.Symbol.Base, -signedQuantity),
            new Posting(LedgerAccount.Cash(id.Venue), id.Symbol.Quote, cash),
            new Posting(LedgerAccount.Adopted(id), id.Symbol.Quote, -cash),
        ]);
    }

    /// <summary>What the venue no longer holds and nobody told a fill of leaves the books, for what the venue's wallet or its price says.</summary>
    /// <param name="id">Tells the entry apart.</param>
    /// <param name="change">Base units: negative takes from a long, positive from a short.</param>
    /// <param name="cash">Quote units that came in for it; negative is paid.</param>
    public static JournalEntry LossOf(string id, InstrumentId instrument, decimal change, decimal cash, DateTimeOffset at) =>
        new($"lost:{instrument.Venue}:{instrument.Symbol}:{id}", EntryKind.Adoption, at,
        [
            new Posting(LedgerAccount.Position(instrument), instrument.Symbol.Base, change),
            new Posting(LedgerAccount.Adopted(instrument), instrument.Symbol.Base, -change),
            new Posting(LedgerAccount.Cash(instrument.Venue), instrument.Symbol.Quote, cash),
            new Posting(LedgerAccount.Adopted(instrument), instrument.Symbol.Quote, -cash),
        ]);

    private static IReadOnlyList<JournalEntry> EntriesOf(
        string reference, InstrumentId id, Side side, Price price, Quantity filled, Money paid, decimal foreignFee, DateTimeOffset at)
    {
        decimal quantity = filled.Value * side.Sign();
        decimal cash = -quantity * price.Value;
        Asset quote = id.Symbol.Quote;
        Asset coin = id.Symbol.Base;
        var trade = new JournalEntry($"trade:{reference}", EntryKind.Trade, at,
        [
            new Posting(LedgerAccount.Position(id), coin, quantity),
            new Posting(LedgerAccount.Market(id), coin, -quantity),
            new Posting(LedgerAccount.Cash(id.Venue), quote, cash),
            new Posting(LedgerAccount.Market(id), quote, -cash),
        ]);
        if (paid.Amount == 0m)
        {
            return [trade];
        }

        EntryKind kind = paid.Amount < 0m ? EntryKind.Fee : EntryKind.Rebate;
        var fee = new JournalEntry($"fee:{reference}", kind, at,
        [
            new Posting(LedgerAccount.Cash(id.Venue), paid.Asset, paid.Amount),
            new Posting(LedgerAccount.Fees(id.Venue), paid.Asset, -paid.Amount),
        ]);
        return foreignFee == 0m ? [trade, fee] : [trade, fee, WorthOf(reference, id, foreignFee, at)];
    }

    /// <summary>The fee is booked in its own coin; beside it stands what it counts, so that the result of the day has it.</summary>
    private static JournalEntry WorthOf(string reference, InstrumentId id, decimal foreignFee, DateTimeOffset at) => new($"fee_worth:{reference}", EntryKind.Fee, at,
    [
        new Posting(LedgerAccount.ForeignFees(id.Venue), id.Symbol.Quote, -foreignFee),
        new Posting(LedgerAccount.Fees(id.Venue), id.Symbol.Quote, foreignFee),
    ]);

    private void Add(Posting posting)
    {
        (string, string) key = (posting.Account.Name, posting.Asset.Code);
        _balances[key] = _balances.GetValueOrDefault(key) + posting.Amount;
        _sums[posting.Asset.Code] = _sums.GetValueOrDefault(posting.Asset.Code) + posting.Amount;
    }

    private void AssertBalanced()
    {
        foreach ((string asset, decimal sum) in _sums)
        {
            Invariant.Holds(sum == 0m, $"all postings of {asset} sum to zero, not {sum}");
        }
    }

    private sealed class BalanceOrder : IComparer<(string Account, string Asset)>
    {
        public static readonly BalanceOrder Instance = new();

        public int Compare((string Account, string Asset) x, (string Account, string Asset) y)
        {
            int byAccount = string.CompareOrdinal(x.Account, y.Account);
            return byAccount != 0 ? byAccount : string.CompareOrdinal(x.Asset, y.Asset);
        }
    }
}
