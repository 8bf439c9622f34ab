using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Api;

/// <summary>A request that one operator makes and another one decides on.</summary>
internal sealed record ApprovalResponse
{
    public required string Id { get; init; }

    /// <summary><c>resume</c> or <c>unkill</c>.</summary>
    public required string Action { get; init; }

    /// <summary><c>pending</c>, <c>approved</c> (confirmed, not carried out), <c>used</c>, <c>rejected</c>, <c>expired</c>, <c>revoked</c> or <c>failed</c> (confirmed, and not to be carried out).</summary>
    public required string Status { get; init; }

    public required bool Pending { get; init; }

    public required string Reason { get; init; }

    public required string RequestedBy { get; init; }

    /// <summary>The way the request came: <c>ui</c> (page, API and shell) or <c>telegram</c>; null of requests before it was kept.</summary>
    public string? RequestedVia { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The same as <see cref="RequestedAt"/>.</summary>
    public required DateTimeOffset RequestedTs { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it would release, as the desk was when it was requested.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required string CorrelationId { get; init; }

    public string? ApprovedBy { get; init; }

    /// <summary>The way the confirmation came.</summary>
    public string? ApprovedVia { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The same as <see cref="ApprovedAt"/>.</summary>
    public DateTimeOffset? ApprovedTs { get; init; }

    public string? RejectedBy { get; init; }

    /// <summary>The way the rejection came.</summary>
    public string? RejectedVia { get; init; }

    public DateTimeOffset? RejectedAt { get; init; }

    public string? UsedBy { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Why it was rejected or failed, or what made it void.</summary>
    public string? Note { get; init; }

    public static ApprovalResponse Of(ApprovalRecord record)
    {
        bool isRejected = record.Status == ApprovalStatus.Rejected;
        return new ApprovalResponse
        {
            Id = record.Id.Value,
            Action = record.Action.Code(),
            Status = record.Status.ToString().ToLowerInvariant(),
            Pending = record.Status == ApprovalStatus.Pending,
            Reason = record.Reason,
            RequestedBy = record.RequestedBy,
            RequestedVia = record.RequestedVia,
            RequestedAt = record.RequestedAt,
            RequestedTs = record.RequestedAt,
            ExpiresAt = record.ExpiresAt,
            Parameters = record.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
            CorrelationId = record.CorrelationId,
            ApprovedBy = isRejected ? null : record.DecidedBy,
            ApprovedVia = isRejected ? null : record.DecidedVia,
            ApprovedAt = isRejected ? null : record.DecidedAt,
            ApprovedTs = isRejected ? null : record.DecidedAt,
            RejectedBy = isRejected ? record.DecidedBy : null,
            RejectedVia = isRejected ? record.DecidedVia : null,
            RejectedAt = isRejected ? record.DecidedAt : null,
            UsedBy = record.UsedBy,
            UsedAt = record.UsedAt,
            Note = record.Note,
        };
    }

    /// <summary>The one that waits or was confirmed and not carried out; null when there is none.</summary>
    public static ApprovalResponse? Live(EngineSnapshot snapshot, ApprovalAction action) =>
        snapshot.Approvals.FirstOrDefault(a => a.Action == action && a.Status.IsLive()) is { } record ? Of(record) : null;
}
