using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Our books against each venue's own statement, and orders whose end nobody knows. What stays different is a case.</summary>
internal sealed class Reconciliation(EngineState state, CaseDesk cases, BalanceDesk balances)
{
    private const string StatementAgrees = "the venue's statement agrees with our books";

    /// <summary>How long statements must differ before it is a case: fills and settlements need time to be told.</summary>
    private static readonly TimeSpan DifferencePatience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Positions and wallet by our books against the venue's statement. While it is not known what an order has done, its
    /// instrument and the wallet are not judged.
    /// </summary>
    public void Compare(VenueState venue, AccountReport account)
    {
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            InstrumentId id = instrument.Instrument.Id;
            if (id.Venue != venue.Venue)
            {
                continue;
            }

            if (IsUncertain(id))
            {
                Forget(venue, m => m.Instrument == id);
            }
            else
            {
                ComparePosition(venue, id, account);
            }
        }

        CompareStrangers(venue, account);
        bool positionsAgree = !venue.Differences.Keys.Any(m => m.Kind == CaseKind.Position) && !HasOpen(venue.Venue, CaseKind.Position);
        if (!positionsAgree || HasUncertainOrders(o => o.Intent.Instrument.Venue == venue.Venue))
        {
            // Whoever holds another position has paid another sum for it.
            Forget(venue, m => m.Kind.IsOfWallet());
        }
        else
        {
            CompareWallet(venue, account);
        }
    }

    /// <summary>A person explains a case: what the position has paid for itself is explained with it.</summary>
    public void OnResolved(CaseResolved resolved)
    {
        decimal cash = state.Cases.Find(resolved.Case) is { Matter: { Kind: CaseKind.Position } matter }
            && state.Venues[matter.Venue].Account is { } account
            && !state.Cases.Open.Any(c => c.Matter.Venue == matter.Venue && c.Matter.Kind == CaseKind.Position && c.Id != resolved.Case)
            ? WalletDifference(account) - ExplainedWallet(matter.Venue)
            : 0m;
        cases.OnResolved(resolved, cash);
        foreach (VenueState venue in state.Venues.Values)
        {
            Forget(venue, m => state.Cases.ExplainedOn(m) is { } explained && explained.Id == resolved.Case);
        }
    }

    /// <summary>
    /// What the venue's wallet has and our books lack, quote units, when only the position of one instrument can be the cause; null when
    /// something else may be.
    /// </summary>
    public decimal? UntoldCash(VenueState venue, AccountReport account, InstrumentId cause)
    {
        if (account.SettleAsset != cause.Symbol.Quote || HasUncertainOrders(o => o.Intent.Instrument.Venue == venue.Venue))
        {
            return null;
        }

        IEnumerable<InstrumentId> held = account.Positions.Select(p => p.Instrument);
        foreach (InstrumentId id in held.Concat(state.Instruments.Keys.Where(i => i.Venue == venue.Venue)))
        {
            decimal theirs = account.Positions.Where(p => p.Instrument == id).Sum(p => p.SignedQuantity);
            decimal explained = state.Cases.ExplainedOn(CaseMatter.Of(id, CaseKind.Position))?.Difference ?? 0m;
            if (id != cause && theirs != state.PositionOf(id) + explained)
            {
                return null;
            }
        }

        // What an explained difference of this position has cost is part of what is looked for.
        return WalletDifference(account) - ExplainedWallet(venue.Venue) + (state.Cases.ExplainedOn(CaseMatter.Of(cause, CaseKind.Position))?.Cash ?? 0m);
    }

    /// <summary>It is not known what an order on the instrument has done.</summary>
    public bool IsUncertain(InstrumentId id) => HasUncertainOrders(o => o.Intent.Instrument == id);

    /// <summary>Signed base units that the legs of one direction hold on an instrument.</summary>
    public decimal HeldOf(InstrumentId id, PositionSide side) => side switch
    {
        PositionSide.Long => HeldOf(id, LegRole.Long),
        PositionSide.Short => HeldOf(id, LegRole.Short),
        _ => state.PositionOf(id),
    };

    /// <summary>An order whose end nobody can tell for too long is a case until it has one.</summary>
    public void WatchOrders()
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                if (!order.IsSettled && state.Elapsed - order.SentElapsed > state.Options.Execution.RescueDeadline)
                {
                    TellUnresolved(order);
                }
            }
        }

        foreach (CaseMatter matter in state.Cases.MattersOf(CaseKind.UnresolvedOrder))
        {
            if (!state.Orders.TryGetValue(new ClientOrderId(matter.Subject), out (PairState Pair, TrackedOrder Order) known) || known.Order.IsSettled)
            {
                cases.Agrees(matter, known.Order is { } order ? $"the order ended as {order.Record.Status}, {order.Record.FilledQuantity} filled" : "the order is done");
            }
        }
    }

    private void ComparePosition(VenueState venue, InstrumentId id, AccountReport account)
    {
        decimal theirs = account.Positions.Where(p => p.Instrument == id).Sum(p => p.SignedQuantity);
        decimal ours = state.PositionOf(id);
        Judge(venue, CaseMatter.Of(id, CaseKind.Position), ours, theirs);
        bool sidesAgree = true;
        foreach ((LegRole role, PositionSide side, string subject) in Sides)
        {
            // In hedge mode a long and a short stand beside each other and may both be wrong by the same amount.
            bool isSided = theirs == ours && account.Positions.Any(p => p.Instrument == id && p.Side != PositionSide.Net);
            decimal held = HeldOf(id, role);
            decimal told = isSided ? account.Positions.Where(p => p.Instrument == id && p.Side == side).Sum(p => p.SignedQuantity) : held;
            sidesAgree &= told == held;
            Judge(venue, CaseMatter.Of(id, CaseKind.Position, subject), held, told);
        }

        if (theirs == ours && sidesAgree)
        {
            Conclude(venue, id);
        }
    }

    private static readonly (LegRole Role, PositionSide Side, string Subject)[] Sides =
        [(LegRole.Long, PositionSide.Long, "long"), (LegRole.Short, PositionSide.Short, "short")];

    /// <summary>
    /// What was told and could not be booked, and orders that are not ours and rest no longer, have left no trace in the position:
    /// they are over.
    /// </summary>
    private void Conclude(VenueState venue, InstrumentId id)
    {
        if (state.Cases.Open.Count == 0)
        {
            return;
        }

        DateTimeOffset askedAt = state.At - (state.Elapsed - venue.Statement.Elapsed);
        ReconciliationCase[] over = [.. state.Cases.Open.Where(c => c.Matter.Instrument == id && c.OpenedAt < askedAt && IsOver(venue, c.Matter))];
        foreach (ReconciliationCase open in over)
        {
            cases.Agrees(open.Matter, StatementAgrees);
        }
    }

    private static bool IsOver(VenueState venue, CaseMatter matter) => matter.Kind switch
    {
        CaseKind.Contradiction or CaseKind.ForcedFill => true,
        // A statement that was asked for before the list may not know what the order filled last.
        CaseKind.ForeignOrder or CaseKind.OrphanOrder => !venue.OpenStrangers.ContainsKey(matter) && venue.OpenOrdersReadElapsed <= venue.Statement.Elapsed,
        _ => false,
    };

    /// <summary>Positions in instruments that the desk does not trade, and what was open there and has left no position.</summary>
    private void CompareStrangers(VenueState venue, AccountReport account)
    {
        InstrumentId[] strangers = [.. account.Positions.Select(p => p.Instrument).Where(i => !state.Instruments.ContainsKey(i)).Distinct()];
        foreach (InstrumentId stranger in strangers)
        {
            decimal theirs = account.Positions.Where(p => p.Instrument == stranger).Sum(p => p.SignedQuantity);
            Judge(venue, CaseMatter.Of(stranger, CaseKind.Position), 0m, theirs, "not an instrument of this desk");
        }

        foreach (CaseMatter matter in state.Cases.MattersOf(venue.Venue, CaseKind.Position))
        {
            if (matter.Instrument is { } id && !state.Instruments.ContainsKey(id) && !strangers.Contains(id))
            {
                Judge(venue, matter, 0m, 0m);
            }
        }

        foreach (InstrumentId id in state.Cases.Open.Select(c => c.Matter.Instrument).OfType<InstrumentId>().Distinct().ToArray())
        {
            if (id.Venue == venue.Venue && !state.Instruments.ContainsKey(id) && account.Positions.Where(p => p.Instrument == id).Sum(p => p.SignedQuantity) == 0m)
            {
                Conclude(venue, id);
            }
        }
    }

    /// <summary>
    /// What the wallet has beyond our books is looked for in the venue's list of income. With both documents it is a case of the balance;
    /// while that list cannot be read, of the wallet.
    /// </summary>
    private void CompareWallet(VenueState venue, AccountReport account)
    {
        decimal difference = WalletDifference(account) - ExplainedCash(venue.Venue);
        decimal theirs = account.WalletBalance;
        CaseMatter wallet = new(venue.Venue, null, CaseKind.Wallet, account.SettleAsset.Code);
        CaseMatter balance = wallet with { Kind = CaseKind.Balance };
        if (Math.Abs(difference) <= BalanceDesk.Tolerance)
        {
            balances.Agrees(venue, account, theirs - difference);
            Judge(venue, wallet, theirs, theirs);
            Judge(venue, balance, theirs, theirs);
            return;
        }

        if (cases.IsExplained(wallet, difference) || cases.IsExplained(balance, difference))
        {
            balances.Agrees(venue, account, theirs - difference);
            Forget(venue, m => m == wallet || m == balance);
            return;
        }

        balances.Differs(venue, difference - state.Cases.Explained.Where(c => c.Matter == wallet || c.Matter == balance).Sum(c => c.Difference ?? 0m));
        if (venue.Balance.Documents is { } documents)
        {
            JudgeInsteadOf(wallet, venue, balance, Rounded(theirs - difference), Rounded(theirs), documents);
        }
        else if (state.Cases.OpenOn(balance) is null)
        {
            JudgeInsteadOf(balance, venue, wallet, Rounded(theirs - difference), Rounded(theirs), null);
        }
    }

    /// <summary>One difference is never two cases: what takes the other's place ends it.</summary>
    private void JudgeInsteadOf(CaseMatter other, VenueState venue, CaseMatter matter, decimal ours, decimal theirs, (string Ours, string Theirs)? documents)
    {
        venue.Differences.Remove(other);
        Judge(venue, matter, ours, theirs, documents?.Ours, documents?.Theirs);
        if (state.Cases.OpenOn(matter) is { } open)
        {
            cases.Agrees(other, $"it is case {open.Id} now");
        }
    }

    /// <summary>Agreed, explained, or a difference that becomes a case once it has stayed for long enough.</summary>
    private void Judge(VenueState venue, CaseMatter matter, decimal ours, decimal theirs, string? ourWords = null, string? theirWords = null)
    {
        decimal difference = theirs - ours;
        if (difference == 0m)
        {
            venue.Differences.Remove(matter);
            cases.Agrees(matter, StatementAgrees);
            return;
        }

        if (cases.IsExplained(matter, difference))
        {
            venue.Differences.Remove(matter);
            return;
        }

        if (!venue.Differences.TryGetValue(matter, out TimeSpan since))
        {
            venue.Differences.Add(matter, since = state.Elapsed);
        }

        if (state.Cases.OpenOn(matter) is not null || state.Elapsed - since >= DifferencePatience)
        {
            cases.DiffersLoudly(matter, ourWords ?? WireNumber.Format(ours), theirWords ?? WireNumber.Format(theirs), difference);
        }
    }

    private static void Forget(VenueState venue, Func<CaseMatter, bool> which)
    {
        foreach (CaseMatter matter in venue.Differences.Keys.Where(which).ToArray())
        {
            venue.Differences.Remove(matter);
        }
    }

    /// <summary>
    /// The venue's wallet minus ours: cash with the open positions put back at the venue's entry prices. Money that an explained
    /// position has cost is part of it.
    /// </summary>
    private decimal WalletDifference(AccountReport account)
    {
        decimal ours = state.Books.Balance(LedgerAccount.Cash(account.Venue), account.SettleAsset);
        foreach (PositionReport position in account.Positions)
        {
            ours += position.SignedQuantity * position.EntryPrice;
        }

        return account.WalletBalance - ours;
    }

    private decimal ExplainedCash(VenueId venue) => state.Cases.Explained.Where(c => c.Matter.Venue == venue).Sum(c => c.Cash);

    private decimal ExplainedWallet(VenueId venue) => ExplainedCash(venue)
        + state.Cases.Explained.Where(c => c.Matter.Venue == venue && c.Matter.Kind.IsOfWallet()).Sum(c => c.Difference ?? 0m);

    private static decimal Rounded(decimal money) => Math.Round(money, 4, MidpointRounding.ToZero);

    /// <summary>Signed base units that the legs of one direction hold on an instrument.</summary>
    private decimal HeldOf(InstrumentId id, LegRole role)
    {
        decimal sum = 0m;
        foreach (PairState pair in state.Pairs)
        {
            foreach (LegRole held in pair.Record.Roles)
            {
                LegRecord leg = pair.Record.Leg(held);
                bool isOfSide = held == role || (held == LegRole.Third && leg.SignedQuantity > 0m == (role == LegRole.Long));
                sum += leg.Instrument == id && isOfSide ? leg.SignedQuantity : 0m;
            }
        }

        return sum;
    }

    private bool HasOpen(VenueId venue, CaseKind kind) => state.Cases.Open.Any(c => c.Matter.Venue == venue && c.Matter.Kind == kind);

    /// <summary>It may or may not be at the venue, or fills of it are still to come. An order that rests there is certain.</summary>
    private bool HasUncertainOrders(Func<TrackedOrder, bool> which)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                bool isUncertain = order.Record.Status is OrderStatus.Intended or OrderStatus.Unknown
                    || order.Record.FilledQuantity < order.Record.CumulativeQuantity;
                if (isUncertain && which(order))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void TellUnresolved(TrackedOrder order)
    {
        OrderIntent intent = order.Intent;
        CaseMatter matter = CaseMatter.Of(intent.Instrument, CaseKind.UnresolvedOrder, intent.ClientOrderId.Value);
        if (cases.Differs(matter, $"{intent.Side} {intent.Quantity} of {intent.Pair}, {order.Record.Status}", "no certain answer") is null)
        {
            return;
        }

        string seconds = WireNumber.Format((decimal)state.Options.Execution.RescueDeadline.TotalSeconds);
        state.Alert(AlertSeverity.Critical, "order_unresolved",
            $"{intent.Instrument.Venue}: order {intent.ClientOrderId} of {intent.Pair} has been {order.Record.Status} for more than {seconds} s. It is asked for again and again; nothing opens on {intent.Instrument} until its end is known. Look for it at the venue.",
            $"{intent.Instrument.Venue}: заявка {intent.ClientOrderId} пары {intent.Pair} дольше {seconds} с в состоянии {order.Record.Status}. Бот продолжает спрашивать; новые пары на {intent.Instrument} не открываются, пока её исход неизвестен. Найдите её на бирже.");
    }
}
