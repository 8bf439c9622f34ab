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
        Books = [.. venue.Books.Values.Select(book => book.Export())],
    };

    public static void Import(VenueContext venue, VenueState state, IEnumerable<AccountMutation> since)
    {
        venue.MoveTo(state.Time);
        venue.Accounts.Import(state);
        foreach (AccountMutation mutation in since)
        {
            venue.Accounts.Apply(mutation);
            venue.MoveTo(mutation.Time);
        }

        CheckInstruments(venue);
        var queue = new Dictionary<long, long>();
        var order = new List<long>();
        foreach (BookState saved in state.Books)
        {
            if (venue.Books.TryGetValue(saved.Symbol, out SimulatedBook? book))
            {
                book.Import(saved);
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
