using System.Collections.Immutable;
using PropBot.Core.Costs;
using PropBot.Core.Values;

namespace PropBot.Core.Execution;

public enum PairStatus
{
    /// <summary>Opening orders are in flight.</summary>
    Opening = 1,

    /// <summary>Both legs are equal.</summary>
    Open = 2,

    /// <summary>The legs differ by more than a lot; a rescue is under way with a deadline.</summary>
    Partial = 3,

    /// <summary>Closing orders are in flight.</summary>
    Closing = 4,

    /// <summary>Both legs are flat again.</summary>
    Closed = 5,

    /// <summary>Nothing was ever filled.</summary>
    Aborted = 6,
}

public static class PairStatuses
{
    public static bool IsTerminal(this PairStatus status) => status >= PairStatus.Closed;
}

/// <summary>One leg: what was traded, from its booked fills.</summary>
public sealed record LegRecord
{
    public required InstrumentId Instrument { get; init; }

    /// <summary>Base units bought, over all fills.</summary>
    public decimal BoughtQuantity { get; init; }

    /// <summary>Quote units paid for them.</summary>
    public decimal BoughtNotional { get; init; }

    public decimal SoldQuantity { get; init; }

    public decimal SoldNotional { get; init; }

    /// <summary>What buys and sells would have cost and brought at the decisions' touches: bought minus sold, quote units.</summary>
    public decimal ReferenceOutlay { get; init; }

    /// <summary>Sum of fees, as they change the balance: negative is paid.</summary>
    public decimal Fees { get; init; }

    /// <summary>Sum of funding, as it changes the balance: negative is paid.</summary>
    public decimal Funding { get; init; }

    /// <summary>Base units that the venue took off by itself or no longer held; part of what was bought and sold.</summary>
    public decimal ForcedQuantity { get; init; }

    /// <summary>The leg after a trade on it, ours or the venue's own.</summary>
    /// <param name="quantity">Base units; negative takes back what was counted before.</param>
    /// <param name="notional">Quote units, with the quantity's sign.</param>
    /// <param name="reference">What it would have been at the decision's touch, with the same sign.</param>
    public LegRecord Traded(Side side, decimal quantity, decimal notional, decimal reference)
    {
        LegRecord after = this with { Cost = CostAfter(side.Sign() * quantity, side.Sign() * notional) };
        return side == Side.Buy
            ? after with { BoughtQuantity = BoughtQuantity + quantity, BoughtNotional = BoughtNotional + notional, ReferenceOutlay = ReferenceOutlay + reference }
            : after with { SoldQuantity = SoldQuantity + quantity, SoldNotional = SoldNotional + notional, ReferenceOutlay = ReferenceOutlay - reference };
    }

    /// <summary>What makes it larger adds its own price; what makes it smaller leaves the average as it is; beyond zero it begins anew.</summary>
    private decimal CostAfter(decimal change, decimal outlay)
    {
        decimal held = SignedQuantity;
        decimal after = held + change;
        return held == 0m || Math.Sign(held) == Math.Sign(change) ? Cost + outlay
            : Math.Sign(after) == Math.Sign(held) ? Cost * after / held
            : after == 0m ? 0m
            : outlay * after / change;
    }

    /// <summary>Base units held: positive long, negative short.</summary>
    public decimal SignedQuantity => BoughtQuantity - SoldQuantity;

    /// <summary>What is held at the average price of the trades that built it, quote units; negative short.</summary>
    public decimal Cost { get; init; }

    /// <summary>Quote units that trading has brought (positive) or taken (negative) so far.</summary>
    public decimal CashFlow => SoldNotional - BoughtNotional;

    /// <summary>What fills gained over the decisions' touches; negative is adverse.</summary>
    public decimal Slippage => CashFlow + ReferenceOutlay;
}

/// <summary>A pair's profit by its parts, quote units; the parts sum to <see cref="Total"/>.</summary>
/// <param name="Spread">Price differences at the touches of the decisions; for an open pair with the marks as exit.</param>
/// <param name="Slippage">Fills against those touches; negative is adverse.</param>
/// <param name="Fees">Negative is paid.</param>
/// <param name="Funding">Negative is paid.</param>
public readonly record struct PairPnl(decimal Spread, decimal Slippage, decimal Fees, decimal Funding)
{
    public decimal Total => Spread + Slippage + Fees + Funding;

    public static PairPnl operator +(PairPnl left, PairPnl right) => new(
        left.Spread + right.Spread, left.Slippage + right.Slippage, left.Fees + right.Fees, left.Funding + right.Funding);

    public static PairPnl operator -(PairPnl left, PairPnl right) => new(
        left.Spread - right.Spread, left.Slippage - right.Slippage, left.Fees - right.Fees, left.Funding - right.Funding);
}

/// <summary>A pair as the ledger, the API and the dashboard see it.</summary>
public sealed record PairRecord
{
    /// <summary>The close reason of a pair that a third venue hedges.</summary>
    public const string HedgedElsewhere = "third_venue";

    private static readonly ImmutableArray<LegRole> OwnRoles = [LegRole.Long, LegRole.Short];
    private static readonly ImmutableArray<LegRole> AllRoles = [LegRole.Long, LegRole.Short, LegRole.Third];

    public required PairId Id { get; init; }

    public required Symbol Symbol { get; init; }

    public required PairStatus Status { get; init; }

    public required LegRecord Long { get; init; }

    public required LegRecord Short { get; init; }

    /// <summary>A hedge on a third venue; null for nearly every pair. It may be long or short, and the pair wants to be flat once it has one.</summary>
    public LegRecord? Third { get; init; }

    /// <summary>How it was opened.</summary>
    public PairEntry Entry { get; init; } = PairEntry.Together;

    /// <summary>What the rebalancer has done for it; null when it never had to.</summary>
    public RebalanceRecord? Rebalance { get; init; }

    /// <summary>Base units per leg that the opening decision wanted.</summary>
    public required Quantity TargetQuantity { get; init; }

    /// <summary>What the opening decision expected, part by part.</summary>
    public required EdgeEstimate ExpectedEdge { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why it was or is being closed: <c>converged</c>, <c>stop</c>, <c>max_holding</c>, <c>rescue</c>, ...</summary>
    public string? CloseReason { get; init; }

    /// <summary>The latest trouble with it, for people.</summary>
    public string? LastError { get; init; }

    public int RescueAttempts { get; init; }

    /// <summary>Notional that only one leg held, times the seconds it did so, quote units times seconds.</summary>
    public decimal NakedNotionalSeconds { get; init; }

    /// <summary>Since when its legs have been unequal, UTC; null while they are equal. A start counts on from here.</summary>
    public DateTimeOffset? UnequalSince { get; init; }

    /// <summary>Up to when <see cref="NakedNotionalSeconds"/> was added up, UTC; null while the legs are equal.</summary>
    public DateTimeOffset? NakedCountedUntil { get; init; }

    /// <summary>Number of orders made for it so far; the next order's id derives from it.</summary>
    public int Steps { get; init; }

    /// <summary>The legs it has, in the order of their numbers.</summary>
    public ImmutableArray<LegRole> Roles => Third is null ? OwnRoles : AllRoles;

    /// <exception cref="InvalidOperationException">It has no such leg.</exception>
    public LegRecord Leg(LegRole role) => role switch
    {
        LegRole.Long => Long,
        LegRole.Short => Short,
        _ => Third ?? throw new InvalidOperationException($"pair {Id} has no third leg"),
    };

    public PairRecord With(LegRole role, LegRecord leg) => role switch
    {
        LegRole.Long => this with { Long = leg },
        LegRole.Short => this with { Short = leg },
        _ => this with { Third = leg },
    };

    /// <summary>The leg on an instrument that a fill of this side makes smaller; null when none holds in the other direction there.</summary>
    public LegRole? LegMadeSmallerBy(Side side, InstrumentId instrument)
    {
        foreach (LegRole role in Roles)
        {
            LegRecord leg = Leg(role);
            if (leg.Instrument == instrument && leg.SignedQuantity * side.Sign() < 0m)
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>Base units that all its legs hold on an instrument, signed.</summary>
    public decimal HeldOn(InstrumentId instrument)
    {
        decimal sum = 0m;
        foreach (LegRole role in Roles)
        {
            LegRecord leg = Leg(role);
            sum += leg.Instrument == instrument ? leg.SignedQuantity : 0m;
        }

        return sum;
    }

    public bool Trades(InstrumentId instrument) =>
        Long.Instrument == instrument || Short.Instrument == instrument || Third?.Instrument == instrument;

    public bool IsOn(VenueId venue) =>
        Long.Instrument.Venue == venue || Short.Instrument.Venue == venue || Third?.Instrument.Venue == venue;

    /// <summary>
    /// No pair but a position that was found at the venue and taken into the books: both legs name its instrument, one holds it, and
    /// it wants to be flat.
    /// </summary>
    public bool IsAdopted => Long.Instrument == Short.Instrument;

    /// <summary>The venue has taken a part of it: what is left of the other leg is taken off, not hedged anew.</summary>
    public bool WasForced => Long.ForcedQuantity > 0m || Short.ForcedQuantity > 0m || Third?.ForcedQuantity > 0m;

    /// <summary>The close reason of a pair that its rescue took off.</summary>
    public string RescueReason => WasForced ? "forced" : "rescue";

    /// <summary>
    /// Nothing had to be rescued, and it was not for nothing: of an order that only rests it is no failure that nobody took it.
    /// </summary>
    public bool WentWell => RescueAttempts == 0 && Rebalance is null && Third is null && !WasForced
        && (Status != PairStatus.Aborted || Entry.RestingSide is not null);

    /// <summary>Long minus short, base units: positive when the long side has more.</summary>
    public decimal Imbalance => Long.SignedQuantity + Short.SignedQuantity + (Third?.SignedQuantity ?? 0m);

    /// <summary>The largest of its legs, base units.</summary>
    public decimal Held => Math.Max(Math.Max(Math.Abs(Long.SignedQuantity), Math.Abs(Short.SignedQuantity)), Math.Abs(Third?.SignedQuantity ?? 0m));

    /// <summary>No leg holds anything.</summary>
    public bool IsFlat => Held == 0m;

    /// <summary>Profit of a flat pair: everything is cash.</summary>
    public PairPnl RealizedPnl() => PnlAt(0m, 0m);

    /// <summary>Profit with what is still held valued at the marks.</summary>
    /// <param name="thirdMark">Without meaning where there is no third leg.</param>
    public PairPnl PnlAt(decimal longMark, decimal shortMark, decimal thirdMark = 0m) =>
        PnlOf(Long, longMark) + PnlOf(Short, shortMark) + (Third is null ? default : PnlOf(Third, thirdMark));

    private static PairPnl PnlOf(LegRecord leg, decimal mark) =>
        new(leg.CashFlow + (leg.SignedQuantity * mark) - leg.Slippage, leg.Slippage, leg.Fees, leg.Funding);
}
