using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.SystemTests.Invariants;

namespace PropBot.SystemTests.Crash;

/// <summary>
/// What must hold at any instant between the files of a killed bot and the venues' own books, whatever was on its way. Each finding is
/// a sentence; none is what a drill is for.
/// </summary>
internal static class CrashChecks
{
    public static IEnumerable<string> AtDeath(DeadDesk desk, VenueBooks venues) =>
    [
        .. VenueOrderChecks.EachHasOneIntent(desk.Orders, venues),
        .. EveryKnownOrderIsWhereTheLedgerSays(desk, venues),
        .. NoFillIsDoubledOrInvented(desk, venues),
        .. PairsAreEqualOrPartial(desk),
        .. JournalIsUnbroken(desk),
        .. desk.Balances.Problems.Select(problem => $"postings: {problem}"),
    ];

    /// <summary>Against the kill before: nothing that was on the disk is gone or other, and what the restart resolved is right.</summary>
    /// <param name="recovered">The run between the two kills said that everything of the runs before it was resolved.</param>
    public static IEnumerable<string> SinceDeath(DeadDesk before, DeadDesk after, VenueBooks venues, bool recovered) =>
    [
        .. NothingWasForgotten(before, after),
        .. DailyLossIsAsItWas(before.State.Control, after.State.Control),
        .. recovered ? EverythingOfBeforeIsResolved(before, after, venues) : [],
    ];

    /// <summary>Every fill of the venues is in the ledger; to be asked when nothing is on its way.</summary>
    public static IEnumerable<string> WhenQuiet(DeadDesk desk, VenueBooks venues)
    {
        ILookup<string, VenueFill> theirs = venues.Fills.Where(f => f.IsClients).ToLookup(f => f.ClientOrderId);
        ILookup<string, FillRecord> ours = desk.Fills.ToLookup(f => f.Fill.ClientOrderId.Value);
        foreach (IGrouping<string, VenueFill> order in theirs)
        {
            decimal quantity = ours[order.Key].Sum(f => f.Fill.Quantity.Value);
            if (quantity != order.Sum(f => f.Quantity) || ours[order.Key].Count() != order.Count())
            {
                yield return $"order {order.Key}: the venue has {order.Count()} fills of {order.Sum(f => f.Quantity)}, the ledger {ours[order.Key].Count()} of {quantity}";
            }
        }

        foreach (PairRecord pair in desk.Pairs.Where(p => p.Imbalance != 0m))
        {
            yield return $"pair {pair.Id} is quiet and unequal by {pair.Imbalance}";
        }
    }

    private static IEnumerable<string> EveryKnownOrderIsWhereTheLedgerSays(DeadDesk desk, VenueBooks venues)
    {
        var theirs = venues.Orders.Select(o => o.ClientOrderId).ToHashSet(StringComparer.Ordinal);
        foreach (OrderRecord order in desk.Orders.Values)
        {
            bool isThere = theirs.Contains(order.Intent.ClientOrderId.Value);
            if (isThere && order.Status is OrderStatus.NeverReached or OrderStatus.Rejected)
            {
                yield return $"order {order.Intent.ClientOrderId} is {order.Status} in the ledger ({order.Detail}) and at the venue all the same";
            }

            bool mustBeThere = order.Status is OrderStatus.Acknowledged or OrderStatus.PartiallyFilled or OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Expired;
            if (mustBeThere && !isThere)
            {
                yield return $"order {order.Intent.ClientOrderId} is {order.Status} in the ledger and not at the venue";
            }
        }
    }

    private static IEnumerable<string> NoFillIsDoubledOrInvented(DeadDesk desk, VenueBooks venues)
    {
        foreach (IGrouping<(InstrumentId, string), FillRecord> doubled in desk.Fills.GroupBy(f => (f.Fill.Instrument, f.Fill.TradeId.Value)).Where(g => g.Count() > 1))
        {
            yield return $"fill {doubled.Key} is {doubled.Count()} times in the ledger";
        }

        // Venues have trade ids of their own making; price, quantity and fee name a fill of an order well enough, counted.
        var theirs = venues.Fills.GroupBy(FactOf).ToDictionary(g => g.Key, g => g.Count());
        foreach (IGrouping<FillFact, FillReport> ours in desk.Fills.Select(f => f.Fill).GroupBy(FactOf))
        {
            int there = theirs.GetValueOrDefault(ours.Key);
            if (ours.Count() > there)
            {
                yield return $"fill {ours.Key} is {ours.Count()} times in the ledger and {there} times at the venue";
            }
        }
    }

    /// <summary>One event moves both the leg and the pair's state, so no kill can come between them.</summary>
    private static IEnumerable<string> PairsAreEqualOrPartial(DeadDesk desk)
    {
        foreach (PairRecord pair in desk.Pairs)
        {
            if (pair.Imbalance != 0m && pair.Status != PairStatus.Partial)
            {
                yield return $"pair {pair.Id} is {pair.Status} and unequal by {pair.Imbalance}";
            }

            foreach (LegRole leg in (LegRole[])[.. pair.Roles])
            {
                if (Math.Abs(pair.Leg(leg).SignedQuantity) > pair.TargetQuantity.Value)
                {
                    yield return $"pair {pair.Id} holds {pair.Leg(leg).SignedQuantity} on its {leg} leg, more than the {pair.TargetQuantity} that was decided";
                }
            }
        }
    }

    private static IEnumerable<string> JournalIsUnbroken(DeadDesk desk)
    {
        for (int i = 0; i < desk.Journal.Count; i++)
        {
            if (desk.Journal[i].Id != i + 1)
            {
                yield return $"line {i + 1} of the journal has the id {desk.Journal[i].Id}";
                yield break;
            }
        }

        int names = desk.Journal.Select(line => line.Uuid).Distinct(StringComparer.Ordinal).Count();
        if (names != desk.Journal.Count)
        {
            yield return $"{desk.Journal.Count} lines of the journal have {names} names";
        }
    }

    private static IEnumerable<string> NothingWasForgotten(DeadDesk before, DeadDesk after)
    {
        for (int i = 0; i < before.Journal.Count; i++)
        {
            if (i >= after.Journal.Count || after.Journal[i] != before.Journal[i])
            {
                yield return $"line {i + 1} of the journal is gone or other than before: {before.Journal[i]}";
                yield break;
            }
        }

        foreach (OrderRecord was in before.Orders.Values)
        {
            if (!after.Orders.TryGetValue(was.Intent.ClientOrderId, out OrderRecord? now) || now.Intent != was.Intent)
            {
                yield return $"order {was.Intent.ClientOrderId} is gone or other than before";
            }
            else if (now.CumulativeQuantity < was.CumulativeQuantity || (was.Status.IsTerminal() && now.Status != was.Status))
            {
                yield return $"order {was.Intent.ClientOrderId} went back from {was.Status} {was.CumulativeQuantity} to {now.Status} {now.CumulativeQuantity}";
            }
        }
    }

    private static IEnumerable<string> DailyLossIsAsItWas(ControlState before, ControlState after)
    {
        if (before.DayAnchor is null || before.DayAnchor != after.DayAnchor)
        {
            yield break;
        }

        if (before.DayStartEquity is { } equity && after.DayStartEquity != equity)
        {
            yield return $"the day's start was {equity} before the kill and is {after.DayStartEquity} after it";
        }

        if (before.DayStartRealized is { } realized && after.DayStartRealized != realized)
        {
            yield return $"the day's count began at {realized} before the kill and at {after.DayStartRealized} after it";
        }

        if (before.DrawdownBreachedOn is { } fallen && after.DrawdownBreachedOn != fallen)
        {
            yield return $"the drawdown was breached on {fallen} before the kill, and on {after.DrawdownBreachedOn?.ToString() ?? "no day"} after it";
        }

        if (before.DailyLossBreachedOn is { } breached && after.DailyLossBreachedOn != breached)
        {
            yield return $"the daily loss was breached on {breached} before the kill, and on {after.DailyLossBreachedOn?.ToString() ?? "no day"} after it";
        }
    }

    private static IEnumerable<string> EverythingOfBeforeIsResolved(DeadDesk before, DeadDesk after, VenueBooks venues)
    {
        if (after.Journal.Skip(before.Journal.Count).All(line => line.Type != "restart.resume"))
        {
            yield return "the restart said that all was resolved and wrote no restart.resume";
        }

        var theirs = venues.Orders.Where(o => o.IsClients).ToDictionary(o => o.ClientOrderId, StringComparer.Ordinal);
        foreach (OrderRecord was in before.Unresolved)
        {
            OrderRecord now = after.Orders[was.Intent.ClientOrderId];
            decimal filled = theirs.TryGetValue(now.Intent.ClientOrderId.Value, out VenueOrder? there) ? there.Filled : 0m;
            if (!now.Status.IsTerminal() || now.FilledQuantity.Value != filled)
            {
                yield return $"order {now.Intent.ClientOrderId} was {was.Status} at the kill; the restart said that all was resolved, yet it is {now.Status} with {now.FilledQuantity} booked and {filled} filled at the venue";
            }
        }
    }

    private static FillFact FactOf(VenueFill fill) => new(fill.Instrument, fill.ClientOrderId, fill.Side, fill.Price, fill.Quantity, fill.Fee);

    private static FillFact FactOf(FillReport fill) => new(fill.Instrument, fill.ClientOrderId.Value, fill.Side, fill.Price.Value, fill.Quantity.Value, fill.Fee.Amount);

    private sealed record FillFact(InstrumentId Instrument, string ClientOrderId, Side Side, decimal Price, decimal Quantity, decimal Fee);
}
