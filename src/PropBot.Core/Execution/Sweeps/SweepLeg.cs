using PropBot.Core.Values;

namespace PropBot.Core.Execution.Sweeps;

/// <summary>One leg that a sweep takes off: what it was, what has been done, what is left.</summary>
public sealed record SweepLeg
{
    /// <summary>The pair of the leg; of a residual that was taken over, the record made for it. Null in a plan for a residual.</summary>
    public required PairId? Pair { get; init; }

    public required LegRole Role { get; init; }

    public required InstrumentId Instrument { get; init; }

    /// <summary>No pair of ours held it: the venue did.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>The side that takes it off.</summary>
    public required Side Side { get; init; }

    /// <summary>What it held when the sweep came to it, and what was filled of orders that had been on their way; base units.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Base units still held.</summary>
    public required decimal Remaining { get; init; }

    /// <summary>Price with which costs are compared: the book's mid when the sweep came to it, else the mark; null when neither was known.</summary>
    public decimal? ReferencePrice { get; init; }

    /// <summary>
    /// What taking it off was expected to cost against <see cref="ReferencePrice"/>, quote units: walking the book, and the taker fee.
    /// Null when there was no book, or the shown depth did not suffice.
    /// </summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>The leg as it was when the sweep came to it; what came after is the sweep's.</summary>
    public required LegRecord Before { get; init; }

    /// <summary>Number of orders that the pair had then; those from it on are the sweep's.</summary>
    public int FirstStep { get; init; }

    /// <summary>Base units taken off by orders of the sweep.</summary>
    public decimal Filled { get; init; }

    /// <summary>Quote units that they brought or cost.</summary>
    public decimal FilledNotional { get; init; }

    /// <summary>Fees, as they change the balance: negative is paid.</summary>
    public decimal Fees { get; init; }

    /// <summary>Orders made for the leg since.</summary>
    public IReadOnlyList<ClientOrderId> Orders { get; init; } = [];

    /// <summary>The latest refusal or lack of an answer; null when there was none.</summary>
    public string? Trouble { get; init; }

    public bool IsDone => Remaining == 0m;

    /// <summary>0 when nothing was filled.</summary>
    public decimal AveragePrice => Filled > 0m ? FilledNotional / Filled : 0m;

    /// <summary>At <see cref="ReferencePrice"/>, quote units; null when that is not known.</summary>
    public decimal? Notional => ReferencePrice is { } price ? Quantity * price : null;

    /// <summary>What it has cost so far against <see cref="ReferencePrice"/>, fees included, quote units; negative is a gain.</summary>
    public decimal? ActualCost => ReferencePrice is { } reference ? (((Filled * reference) - FilledNotional) * -Side.Sign()) - Fees : null;

    /// <summary>Of the lists the content counts.</summary>
    public bool Equals(SweepLeg? other) =>
        other is not null && Pair == other.Pair && Role == other.Role && Instrument == other.Instrument && IsAdopted == other.IsAdopted
        && Side == other.Side && Quantity == other.Quantity && Remaining == other.Remaining && ReferencePrice == other.ReferencePrice
        && EstimatedCost == other.EstimatedCost && Before == other.Before && FirstStep == other.FirstStep && Filled == other.Filled && FilledNotional == other.FilledNotional
        && Fees == other.Fees && Trouble == other.Trouble && Orders.SequenceEqual(other.Orders);

    public override int GetHashCode() => HashCode.Combine(Pair, Role, Instrument, Remaining, Filled, Orders.Count);
}
