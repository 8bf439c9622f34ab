using PropBot.Core.Execution;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>A pair as monitors and operators read it.</summary>
internal sealed record PositionResponse
{
    public required string Id { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    public required PairStatus Status { get; init; }

    public required string Symbol { get; init; }

    public required string LongVenue { get; init; }

    public required string ShortVenue { get; init; }

    /// <summary>Quote units one leg was put on for.</summary>
    public required decimal NotionalUsdt { get; init; }

    /// <summary>Short entry over long entry by the fills, basis points of the long price.</summary>
    public decimal? EntrySpreadBps { get; init; }

    public decimal? EntryLongPrice { get; init; }

    public decimal? EntryShortPrice { get; init; }

    public decimal? ExitLongPrice { get; init; }

    public decimal? ExitShortPrice { get; init; }

    /// <summary>What the opening decision expected after every cost, basis points.</summary>
    public required decimal ExpectedNetBps { get; init; }

    /// <summary>Short mid over long mid as the books are now, basis points; null once closed.</summary>
    public decimal? CurrentGapBps { get; init; }

    /// <summary>The same as <c>pnl.total</c>.</summary>
    public required decimal PnlUsdt { get; init; }

    public required PnlResponse Pnl { get; init; }

    /// <summary>Price difference of what is held between entry and mark.</summary>
    public required decimal UnrealizedPnlUsdt { get; init; }

    /// <summary>Base units one leg was put on for.</summary>
    public required decimal BaseSize { get; init; }

    /// <summary>Long minus short, base units; zero unless partial.</summary>
    public required decimal ImbalanceBase { get; init; }

    public required decimal NakedNotionalSeconds { get; init; }

    public required int RescueAttempts { get; init; }

    public string? CloseReason { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? ClosedTs { get; init; }

    /// <summary>How it was opened: <c>together</c>, <c>harder_first</c> or <c>maker</c>.</summary>
    public required EntryMode Entry { get; init; }

    /// <summary>The leg that was sent first; null when both were sent together.</summary>
    public LegRole? LeadLeg { get; init; }

    /// <summary>What the rebalancer has done for it; null when it never had to.</summary>
    public RebalancerResponse? Rebalancer { get; init; }

    /// <summary>Long, then short; then the hedge on a third venue where there is one.</summary>
    public required IReadOnlyList<LegResponse> Legs { get; init; }

    public static PositionResponse Of(PairRecord pair, PairPnl pnl, decimal? currentGapBps, Marks marks)
    {
        var legs = new List<LegResponse>(2);
        foreach (LegRole role in pair.Roles)
        {
            legs.Add(LegResponse.Of(pair, role, marks));
        }

        return new PositionResponse
        {
            Id = pair.Id.ToString(),
            Timestamp = pair.OpenedAt,
            Status = pair.Status,
            Symbol = pair.Symbol.Name,
            LongVenue = pair.Long.Instrument.Venue.Name,
            ShortVenue = pair.Short.Instrument.Venue.Name,
            NotionalUsdt = pair.EntryNotional(),
            EntrySpreadBps = pair.EntrySpreadBps(),
            EntryLongPrice = pair.EntryPrice(LegRole.Long),
            EntryShortPrice = pair.EntryPrice(LegRole.Short),
            ExitLongPrice = pair.ExitPrice(LegRole.Long),
            ExitShortPrice = pair.ExitPrice(LegRole.Short),
            ExpectedNetBps = pair.ExpectedEdge.NetBps,
            CurrentGapBps = currentGapBps,
            PnlUsdt = pnl.Total,
            Pnl = PnlResponse.Of(pnl),
            UnrealizedPnlUsdt = legs.Sum(l => l.UnrealizedPnlUsdt),
            BaseSize = pair.EnteredQuantity(),
            ImbalanceBase = pair.Imbalance,
            NakedNotionalSeconds = pair.NakedNotionalSeconds,
            RescueAttempts = pair.RescueAttempts,
            CloseReason = pair.CloseReason,
            LastError = pair.LastError,
            ClosedTs = pair.ClosedAt,
            Entry = pair.Entry.Mode,
            LeadLeg = pair.Entry.Lead,
            Rebalancer = RebalancerResponse.Of(pair.Rebalance),
            Legs = legs,
        };
    }
}

internal enum LegStatus
{
    /// <summary>Nothing was filled on it.</summary>
    Empty = 0,

    /// <summary>It holds something.</summary>
    Open = 1,

    /// <summary>It held something and is flat.</summary>
    Closed = 2,
}

internal sealed record LegResponse
{
    public required string Venue { get; init; }

    public required string Symbol { get; init; }

    /// <summary><c>long</c>, <c>short</c> or <c>third</c>.</summary>
    public required LegRole Side { get; init; }

    public required LegStatus Status { get; init; }

    public required decimal NotionalUsdt { get; init; }

    public decimal? EntryPrice { get; init; }

    public decimal? ExitPrice { get; init; }

    public decimal? MarkPrice { get; init; }

    /// <summary>Base units held now.</summary>
    public required decimal BaseSize { get; init; }

    public required decimal FeesUsdt { get; init; }

    public required decimal FundingUsdt { get; init; }

    public required decimal UnrealizedPnlUsdt { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public static LegResponse Of(PairRecord pair, LegRole role, Marks marks)
    {
        LegRecord leg = pair.Leg(role);
        decimal? mark = marks.Of(leg.Instrument);
        return new LegResponse
        {
            Venue = leg.Instrument.Venue.Name,
            Symbol = leg.Instrument.Symbol.Name,
            Side = role,
            Status = StatusOf(pair, role),
            NotionalUsdt = pair.IsLong(role) ? leg.BoughtNotional : leg.SoldNotional,
            EntryPrice = pair.EntryPrice(role),
            ExitPrice = pair.ExitPrice(role),
            MarkPrice = mark,
            BaseSize = pair.HeldQuantity(role),
            FeesUsdt = leg.Fees,
            FundingUsdt = leg.Funding,
            UnrealizedPnlUsdt = pair.UnrealizedPnl(role, mark),
            Timestamp = pair.OpenedAt,
        };
    }

    private static LegStatus StatusOf(PairRecord pair, LegRole role)
    {
        if (pair.HeldQuantity(role) != 0m)
        {
            return LegStatus.Open;
        }

        return pair.EntryPrice(role) is null ? LegStatus.Empty : LegStatus.Closed;
    }
}
