using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>A forced fill as the ledger keeps it: once per trade id, with the legs it was taken from.</summary>
public sealed record ForcedFillRecord
{
    /// <exception cref="InvariantViolation">The shares are more than the fill.</exception>
    public ForcedFillRecord(ForcedFill fill, IReadOnlyList<ForcedFillShare> shares)
    {
        Fill = fill;
        Shares = shares;
        decimal assigned = shares.Sum(s => s.Quantity.Value);
        Invariant.Holds(assigned <= fill.Quantity.Value, $"forced fill {fill.TradeId} of {fill.Quantity} is taken from the legs once, not {assigned}");
        Unassigned = new Quantity(fill.Quantity.Value - assigned);
    }

    public ForcedFill Fill { get; }

    /// <summary>In the order in which they were assigned. Their sum only grows; a late fill may show that another leg was hit.</summary>
    public IReadOnlyList<ForcedFillShare> Shares { get; }

    /// <summary>
    /// What no pair's leg has held so far, base units. It is not in the books: either the position was never ours, or a fill
    /// that made it has not been told yet.
    /// </summary>
    public Quantity Unassigned { get; }

    public Quantity Assigned => Fill.Quantity - Unassigned;

    public bool Equals(ForcedFillRecord? other) => other is not null && Fill == other.Fill && Shares.SequenceEqual(other.Shares);

    public override int GetHashCode() => Fill.GetHashCode();
}

/// <summary>The part of a forced fill that one leg has lost.</summary>
/// <param name="Fee">Its part of the fee: negative is paid.</param>
public sealed record ForcedFillShare(PairId Pair, LegRole Leg, Quantity Quantity, Money Fee);
