using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>The pairs of a sweep: each is wanted flat, by the same desk and the same orders as any other close, and its legs are reported.</summary>
internal sealed class SweepPairs(EngineState state, PairDesk pairs, SweepPlanner planner)
{
    /// <summary>Every active pair in the scope is wanted flat, one that was taken over or woken up by a late fill too.</summary>
    public void Advance(SweepRun run)
    {
        if (!run.Record.Scope.TakesOff)
        {
            return;
        }

        // A copy: a pair of which nothing was ever filled is done at once and leaves the list.
        foreach (PairState pair in state.Pairs.ToArray())
        {
            if (run.Record.Scope.Covers(pair.Record))
            {
                List(run, pair);
                if (!pair.WantsFlat && !state.ShuttingDown)
                {
                    pairs.StartClosing(pair, run.Record.Kind.Code());
                }
            }
        }
    }

    /// <summary>No active pair in the scope but such as stand on a venue that was given up: they go on by themselves.</summary>
    public bool AreGone(SweepRun run)
    {
        foreach (PairState pair in state.Pairs)
        {
            if (run.Record.Scope.TakesOff && run.Record.Scope.Covers(pair.Record) && !run.Record.Venues.Any(v => v.Abandoned is not null && pair.Record.IsOn(v.Venue)))
            {
                return false;
            }
        }

        return true;
    }

    public bool HoldOn(SweepRun run, VenueId venue)
    {
        foreach (PairState pair in state.Pairs)
        {
            if (run.Record.Scope.TakesOff && run.Record.Scope.Covers(pair.Record) && pair.Record.IsOn(venue))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The legs by what the pairs' own records and orders say now.</summary>
    public IReadOnlyList<SweepLeg> LegsOf(SweepRun run) => [.. run.Record.Legs.Select(Now)];

    private void List(SweepRun run, PairState pair)
    {
        foreach (LegRole role in pair.Record.Roles)
        {
            bool isListed = run.Record.Legs.Any(l => l.Pair == pair.Record.Id && (l.Role == role || l.IsAdopted));
            bool isHeld = !pair.Record.IsAdopted || pair.Record.Leg(role).SignedQuantity != 0m;
            if (!isListed && isHeld)
            {
                run.Record = run.Record with { Legs = [.. run.Record.Legs, planner.LegOf(pair, role)] };
            }
        }
    }

    private SweepLeg Now(SweepLeg leg)
    {
        // Neither active nor among the latest: it was done in an earlier run of the process, and the leg says so.
        if ((state.Pairs.Find(leg.Pair!.Value) ?? state.RecentPairs.FirstOrDefault(p => p.Record.Id == leg.Pair)) is not { } pair)
        {
            return leg;
        }

        LegRecord now = pair.Record.Leg(leg.Role);
        // A hedge on a third venue may begin after the sweep did, from nothing.
        Side side = now.SignedQuantity > 0m ? Side.Sell : now.SignedQuantity < 0m ? Side.Buy : leg.Side;
        bool sells = side == Side.Sell;
        decimal filled = sells ? now.SoldQuantity - leg.Before.SoldQuantity : now.BoughtQuantity - leg.Before.BoughtQuantity;
        decimal remaining = Math.Abs(now.SignedQuantity);
        List<TrackedOrder> orders = OrdersOf(pair, leg);
        return leg with
        {
            Side = side,
            Quantity = remaining + filled,
            Remaining = remaining,
            Filled = filled,
            FilledNotional = sells ? now.SoldNotional - leg.Before.SoldNotional : now.BoughtNotional - leg.Before.BoughtNotional,
            Fees = now.Fees - leg.Before.Fees,
            Orders = [.. orders.Select(o => o.Intent.ClientOrderId)],
            Trouble = orders.FindLast(o => o.Record.Detail is not null)?.Record.Detail ?? (remaining > 0m ? pair.Record.LastError : null),
        };
    }

    private static List<TrackedOrder> OrdersOf(PairState pair, SweepLeg leg)
    {
        var orders = new List<TrackedOrder>();
        for (int step = leg.FirstStep; step < pair.Orders.Count; step++)
        {
            if (pair.Orders[step].Intent.Leg == leg.Role)
            {
                orders.Add(pair.Orders[step]);
            }
        }

        return orders;
    }
}
