using PropBot.Core.Values;

namespace PropBot.Core.Accounting;

/// <summary>An account of the ledger by its name, <c>kind:venue[:symbol]</c>.</summary>
/// <remarks>
/// A perpetual is booked as what it does: a buy adds base units to the position account and takes price times quantity from
/// the cash account, so that <c>equity = cash + position * mark</c> holds exactly and needs no average price. When a position
/// is flat, cash is the venue's wallet balance.
/// </remarks>
public readonly record struct LedgerAccount(string Name) : IComparable<LedgerAccount>
{
    public const string CashKind = "cash";
    public const string CapitalKind = "capital";
    public const string IncomeKind = "income";
    public const string ForeignFeesKind = "foreign_fees";

    /// <summary>Whether an account of this name is one of the kind.</summary>
    public static bool IsKind(string name, string kind) =>
        name.Length > kind.Length && name[kind.Length] == ':' && name.StartsWith(kind, StringComparison.Ordinal);

    /// <summary>Our settle-asset cash at a venue, with the notional of open positions taken out.</summary>
    public static LedgerAccount Cash(VenueId venue) => new($"{CashKind}:{venue}");

    /// <summary>Base units held at a venue, signed.</summary>
    public static LedgerAccount Position(InstrumentId instrument) => new($"position:{instrument.Venue}:{instrument.Symbol}");

    /// <summary>The other side of our trades.</summary>
    public static LedgerAccount Market(InstrumentId instrument) => new($"market:{instrument.Venue}:{instrument.Symbol}");

    /// <summary>Fees paid (positive) and rebates received (negative).</summary>
    public static LedgerAccount Fees(VenueId venue) => new($"fees:{venue}");

    /// <summary>
    /// What fees in other coins count, negative: it has left no wallet in the settle coin, and yet it is lost. The other side is in
    /// <see cref="Fees"/>.
    /// </summary>
    public static LedgerAccount ForeignFees(VenueId venue) => new($"{ForeignFeesKind}:{venue}");

    /// <summary>Funding paid (positive) and received (negative).</summary>
    public static LedgerAccount Funding(VenueId venue) => new($"funding:{venue}");

    /// <summary>The other side of positions that were found at the venue and taken into the books, or were gone from it.</summary>
    public static LedgerAccount Adopted(InstrumentId instrument) => new($"adopted:{instrument.Venue}:{instrument.Symbol}");

    /// <summary>What the venue paid (negative) or took (positive) beside trades and funding.</summary>
    public static LedgerAccount Income(VenueId venue) => new($"{IncomeKind}:{venue}");

    /// <summary>What the desk brought in.</summary>
    public static LedgerAccount Capital(VenueId venue) => new($"{CapitalKind}:{venue}");

    public int CompareTo(LedgerAccount other) => string.CompareOrdinal(Name, other.Name);

    public override string ToString() => Name ?? "";
}
