using PropBot.Core.Accounting;

namespace PropBot.Host.Api;

/// <summary>A reconciliation case as the API shows it.</summary>
internal sealed record CaseResponse
{
    /// <summary><c>C000001</c>.</summary>
    public required string Id { get; init; }

    public required string Venue { get; init; }

    /// <summary>Null: the whole account.</summary>
    public string? Symbol { get; init; }

    /// <summary><c>position</c>, <c>wallet</c>, <c>order</c>, <c>fill</c>, <c>foreign_order</c>, <c>orphan_order</c>, ...</summary>
    public required string Kind { get; init; }

    /// <summary>Tells matters of one kind apart: an order's id, a trade's id, a side, an asset.</summary>
    public required string Subject { get; init; }

    public required string Ours { get; init; }

    public required string Theirs { get; init; }

    /// <summary>Theirs less ours where it is a number: base units of a position, quote units of a wallet.</summary>
    public decimal? Difference { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary><c>system</c> until an operator takes it.</summary>
    public required string Owner { get; init; }

    /// <summary><c>open</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    public string? ResolvedBy { get; init; }

    public string? Resolution { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>A person has explained it and it is still so.</summary>
    public required bool Explained { get; init; }

    public static CaseResponse Of(ReconciliationCase known) => new()
    {
        Id = known.Id.ToString(),
        Venue = known.Matter.Venue.Name,
        Symbol = known.Matter.Instrument?.Symbol.Name,
        Kind = known.Matter.Kind.Code(),
        Subject = known.Matter.Subject,
        Ours = known.Ours,
        Theirs = known.Theirs,
        Difference = known.Difference,
        OpenedAt = known.OpenedAt,
        Owner = known.Owner,
        Status = known.IsOpen ? "open" : "resolved",
        ResolvedBy = known.ResolvedBy,
        Resolution = known.Resolution,
        ResolvedAt = known.ResolvedAt,
        Explained = known.IsExplained,
    };
}
