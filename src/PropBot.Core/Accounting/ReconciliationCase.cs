using PropBot.Core.Values;

namespace PropBot.Core.Accounting;

public enum CaseStatus
{
    /// <summary>Nothing opens where it stands.</summary>
    Open = 1,

    /// <summary>The two agree again, or a person has explained it.</summary>
    Resolved = 2,
}

/// <summary>
/// A difference between our books and a venue, with what either says of it. It stops opening on its instrument, or on the whole
/// venue when it is about none of ours, and never what reduces risk.
/// </summary>
public sealed record ReconciliationCase
{
    /// <summary>The owner until a person takes it, and who resolves what agrees by itself.</summary>
    public const string System = "system";

    public required CaseId Id { get; init; }

    public required CaseMatter Matter { get; init; }

    /// <summary>What our books say, for people.</summary>
    public required string Ours { get; init; }

    /// <summary>What the venue says, for people.</summary>
    public required string Theirs { get; init; }

    /// <summary>Theirs minus ours where it is a number: base units of a position, quote units of a wallet.</summary>
    public decimal? Difference { get; init; }

    /// <summary>What a position that nobody here traded has paid for itself: quote units that our cash lacks; set when it is explained.</summary>
    public decimal Cash { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    public string Owner { get; init; } = System;

    public CaseStatus Status { get; init; } = CaseStatus.Open;

    public string? ResolvedBy { get; init; }

    /// <summary>How it came to agree, or the person's note.</summary>
    public string? Resolution { get; init; }

    /// <summary>UTC; null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>
    /// A person has explained it and it is still so. It is no case again until it changes: then the explanation ends, and what is
    /// left is a new case.
    /// </summary>
    public bool IsExplained { get; init; }

    public bool IsOpen => Status == CaseStatus.Open;

    /// <summary>For people: <c>position BTCUSDT: ours 0, the venue's 0.5</c>.</summary>
    public override string ToString() => $"{Matter}: ours {Ours}, the venue's {Theirs}";
}
