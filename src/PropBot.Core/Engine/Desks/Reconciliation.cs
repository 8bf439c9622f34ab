using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Our books against each venue's own statement, and orders whose end nobody knows. Either stops opening on the venue.</summary>
internal sealed class Reconciliation(EngineState state)
{
    /// <summary>Rounding that a venue's statement may show against exact books, quote units.</summary>
    private const decimal EquityTolerance = 0.01m;

    /// <summary>How long statements must differ before it is a case: fills and settlements need time to be told.</summary>
    private static readonly TimeSpan DifferencePatience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Positions and equity by our books against the venue's statement. While orders are in flight the two may differ; a
    /// difference that stays is a case and stops opening on the venue.
    /// </summary>
    public void Compare(VenueState venue, AccountReport account)
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
                return Words(id, "", ours, theirs);
            }

            if (SideDifference(id, account) is { } oneSided)
            {
                return oneSided;
            }
        }

        return account.Positions.FirstOrDefault(p => p.SignedQuantity != 0m && !state.Instruments.ContainsKey(p.Instrument)) is { } stranger
            ? $"position {stranger.Instrument.Symbol}: not an instrument of this desk"
            : null;
    }

    /// <summary>In hedge mode a long and a short stand beside each other and may both be wrong by the same amount.</summary>
    private string? SideDifference(InstrumentId id, AccountReport account)
    {
        List<PositionReport> sided = [.. account.Positions.Where(p => p.Instrument == id && p.Side != PositionSide.Net)];
        if (sided.Count == 0)
        {
            return null;
        }

        foreach ((LegRole role, PositionSide side) in (ReadOnlySpan<(LegRole, PositionSide)>)[(LegRole.Long, PositionSide.Long), (LegRole.Short, PositionSide.Short)])
        {
            decimal theirs = sided.Where(p => p.Side == side).Sum(p => p.SignedQuantity);
            decimal ours = HeldOf(id, role);
            if (theirs != ours)
            {
                return Words(id, side == PositionSide.Long ? " long" : " short", ours, theirs);
            }
        }

        return null;
    }

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

    private static string Words(InstrumentId id, string side, decimal ours, decimal theirs) =>
        $"position {id.Symbol}{side}: ours {WireNumber.Format(ours)}, the venue's {WireNumber.Format(theirs)}";

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

    /// <summary>
    /// An order whose end nobody can tell is told to people and stops opening on its venue: while it is open, statements are not
    /// compared either.
    /// </summary>
    public void WatchOrders()
    {
        foreach (VenueState venue in state.Venues.Values)
        {
            TrackedOrder? overdue = OverdueOrder(venue.Venue);
            bool wasTold = venue.Unresolved is not null;
            venue.Unresolved = overdue is null ? null : $"order {overdue.Intent.ClientOrderId} has no certain end";
            if (overdue is not null && !wasTold)
            {
                string seconds = WireNumber.Format((decimal)state.Options.Execution.RescueDeadline.TotalSeconds);
                state.Alert(AlertSeverity.Critical, "order_unresolved",
                    $"{venue.Venue}: order {overdue.Intent.ClientOrderId} of {overdue.Intent.Pair} has been {overdue.Record.Status} for more than {seconds} s. It is asked for again and again; nothing opens on this venue until its end is known. Look for it at the venue.",
                    $"{venue.Venue}: заявка {overdue.Intent.ClientOrderId} пары {overdue.Intent.Pair} дольше {seconds} с в состоянии {overdue.Record.Status}. Бот продолжает спрашивать; новые пары на этой бирже не открываются, пока её исход неизвестен. Найдите её на бирже.");
            }
        }
    }

    private TrackedOrder? OverdueOrder(VenueId venue)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                bool isOverdue = state.Elapsed - order.SentElapsed > state.Options.Execution.RescueDeadline;
                if (isOverdue && !order.IsSettled && order.Intent.Instrument.Venue == venue)
                {
                    return order;
                }
            }
        }

        return null;
    }
}
