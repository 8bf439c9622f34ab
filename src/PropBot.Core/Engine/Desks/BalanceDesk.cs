using System.Globalization;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Why a venue's wallet differs from our books, by the venue's own list of income: what is no trade's and makes up the difference is
/// booked, deposits and withdrawals as transfers. What is left is a case with both documents. The list is looked through regularly too:
/// what cancels out or is too little to be seen would otherwise be lacking when something else has to be explained.
/// </summary>
internal sealed class BalanceDesk(EngineState state, DayDesk day)
{
    /// <summary>How near a sum must come, quote units: a venue rounds, our books do not.</summary>
    public const decimal Tolerance = 0.01m;

    /// <summary>How far back the list is looked at while the two have not agreed in this run yet.</summary>
    private static readonly TimeSpan ReachAtStart = TimeSpan.FromDays(1);

    /// <summary>The venue's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>Or behind it: what it lists as older than the statement by our clock may have come after it.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(1);

    /// <summary>Entries may appear late: the list is asked for again while the difference stays, elapsed time.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>The same when the difference has changed.</summary>
    private static readonly TimeSpan AgainWhenChanged = TimeSpan.FromSeconds(2);

    /// <summary>An answer so late is not waited for.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <summary>How often the list is looked through though nothing differs, and at once after every gap of the venue; elapsed time.</summary>
    private static readonly TimeSpan Regularly = TimeSpan.FromHours(1);

    /// <summary>The same when it could not be read.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    /// <summary>Entries appear so late at most: as much is looked through again.</summary>
    private static readonly TimeSpan EntriesAppearWithin = TimeSpan.FromMinutes(10);

    /// <param name="ours">The wallet by our books.</param>
    public void Agrees(VenueState venue, AccountReport account, decimal ours)
    {
        BalanceWatch watch = venue.Balance;
        watch.Agreed = MarkOf(venue, account, ours);
        watch.AskedElapsed = null;
        watch.Question = 0;
        watch.Documents = null;
        LookThrough(venue);
    }

    /// <param name="difference">What nobody has explained yet, quote units.</param>
    public void Differs(VenueState venue, decimal difference)
    {
        BalanceWatch watch = venue.Balance;
        watch.Difference = difference;
        TimeSpan pause = Math.Abs(difference - watch.AskedDifference) > Tolerance ? AgainWhenChanged : Again;
        bool isDue = watch.AskedElapsed is not { } asked || state.Elapsed - asked >= (watch.Question != 0 ? AnswerWithin : pause);
        if (!isDue || venue.Link != VenueLink.Up)
        {
            return;
        }

        watch.AskedElapsed = state.Elapsed;
        watch.AskedDifference = difference;
        watch.Question = state.Sequence;
        DateTimeOffset from = Later(watch.Agreed?.At - Behind ?? state.StartedAt - ReachAtStart, state.Options.LedgerSince);
        state.Effects.Add(new QueryIncome(venue.Venue, from, state.At + Ahead) { Question = state.Sequence });
    }

    public void OnReported(IncomeReported told)
    {
        VenueState venue = state.Venues[told.Venue];
        BalanceWatch watch = venue.Balance;
        if (venue.Account is not { } account)
        {
            return;
        }

        if (told.Question == watch.Look)
        {
            OnLookedThrough(venue, account, told.Entries);
        }
        else if (told.Question == watch.Question)
        {
            Explain(venue, account, told.Entries);
        }
    }

    public void OnFailed(IncomeQueryFailed failed)
    {
        BalanceWatch watch = state.Venues[failed.Venue].Balance;
        watch.Question = 0;
        if (watch.Look != 0)
        {
            watch.Look = 0;
            watch.LookedElapsed = state.Elapsed - Regularly + AfterFailure;
        }
    }

    private void LookThrough(VenueState venue)
    {
        BalanceWatch watch = venue.Balance;
        bool isDue = watch.LookedElapsed is not { } last || last < venue.LinkUpElapsed || state.Elapsed - last >= Regularly;
        if (!isDue || venue.Link != VenueLink.Up)
        {
            return;
        }

        watch.LookedElapsed = state.Elapsed;
        watch.LookedAt = state.At;
        watch.Look = state.Sequence;
        DateTimeOffset from = watch.LookedThrough - EntriesAppearWithin ?? Later(state.StartedAt - ReachAtStart, state.Options.LedgerSince);
        state.Effects.Add(new QueryIncome(venue.Venue, from, state.At + Ahead) { Question = state.Sequence, IsRoutine = true });
    }

    /// <summary>
    /// What the agreeing wallet has in it and the books lack must add up to nothing that is seen; the most that does is booked. More than
    /// that is in the books in another way: a person has explained it, or it is older than they are. What is newer than the wallet's statement
    /// is no difference yet: the next statement makes it one, and it is asked for now.
    /// </summary>
    private void OnLookedThrough(VenueState venue, AccountReport account, IReadOnlyList<IncomeEntry> entries)
    {
        BalanceWatch watch = venue.Balance;
        watch.Look = 0;
        watch.LookedThrough = watch.LookedAt;
        if (watch.Agreed is not { } agreed || watch.AskedElapsed is not null)
        {
            // A difference is being looked into, with a question of its own.
            return;
        }

        IReadOnlyList<IncomeEntry> untold = Untold(entries.Where(e => e.Amount.Asset == account.SettleAsset));
        List<IncomeEntry> inWallet = [.. untold.Where(e => e.At <= agreed.At)];
        decimal sum = 0m;
        int cancelling = 0;
        for (int i = 0; i < inWallet.Count; i++)
        {
            sum += inWallet[i].Amount.Amount;
            cancelling = Math.Abs(sum) <= Tolerance ? i + 1 : cancelling;
        }

        foreach (IncomeEntry entry in inWallet.Take(cancelling))
        {
            Book(entry);
        }

        if (inWallet.Count < untold.Count)
        {
            venue.AccountAskedElapsed = null;
        }
    }

    private void Explain(VenueState venue, AccountReport account, IReadOnlyList<IncomeEntry> entries)
    {
        BalanceWatch watch = venue.Balance;
        watch.Question = 0;
        IReadOnlyList<IncomeEntry> explaining = Explaining(Untold(entries.Where(e => e.Amount.Asset == account.SettleAsset)), watch);
        IncomeEntry[] listed = [.. entries.Where(e => e.Amount.Asset == account.SettleAsset && (watch.Agreed is not { } agreed || e.At >= agreed.At || explaining.Contains(e)))];
        watch.Documents = (OurWords(venue, watch.Agreed), TheirWords(account, watch.Agreed, listed));
        foreach (IncomeEntry entry in explaining)
        {
            Book(entry);
        }

        if (explaining.Count > 0)
        {
            // Whether the two agree now is seen with the next heartbeat, not with the next poll.
            venue.AccountAskedElapsed = null;
        }
    }

    /// <returns>What is no trade's and not in the books, newest first.</returns>
    private IReadOnlyList<IncomeEntry> Untold(IEnumerable<IncomeEntry> entries) =>
        [.. entries.Where(e => IsNoTrades(e.Kind) && !state.IncomeEntries.Contains(DeskBooks.EntryIdOf(e))).OrderByDescending(e => e.At)];

    /// <summary>
    /// The latest entries that together make up the difference. Without such: since the two agreed, by both clocks, every transfer is one that
    /// the books lack; before they did, nobody knows what the books have of it already.
    /// </summary>
    /// <param name="untold">Newest first.</param>
    private static IReadOnlyList<IncomeEntry> Explaining(IReadOnlyList<IncomeEntry> untold, BalanceWatch watch)
    {
        decimal sum = 0m;
        for (int i = 0; i < untold.Count; i++)
        {
            sum += untold[i].Amount.Amount;
            if (Math.Abs(sum - watch.AskedDifference) <= Tolerance)
            {
                return [.. untold.Take(i + 1)];
            }
        }

        return watch.Agreed is not { } agreed ? [] : [.. untold.Where(e => e.Kind == IncomeKind.Transfer && e.At >= agreed.At)];
    }

    private void Book(IncomeEntry income)
    {
        JournalEntry entry = DeskBooks.EntryOf(income);
        state.IncomeEntries.Add(entry.Id);
        state.Books.Post(entry);
        state.Effects.Add(new EntryPosted(entry));
        string amount = WireNumber.Format(income.Amount.Amount);
        if (income.Kind == IncomeKind.Transfer)
        {
            day.OnTransfer(income.Amount.Amount);
            state.Alert(AlertSeverity.Warning, "transfer_booked",
                $"{income.Venue}: {amount} {income.Amount.Asset.Code} were moved at {Time(income.At)} UTC ({income.NativeKind}, {income.EntryId}); booked as a transfer. Make sure that it was one of yours.",
                $"{income.Venue}: {Time(income.At)} UTC переведено {amount} {income.Amount.Asset.Code} ({income.NativeKind}, {income.EntryId}); учтено как перевод. Убедитесь, что перевод ваш.");
        }
        else
        {
            state.Alert(AlertSeverity.Info, "income_booked",
                $"{income.Venue}: {income.NativeKind} {amount} {income.Amount.Asset.Code} at {Time(income.At)} UTC ({income.EntryId}) is booked as other income.",
                $"{income.Venue}: {income.NativeKind} {amount} {income.Amount.Asset.Code}, {Time(income.At)} UTC ({income.EntryId}): учтено как прочий доход.");
        }
    }

    private BalanceMark MarkOf(VenueState venue, AccountReport account, decimal ours) => new(
        venue.Statement.At ?? state.StartedAt,
        account.WalletBalance,
        ours,
        -(state.Books.Balance(LedgerAccount.Fees(venue.Venue), account.SettleAsset) + ForeignFees(venue, account)),
        -state.Books.Balance(LedgerAccount.Funding(venue.Venue), account.SettleAsset),
        -state.Books.Balance(LedgerAccount.Capital(venue.Venue), account.SettleAsset),
        -state.Books.Balance(LedgerAccount.Income(venue.Venue), account.SettleAsset),
        -ForeignFees(venue, account));

    /// <summary>What fees in other coins count, negative. The account of fees has it, and the wallet in the settle coin never paid it.</summary>
    private decimal ForeignFees(VenueState venue, AccountReport account) => state.Books.Balance(LedgerAccount.ForeignFees(venue.Venue), account.SettleAsset);

    private string OurWords(VenueState venue, BalanceMark? agreed)
    {
        AccountReport account = venue.Account!;
        decimal wallet = account.WalletBalance - venue.Balance.Difference;
        if (agreed is null)
        {
            return $"wallet {Money(wallet)}; the two have not agreed since the start";
        }

        BalanceMark now = MarkOf(venue, account, wallet);
        decimal fees = now.Fees - agreed.Fees;
        decimal funding = now.Funding - agreed.Funding;
        decimal transfers = now.Capital - agreed.Capital;
        decimal other = now.Income - agreed.Income;
        decimal trades = wallet - agreed.Ours - fees - funding - transfers - other;
        decimal foreign = now.ForeignFees - agreed.ForeignFees;
        return $"since {Time(agreed.At)} UTC {Money(agreed.Ours)} to {Money(wallet)}: "
            + $"realised {Money(trades)}, fees {Money(fees)}, funding {Money(funding)}, transfers {Money(transfers)}, other {Money(other)}"
            + (foreign == 0m ? "" : $"; fees in other coins, counted {Money(foreign)}, are not in it: this wallet did not pay them");
    }

    private static string TheirWords(AccountReport account, BalanceMark? agreed, IReadOnlyList<IncomeEntry> listed)
    {
        decimal Sum(IncomeKind kind) => listed.Where(e => e.Kind == kind).Sum(e => e.Amount.Amount);
        string since = agreed is null ? $"wallet {Money(account.WalletBalance)}" : $"since {Time(agreed.At)} UTC {Money(agreed.Theirs)} to {Money(account.WalletBalance)}";
        string lines = string.Join(", ", listed.Where(e => IsNoTrades(e.Kind)).Select(e => $"{e.NativeKind} {Money(e.Amount.Amount)} at {Time(e.At)}"));
        return $"{since}: realised {Money(Sum(IncomeKind.RealizedPnl))}, fees {Money(Sum(IncomeKind.Fee))}, funding {Money(Sum(IncomeKind.Funding))}, "
            + $"transfers {Money(Sum(IncomeKind.Transfer))}, other {Money(Sum(IncomeKind.Other) + Sum(IncomeKind.Liquidation))}{(lines.Length > 0 ? $" [{lines}]" : "")}";
    }

    private static bool IsNoTrades(IncomeKind kind) => kind is IncomeKind.Transfer or IncomeKind.Liquidation or IncomeKind.Other;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static string Money(decimal amount) => WireNumber.Format(Math.Round(amount, 4, MidpointRounding.ToZero));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
