using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Trading;

/// <summary>Writes a venue down and builds it up again.</summary>
internal static class VenueStates
{
    public static VenueState Export(VenueContext venue) => new()
    {
        Venue = venue.Options.Venue,
        Time = venue.Now,
        LastOrderId = venue.Accounts.LastOrderId,
        LastTradeId = venue.Accounts.LastTradeId,
        LastBillId = venue.Accounts.LastBillId,
        Accounts = [.. venue.Accounts.InOrder.Select(VenueAccounts.Export)],
        Orders = [.. venue.Accounts.InOrder.SelectMany(account => account.Orders.Values).OrderBy(order => order.OrderId)],
        Fills = [.. venue.Accounts.InOrder.SelectMany(account => account.Fills)],
        Bills = [.. venue.Accounts.InOrder.SelectMany(account => account.Bills).OrderBy(bill => bill.BillId)],
        Settlements = [.. venue.Accounts.AllSettlements],
        InstrumentChanges = new SortedDictionary<Symbol, InstrumentChange>(venue.Accounts.InstrumentChanges.ToDictionary()),
        Books = [.. venue.Books.Values.Select(book => book.Export())],
    };

    public static void Import(VenueContext venue, VenueState state, IEnumerable<AccountMutation> since)
    {
        venue.MoveTo(state.Time);
        venue.Accounts.Import(state);
        var changedSince = new HashSet<Symbol>();
        foreach (AccountMutation mutation in since)
        {
            venue.Accounts.Apply(mutation);
            venue.MoveTo(mutation.Time);
            if (mutation is AccountMutation.InstrumentChanged changed)
            {
                changedSince.Add(changed.Symbol);
            }
        }

        CheckInstruments(venue);
        foreach ((Symbol symbol, InstrumentChange change) in venue.Accounts.InstrumentChanges)
        {
            if (venue.Books.TryGetValue(symbol, out SimulatedBook? book))
            {
                book.Replace(change.ApplyTo(book.Setup));
            }
        }

        var queue = new Dictionary<long, long>();
        var order = new List<long>();
        foreach (BookState saved in state.Books)
        {
            if (venue.Books.TryGetValue(saved.Symbol, out SimulatedBook? book))
            {
                // Levels are kept in the units of the terms at the time.
                book.Import(changedSince.Contains(saved.Symbol) ? saved with { Bids = [], Asks = [], BidTaken = 0, AskTaken = 0, Queue = [] } : saved);
                if (changedSince.Contains(saved.Symbol))
                {
                    continue;
                }

                foreach (QueuePlace place in saved.Queue)
                {
                    queue[place.OrderId] = place.Ahead;
                    order.Add(place.OrderId);
                }
            }
        }

        PutBack(venue, queue, order);
        foreach (SimulatedBook book in venue.Books.Values)
        {
            book.ShowImported();
        }
    }

    private static void CheckInstruments(VenueContext venue)
    {
        foreach (Account account in venue.Accounts.InOrder)
        {
            IEnumerable<Symbol> used = account.Positions.Values.Where(position => !position.IsFlat).Select(position => position.Symbol)
                .Concat(account.OpenOrders(null).Select(order => order.Symbol));
            foreach (Symbol symbol in used)
            {
                if (!venue.Books.ContainsKey(symbol))
                {
                    throw new ArgumentException(
                        $"{venue.Options.Venue} holds a position or an order in {symbol}, which is not among its instruments; add it or start anew",
                        nameof(venue));
                }
            }
        }
    }

    /// <summary>Resting orders go back in the order of their queue; those placed since the export stand behind them.</summary>
    private static void PutBack(VenueContext venue, Dictionary<long, long> queue, List<long> queued)
    {
        var open = new SortedDictionary<long, SimulatedOrder>();
        foreach (Account account in venue.Accounts.InOrder)
        {
            foreach (SimulatedOrder resting in account.OpenOrders(null))
            {
                open.Add(resting.OrderId, resting);
            }
        }

        var matching = new Matching(venue);
        foreach (long orderId in queued.Concat(open.Keys.Except(queued)))
        {
            if (open.TryGetValue(orderId, out SimulatedOrder? resting) && venue.Books.TryGetValue(resting.Symbol, out SimulatedBook? book))
            {
                RestingOrder place = Matching.ToResting(book, resting, matching.Allowed(resting));

                // Where nothing is known of the queue, the order stands behind everything.
                place.Ahead = queue.GetValueOrDefault(orderId, long.MaxValue);
                (place.IsBid ? book.Bids : book.Asks).Restore(place);
            }
        }
    }
}
