using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Links, marks, accounts and funding: what venues tell that is not about one order.</summary>
internal sealed class VenueDesk(
    EngineState state, OrderDesk orders, OpenOrderDesk openOrders, Reconciliation reconciliation, ConditionDesk conditions, RightsDesk rights, SettingsDesk settings,
    SettleCoinDesk coins, DayDesk day)
{
    public void OnMark(MarkPriceChanged mark)
    {
        if (state.Instruments.TryGetValue(mark.Instrument, out InstrumentState? instrument))
        {
            instrument.Mark = mark.MarkPrice.Value;
            instrument.MarkElapsed = state.Elapsed - mark.MarkAge;
            instrument.PriceLimits = mark.Limits ?? instrument.PriceLimits;
            instrument.Funding = mark.Funding;
        }
    }

    public void OnLink(VenueLinkChanged change)
    {
        VenueState venue = state.Venues[change.Venue];
        VenueLink before = venue.Link;
        venue.Link = change.Link;
        venue.LinkReason = change.Reason;
        if (change.Link == VenueLink.Up && before != VenueLink.Up)
        {
            venue.WasUp = true;
            venue.LinkUpElapsed = state.Elapsed;
            rights.Ask(venue);
            settings.OnConnected(venue);
            coins.Ask(venue);
            orders.AskForAll(change.Venue);
            openOrders.Ask(venue);
            AskForAccount(venue);
        }

        if (before == VenueLink.Up && change.Link != VenueLink.Up && !state.ShuttingDown)
        {
            state.Alert(AlertSeverity.Warning, "venue_link",
                $"{change.Venue} is not connected: {change.Reason}. Nothing opens on it; what is open there is kept and rescued over REST.",
                $"Нет связи с {change.Venue}: {change.Reason}. Новые пары на ней не открываются; открытые сопровождаются через REST.");
        }
    }

    /// <returns>False: it is older than the last one, or may be, and changes nothing.</returns>
    public bool OnAccount(AccountReported told)
    {
        AccountReport account = told.Account;
        VenueState venue = state.Venues[account.Venue];
        if (!venue.Statement.Take(told.Question))
        {
            if (told.Question == 0)
            {
                // The adapter has read it because something has changed: it is asked for with the next heartbeat, so that its age is known.
                venue.AccountAskedElapsed = null;
            }

            return false;
        }

        venue.Account = account;
        LedgerAccount capital = LedgerAccount.Capital(account.Venue);
        bool isUnopened = state.Books.Balance(capital, account.SettleAsset) == 0m
            && state.Books.Balance(LedgerAccount.Cash(account.Venue), account.SettleAsset) == 0m;
        if (isUnopened && account.WalletBalance != 0m)
        {
            JournalEntry opening = DeskBooks.OpeningTransfer(account.Venue, new Money(account.WalletBalance, account.SettleAsset), state.At);
            state.Books.Post(opening);
            state.Effects.Add(new EntryPosted(opening));
            day.OnTransfer(account.WalletBalance);
        }

        conditions.OnStatement(venue);
        reconciliation.Compare(venue, account);
        return true;
    }

    public void OnOpenOrders(OpenOrdersReported report) => state.Venues[report.Venue].OpenOrders = report.Orders;

    public void OnFunding(FundingPayment payment)
    {
        if (!state.IncomeEntries.Add(DeskBooks.FundingEntryId(payment)))
        {
            return;
        }

        JournalEntry entry = DeskBooks.EntryOf(payment);
        state.Books.Post(entry);
        state.Effects.Add(new EntryPosted(entry));
        Assign(payment);
    }

    public void PollAccounts()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            bool due = venue.AccountAskedElapsed is not { } asked || state.Elapsed - asked >= state.Options.AccountPollInterval;
            if (venue.Link == VenueLink.Up && due)
            {
                AskForAccount(venue);
            }
        }
    }

    public void AskForAccount(VenueState venue)
    {
        venue.AccountAskedElapsed = state.Elapsed;
        venue.Statement.Asked(state.Sequence, state.Elapsed, state.At);
        state.Effects.Add(new QueryAccount(venue.Venue) { Question = state.Sequence });
    }

    /// <summary>
    /// Splits a settlement over the pairs that held the instrument at that instant, by quantity; the rest of the division goes to
    /// the last. A settlement is often told seconds later, when a pair may be done already.
    /// </summary>
    private void Assign(FundingPayment payment)
    {
        var holders = new List<(PairState Pair, LegRole Role, decimal Held)>();
        foreach (PairState pair in state.Pairs)
        {
            AddHolder(holders, pair, payment);
        }

        foreach (PairState pair in state.RecentPairs)
        {
            if (pair.Record.ClosedAt > payment.SettledAt)
            {
                AddHolder(holders, pair, payment);
            }
        }

        decimal total = holders.Sum(h => h.Held);
        decimal left = payment.Payment.Amount;
        for (int i = 0; i < holders.Count; i++)
        {
            (PairState pair, LegRole role, decimal held) = holders[i];
            decimal share = i == holders.Count - 1 ? left : Math.Round(payment.Payment.Amount * held / total, 8, MidpointRounding.ToZero);
            left -= share;
            state.AddFunding(pair, role, share);
        }

        state.UnassignedFunding += left;
    }

    private static void AddHolder(List<(PairState Pair, LegRole Role, decimal Held)> holders, PairState pair, FundingPayment payment)
    {
        if (pair.Record.OpenedAt > payment.SettledAt)
        {
            return;
        }

        foreach (LegRole role in pair.Record.Roles)
        {
            LegRecord leg = pair.Record.Leg(role);
            decimal held = pair.Record.Status.IsTerminal() ? Math.Max(leg.BoughtQuantity, leg.SoldQuantity) : Math.Abs(leg.SignedQuantity);
            if (leg.Instrument == payment.Instrument && held != 0m)
            {
                holders.Add((pair, role, held));
            }
        }
    }
}
