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
/// booked, deposits and withdrawals as transfers. What is left is a case with both documents.
/// </summary>
internal sealed class BalanceDesk(EngineState state, DayDesk day)
{
    /// <summary>How near a sum must come, quote units: a venue rounds, our books do not.</summary>
    public const decimal Tolerance = 0.01m;

    /// <summary>How far back the list is looked at while the two have not agreed in this run yet.</summary>
    private static readonly TimeSpan ReachAtStart = TimeSpan.FromDays(1);

    /// <summary>The venue's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <summary>Entries may appear late: the list is asked for again while the difference stays, elapsed time.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>The same when the difference has changed.</summary>
    private static readonly TimeSpan AgainWhenChanged = TimeSpan.FromSeconds(2);

    /// <summary>An answer so late is not waited for.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <param name="ours">The wallet by our books.</param>
    public void Agrees(VenueState venue, AccountReport account, decimal ours)
    {
        BalanceWatch watch = venue.Balance;
        watch.Agreed = MarkOf(venue, account, ours);
        watch.AskedElapsed = null;
        watch.Question = 0;
        watch.Documents = null;
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
        DateTimeOffset from = watch.Agreed?.At ?? Later(state.StartedAt - ReachAtStart, state.Options.LedgerSince);
        state.Effects.Add(new QueryIncome(venue.Venue, from, state.At + Ahead) { Question = state.Sequence });
    }

    public void OnReported(IncomeReported told)
    {
        VenueState venue = state.Venues[told.Venue];
        BalanceWatch watch = venue.Balance;
        if (told.Question != watch.Question || venue.Account is not { } account)
        {
            return;
        }

        watch.Question = 0;
        IncomeEntry[] listed = [.. told.Entries.Where(e => e.Amount.Asset == account.SettleAsset && (watch.Agreed is not { } agreed || e.At >= agreed.At))];
        IReadOnlyList<IncomeEntry> explaining = Explaining(
            [.. listed.Where(e => IsNoTrades(e.Kind) && !state.IncomeEntries.Contains(DeskBooks.EntryIdOf(e))).OrderByDescending(e => e.At)], watch);
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

    public void OnFailed(IncomeQueryFailed failed) => state.Venues[failed.Venue].Balance.Question = 0;

    /// <summary>
    /// The latest entries that together make up the difference. Without such: since the two agreed, every transfer is one that the books
    /// lack; before they did, nobody knows what the books have of it already.
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

        return watch.Agreed is null ? [] : [.. untold.Where(e => e.Kind == IncomeKind.Transfer)];
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
        -state.Books.Balance(LedgerAccount.Fees(venue.Venue), account.SettleAsset),
        -state.Books.Balance(LedgerAccount.Funding(venue.Venue), account.SettleAsset),
        -state.Books.Balance(LedgerAccount.Capital(venue.Venue), account.SettleAsset),
        -state.Books.Balance(LedgerAccount.Income(venue.Venue), account.SettleAsset));

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
        return $"since {Time(agreed.At)} UTC {Money(agreed.Ours)} to {Money(wallet)}: "
            + $"realised {Money(trades)}, fees {Money(fees)}, funding {Money(funding)}, transfers {Money(transfers)}, other {Money(other)}";
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
