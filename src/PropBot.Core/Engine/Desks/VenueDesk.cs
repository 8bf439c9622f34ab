using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Links, instruments, marks, funding and the comparison of our books with each venue's own statement.</summary>
internal sealed class VenueDesk(EngineState state, OrderDesk orders)
{
    /// <summary>Rounding that a venue's statement may show against exact books, quote units.</summary>
    private const decimal EquityTolerance = 0.01m;

    /// <summary>How long statements must differ before it is a case: fills and settlements need time to be told.</summary>
    private static readonly TimeSpan DifferencePatience = TimeSpan.FromSeconds(15);

    public void OnInstruments(InstrumentsLoaded loaded)
    {
        foreach (Instrument instrument in loaded.Instruments)
        {
            if (state.Instruments.TryGetValue(instrument.Id, out InstrumentState? known))
            {
                known.Instrument = instrument;
                if (known.Depth is { } view)
                {
                    view.Instrument = instrument;
                }

                continue;
            }

            var added = new InstrumentState(instrument);
            state.Instruments.Add(instrument.Id, added);
            if (!state.BySymbol.TryGetValue(instrument.Id.Symbol, out List<InstrumentState>? siblings))
            {
                state.BySymbol.Add(instrument.Id.Symbol, siblings = []);
            }

            siblings.Add(added);
            siblings.Sort(static (a, b) => a.Instrument.Id.CompareTo(b.Instrument.Id));
        }
    }

    public void OnMark(MarkPriceChanged mark)
    {
        if (state.Instruments.TryGetValue(mark.Instrument, out InstrumentState? instrument))
        {
            instrument.Mark = mark.MarkPrice.Value;
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
            orders.AskForAll(change.Venue);
            AskForAccount(venue);
        }

        if (before == VenueLink.Up && change.Link != VenueLink.Up && !state.ShuttingDown)
        {
            state.Alert(AlertSeverity.Warning, "venue_link",
                $"{change.Venue} is not connected: {change.Reason}. Nothing opens on it; what is open there is kept and rescued over REST.",
                $"Нет связи с {change.Venue}: {change.Reason}. Новые пары на ней не открываются; открытые сопровождаются через REST.");
        }
    }

    public void OnAccount(AccountReport account)
    {
        VenueState venue = state.Venues[account.Venue];
        venue.Account = account;
        venue.StatementElapsed = venue.AccountAskedElapsed ?? TimeSpan.Zero;
        LedgerAccount capital = LedgerAccount.Capital(account.Venue);
        bool isUnopened = state.Books.Balance(capital, account.SettleAsset) == 0m
            && state.Books.Balance(LedgerAccount.Cash(account.Venue), account.SettleAsset) == 0m;
        if (isUnopened && account.WalletBalance != 0m)
        {
            JournalEntry opening = DeskBooks.OpeningTransfer(account.Venue, new Money(account.WalletBalance, account.SettleAsset), state.At);
            state.Books.Post(opening);
            state.Effects.Add(new EntryPosted(opening));
        }

        Compare(venue, account);
    }

    public void OnFunding(FundingPayment payment)
    {
        if (!state.FundingEntries.Add(DeskBooks.FundingEntryId(payment)))
        {
            return;
        }

        JournalEntry entry = DeskBooks.EntryOf(payment);
        state.Books.Post(entry);
        state.Effects.Add(new EntryPosted(entry));
        state.Venues[payment.Instrument.Venue].BooksChangedElapsed = state.Elapsed;
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

    private void AskForAccount(VenueState venue)
    {
        venue.AccountAskedElapsed = state.Elapsed;
        state.Effects.Add(new QueryAccount(venue.Venue));
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

        foreach (LegRole role in (ReadOnlySpan<LegRole>)[LegRole.Long, LegRole.Short])
        {
            LegRecord leg = pair.Record.Leg(role);
            decimal held = pair.Record.Status.IsTerminal() ? Math.Max(leg.BoughtQuantity, leg.SoldQuantity) : Math.Abs(leg.SignedQuantity);
            if (leg.Instrument == payment.Instrument && held != 0m)
            {
                holders.Add((pair, role, held));
            }
        }
    }

    /// <summary>
    /// Positions and equity by our books against the venue's statement. While orders are in flight the two may differ; a
    /// difference that stays is a case and stops opening on the venue.
    /// </summary>
    private void Compare(VenueState venue, AccountReport account)
    {
        if (HasUnsettledOrders(venue.Venue))
        {
            return;
        }

        string? difference = PositionDifference(venue.Venue, account) ?? EquityDifference(venue.Venue, account);
        if (venue.Difference is null)
        {
            venue.DifferenceSince = state.Elapsed;
        }

        venue.Difference = difference;
        if (difference is null)
        {
            Agree(venue);
        }
        else if (venue.Case is not null)
        {
            venue.Case = difference;
        }
        else if (state.Elapsed - venue.DifferenceSince >= DifferencePatience)
        {
            venue.Case = difference;
            state.Alert(AlertSeverity.Critical, "reconciliation_case",
                $"{venue.Venue}: {difference}. Nothing opens on this venue until the two agree.",
                $"{venue.Venue}: расхождение с выпиской биржи ({difference}). Новые пары на ней не открываются, пока оно не устранено.");
        }
    }

    private void Agree(VenueState venue)
    {
        if (venue.Case is not null)
        {
            venue.Case = null;
            state.Alert(AlertSeverity.Info, "reconciled",
                $"{venue.Venue}: our books and the venue's statement agree again.",
                $"{venue.Venue}: наш учёт и выписка биржи снова сходятся.");
        }
    }

    private bool HasUnsettledOrders(VenueId venue)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                if (!order.IsSettled && order.Intent.Instrument.Venue == venue)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private string? PositionDifference(VenueId venue, AccountReport account)
    {
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            InstrumentId id = instrument.Instrument.Id;
            if (id.Venue != venue)
            {
                continue;
            }

            decimal theirs = account.Positions.Where(p => p.Instrument == id).Sum(p => p.SignedQuantity);
            decimal ours = state.PositionOf(id);
            if (theirs != ours)
            {
                return $"position {id.Symbol}: ours {WireNumber.Format(ours)}, the venue's {WireNumber.Format(theirs)}";
            }
        }

        return null;
    }

    /// <summary>Wallet by the venue against wallet by our books: cash with the open positions put back at the venue's entry prices.</summary>
    private string? EquityDifference(VenueId venue, AccountReport account)
    {
        decimal ours = state.Books.Balance(LedgerAccount.Cash(venue), account.SettleAsset);
        foreach (PositionReport position in account.Positions)
        {
            ours += position.SignedQuantity * position.EntryPrice;
        }

        decimal difference = account.WalletBalance - ours;
        return Math.Abs(difference) <= EquityTolerance
            ? null
            : $"wallet {account.SettleAsset}: ours {WireNumber.Format(Math.Round(ours, 4, MidpointRounding.ToZero))}, the venue's {WireNumber.Format(Math.Round(account.WalletBalance, 4, MidpointRounding.ToZero))}";
    }
}
