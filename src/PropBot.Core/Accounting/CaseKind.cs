namespace PropBot.Core.Accounting;

/// <summary>What our books and a venue do not agree on; a closed list, its codes are in <see cref="CaseKinds"/>.</summary>
public enum CaseKind
{
    /// <summary>The venue holds another position than our fills add up to.</summary>
    Position = 1,

    /// <summary>The venue's wallet is not what our entries add up to.</summary>
    Wallet = 2,

    /// <summary>The venue has an order of ours open that has ended by our books.</summary>
    Order = 3,

    /// <summary>A fill that only one of the two knows.</summary>
    Fill = 4,

    /// <summary>An order on the account that this desk did not make.</summary>
    ForeignOrder = 5,

    /// <summary>An order with an id of this desk that the ledger does not have.</summary>
    OrphanOrder = 6,

    /// <summary>The venue told something of an order that cannot be.</summary>
    Contradiction = 7,

    /// <summary>An order whose end nobody can tell.</summary>
    UnresolvedOrder = 8,

    /// <summary>The venue took more by itself than any pair holds.</summary>
    ForcedFill = 9,

    /// <summary>A leg of ours that the venue no longer holds and nobody told a fill of: it is out of the books, and a person says what it was.</summary>
    LostLeg = 10,

    /// <summary>The venue's wallet has changed by more or less than our entries and the venue's own list of income add up to.</summary>
    Balance = 11,

    /// <summary>People gave up a venue that a sweep was to clean: what it holds is not known until somebody has looked.</summary>
    AbandonedSweep = 12,
}

public static class CaseKinds
{
    public static readonly IReadOnlyList<CaseKind> All = Enum.GetValues<CaseKind>();

    /// <summary>The code as it stands in the API, the metrics and the ledger.</summary>
    public static string Code(this CaseKind kind) => kind switch
    {
        CaseKind.Position => "position",
        CaseKind.Wallet => "wallet",
        CaseKind.Order => "order",
        CaseKind.Fill => "fill",
        CaseKind.ForeignOrder => "foreign_order",
        CaseKind.OrphanOrder => "orphan_order",
        CaseKind.Contradiction => "contradiction",
        CaseKind.UnresolvedOrder => "unresolved_order",
        CaseKind.ForcedFill => "forced_fill",
        CaseKind.LostLeg => "lost_leg",
        CaseKind.Balance => "balance",
        CaseKind.AbandonedSweep => "abandoned_sweep",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no code for this kind"),
    };

    /// <summary>About the venue's wallet as a whole.</summary>
    public static bool IsOfWallet(this CaseKind kind) => kind is CaseKind.Wallet or CaseKind.Balance;

    /// <exception cref="FormatException">No kind has this code.</exception>
    public static CaseKind Parse(string code)
    {
        foreach (CaseKind kind in All)
        {
            if (kind.Code() == code)
            {
                return kind;
            }
        }

        throw new FormatException($"'{code}' is none of {string.Join(", ", All.Select(k => k.Code()))}");
    }
}
