using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Legs that our books hold and their venue does not: closed there by hand, or liquidated and never told. A refused reduce-only
/// order makes the leg doubtful and the venue is asked at once; statements younger than the refusal that go on showing less take it out
/// of the books, without a fill that nobody told. The pair is then made equal by its other leg, and a person is called.
/// </summary>
internal sealed class LostLegDesk(EngineState state, CaseDesk cases, Reconciliation reconciliation, VenueDesk venues)
{
    /// <summary>How long a doubtful leg's pair sends nothing: its own orders would be refused, and a hedge might hedge what is not there.</summary>
    public static readonly TimeSpan WaitForStatement = TimeSpan.FromSeconds(8);

    /// <summary>How long statements must show it: the fill that took the leg may be told a little after the first of them.</summary>
    private static readonly TimeSpan Stands = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>An answer so late is not waited for.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>A price by the wallet that is further from the market's than this fraction of it has another cause.</summary>
    private const decimal MostFromMarket = 0.2m;

    private const int PriceDigits = 8;

    /// <summary>How many are remembered, the latest, to be put back when their fill is told after all.</summary>
    private const int MostRemembered = 100;

    private readonly List<LostShare> _lost = [];

    /// <summary>What a venue says to an order that may only reduce.</summary>
    public void OnRefused(ClientOrderId id, RefusalKind kind)
    {
        if (kind != RefusalKind.ReduceOnlyRejected || !state.Orders.TryGetValue(id, out (PairState Pair, TrackedOrder Order) known))
        {
            return;
        }

        OrderIntent intent = known.Order.Intent;
        if (!intent.ReduceOnly || state.Doubts.ContainsKey(intent.Instrument) || known.Pair.Record.Leg(intent.Leg).SignedQuantity == 0m)
        {
            return;
        }

        var doubt = new LegDoubt(known.Pair, known.Order, state.Elapsed);
        state.Doubts.Add(intent.Instrument, doubt);
        Ask(doubt);
    }

    /// <summary>With every heartbeat: asks again, and forgets what is over.</summary>
    public void OnClock()
    {
        if (state.Doubts.Count == 0)
        {
            return;
        }

        foreach ((InstrumentId id, LegDoubt doubt) in state.Doubts.ToArray())
        {
            TimeSpan since = state.Elapsed - doubt.AskedElapsed;
            if (!state.Pairs.Contains(doubt.Pair) || doubt.Pair.Record.Leg(doubt.Role).SignedQuantity == 0m)
            {
                state.Doubts.Remove(id);
            }
            else if (since >= AnswerWithin || (doubt.Question == 0 && since >= AskEvery))
            {
                Ask(doubt);
            }
        }
    }

    /// <returns>The pairs that have lost something.</returns>
    public IReadOnlyList<PairState> OnAccount(AccountReported told)
    {
        var lost = new List<PairState>();
        foreach ((InstrumentId id, LegDoubt doubt) in state.Doubts.ToArray())
        {
            if (id.Venue == told.Account.Venue && doubt.Question != 0 && told.Question == doubt.Question)
            {
                doubt.Question = 0;
                Judge(id, doubt, told.Account, lost);
            }
        }

        return lost;
    }

    /// <summary>
    /// The fill that took a leg is told after all: what was taken out for it is put back, so that the fill is booked at its own price and
    /// fee. Called before it is. What was taken out before a restart is known by its case alone: see <see cref="LostLegs"/>.
    /// </summary>
    public void OnForcedFill(ForcedFill fill)
    {
        decimal left = state.ForcedFills.ContainsKey((fill.Instrument, fill.TradeId)) ? 0m : fill.Quantity.Value;
        for (int i = _lost.Count - 1; i >= 0 && left > 0m; i--)
        {
            LostShare share = _lost[i];
            if (share.Instrument == fill.Instrument && share.At >= fill.VenueTime && Math.Sign(share.Change) == fill.Side.Sign() && Math.Abs(share.Change) <= left)
            {
                left -= Math.Abs(share.Change);
                _lost.RemoveAt(i);
                PutBack(share);
            }
        }
    }

    private void Ask(LegDoubt doubt)
    {
        VenueState venue = state.Venues[doubt.Refused.Intent.Instrument.Venue];
        doubt.AskedElapsed = state.Elapsed;
        doubt.Question = 0;
        if (venue.Link != VenueLink.Down)
        {
            doubt.Question = state.Sequence;
            venues.AskForAccount(venue);
        }
    }

    private void Judge(InstrumentId id, LegDoubt doubt, AccountReport account, List<PairState> lost)
    {
        if (reconciliation.IsUncertain(id) || HasMoved(id, doubt.AskedElapsed))
        {
            return;
        }

        bool isSided = account.Positions.Any(p => p.Instrument == id && p.Side != PositionSide.Net);
        PositionSide side = isSided ? doubt.Refused.Intent.Position : PositionSide.Net;
        decimal theirs = account.Positions.Where(p => p.Instrument == id && (!isSided || p.Side == side)).Sum(p => p.SignedQuantity);
        decimal ours = reconciliation.HeldOf(id, side);
        decimal held = doubt.Pair.Record.Leg(doubt.Role).SignedQuantity;
        decimal gone = Math.Sign(theirs) == -Math.Sign(ours) ? ours : ours - theirs;
        if (gone * held <= 0m || ours * held <= 0m)
        {
            // It is there: the refusal had another cause, and the ladder goes on.
            state.Doubts.Remove(id);
            return;
        }

        if (gone != doubt.Gone)
        {
            doubt.Gone = gone;
            doubt.GoneSince = state.Elapsed;
        }
        else if (IsHeard(id.Venue, doubt))
        {
            state.Doubts.Remove(id);
            TakeOut(id, doubt, account, theirs, lost);
        }
    }

    /// <summary>It has stood for long enough, and what the venue had to tell of it could have come.</summary>
    private bool IsHeard(VenueId id, LegDoubt doubt)
    {
        VenueState venue = state.Venues[id];
        return state.Elapsed - doubt.GoneSince >= Stands && venue.Link == VenueLink.Up && state.Elapsed - venue.LinkUpElapsed >= Stands;
    }

    /// <summary>An order on the instrument is under way, or has filled since the statement was asked for.</summary>
    private bool HasMoved(InstrumentId id, TimeSpan asked)
    {
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                bool isMoving = !order.IsSettled || (!order.Record.FilledQuantity.IsZero && order.SettledElapsed >= asked);
                if (order.Intent.Instrument == id && isMoving)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void TakeOut(InstrumentId id, LegDoubt doubt, AccountReport account, decimal theirs, List<PairState> lost)
    {
        (decimal whole, bool isByWallet) = CashOf(account, id, doubt.Gone);
        decimal price = Math.Round(whole / doubt.Gone, PriceDigits, MidpointRounding.ToZero);
        decimal left = doubt.Gone;
        decimal unpaid = whole;
        IEnumerable<(PairState Pair, LegRole Role)> holders = state.Pairs
            .SelectMany(pair => pair.Record.Roles, (pair, role) => (Pair: pair, Role: role))
            .Where(h => h.Pair.Record.Leg(h.Role).Instrument == id && h.Pair.Record.Leg(h.Role).SignedQuantity * doubt.Gone > 0m)
            .OrderByDescending(h => h.Pair == doubt.Pair && h.Role == doubt.Role);
        foreach ((PairState pair, LegRole role) in holders.ToArray())
        {
            decimal held = pair.Record.Leg(role).SignedQuantity;
            decimal share = Math.Min(Math.Abs(left), Math.Abs(held)) * Math.Sign(held);
            if (share == 0m)
            {
                continue;
            }

            left -= share;
            // To the last digit: what the wallet has for all of it is what all of it brought.
            decimal cash = left == 0m ? unpaid : share * price;
            unpaid -= cash;
            CaseMatter matter = CaseMatter.Of(id, CaseKind.LostLeg, $"{pair.Record.Id} {doubt.Refused.Intent.ClientOrderId}");
            Take(new LostShare(pair, role, id, -share, cash, state.At, matter));
            Tell(pair, role, doubt, share, price, isByWallet, matter, theirs);
            lost.Add(pair);
        }
    }

    /// <summary>
    /// What it brought by the venue's wallet, fees included; where that cannot be told apart, at the market's price of now. Quote units,
    /// negative is paid.
    /// </summary>
    private (decimal Cash, bool IsByWallet) CashOf(AccountReport account, InstrumentId id, decimal gone)
    {
        decimal market = state.Instruments[id].Valuation ?? 0m;
        decimal? byWallet = reconciliation.UntoldCash(state.Venues[id.Venue], account, id);
        bool isLikely = byWallet / gone is { } price && price > 0m && Math.Abs(price - market) <= market * MostFromMarket;
        Invariant.Holds(isLikely || market > 0m, $"{id} is taken out of the books at a price");
        return isLikely ? (byWallet!.Value, true) : (gone * market, false);
    }

    private void Take(LostShare share)
    {
        Post(share, times: 1m);
        _lost.Add(share);
        if (_lost.Count > MostRemembered)
        {
            _lost.RemoveAt(0);
        }
    }

    private void PutBack(LostShare share)
    {
        if (!state.Pairs.Contains(share.Pair))
        {
            state.Unretire(share.Pair);
        }

        Post(share, times: -1m);
        cases.Agrees(share.Matter, "the venue has told the fill that took it");
    }

    /// <param name="times">1 takes the share out of the books, -1 puts it back.</param>
    private void Post(LostShare share, decimal times)
    {
        string id = $"{share.Pair.Record.Id}:{share.Role}:{WireNumber.Format(state.Epoch)}.{WireNumber.Format(state.Sequence)}{(times < 0m ? ":back" : "")}";
        JournalEntry entry = DeskBooks.LossOf(id, share.Instrument, share.Change * times, share.Cash * times, state.At);
        state.Books.Post(entry);
        state.Effects.Add(new EntryPosted(entry));
        PairRecord record = share.Pair.Record;
        LegRecord leg = record.Leg(share.Role);
        decimal quantity = Math.Abs(share.Change) * times;
        decimal notional = Math.Abs(share.Cash) * times;
        // Nobody here decided it, so there is no touch to compare with: it counts as spread, not as slippage.
        leg = leg.Traded(share.Change > 0m ? Side.Buy : Side.Sell, quantity, notional, notional) with { ForcedQuantity = leg.ForcedQuantity + quantity };
        state.SetPair(share.Pair, record.With(share.Role, leg) with { LastError = $"{share.Instrument.Venue} no longer held {WireNumber.Format(Math.Abs(share.Change))} of its {share.Role} leg" });
    }

    private void Tell(PairState pair, LegRole role, LegDoubt doubt, decimal share, decimal price, bool isByWallet, CaseMatter matter, decimal theirs)
    {
        InstrumentId id = doubt.Refused.Intent.Instrument;
        string quantity = WireNumber.Format(share);
        string at = WireNumber.Format(price);
        string shown = WireNumber.Format(theirs);
        ClientOrderId refused = doubt.Refused.Intent.ClientOrderId;
        cases.Differs(matter, $"{role} leg of {quantity}", $"a position of {shown} after it refused {refused} ({doubt.Refused.Record.Detail})", -share);
        state.Effects.Add(new Journaled("leg.lost",
        [
            new("pair", pair.Record.Id.ToString()), new("leg", role.ToString()), new("instrument", id.ToString()), new("quantity", quantity),
            new("price", at), new("price_by", isByWallet ? "wallet" : "market"), new("client_order_id", refused.Value),
            new("refusal", doubt.Refused.Record.Detail ?? ""), new("statement", shown),
        ]));
        string by = isByWallet ? "by its wallet, fees included" : "the market's price; its wallet cannot tell";
        string byRussian = isByWallet ? "по кошельку биржи, с комиссиями" : "цена рынка; по кошельку не определить";
        state.Alert(AlertSeverity.Critical, "leg_lost",
            $"{id.Venue} no longer holds the {role} leg of {pair.Record.Id}: it refused to reduce it and its statements show {shown} {id.Symbol}. {quantity} is taken out of the books at {at} ({by}) without a fill, and the other leg is being taken off. Nothing opens on {id} until somebody resolves the case: find out who closed it, or what the venue did.",
            $"{id.Venue} больше не держит ногу {role} пары {pair.Record.Id}: сокращение отклонено, в выписках {shown} {id.Symbol}. {quantity} снято с учёта по {at} ({byRussian}) без исполнения, вторая нога снимается. Новые пары на {id} не открываются, пока случай не закроет оператор: выясните, кто закрыл позицию или что сделала биржа.");
    }

    /// <summary>What was taken out of one leg.</summary>
    /// <param name="Change">Base units, as the position has changed.</param>
    /// <param name="Cash">Quote units that came in for it.</param>
    /// <param name="At">When it was taken out: a fill of later is another one.</param>
    private sealed record LostShare(
        PairState Pair, LegRole Role, InstrumentId Instrument, decimal Change, decimal Cash, DateTimeOffset At, CaseMatter Matter);
}
