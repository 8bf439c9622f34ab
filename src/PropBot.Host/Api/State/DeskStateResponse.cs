using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Api.Reports;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.State;

/// <summary>The desk in one answer, in the contract's words (section 7.4). Every part is that of its own endpoint, of the same snapshot.</summary>
internal sealed record DeskStateResponse : StandingResponse
{
    private DeskStateResponse(DeskReading desk, EngineSnapshot snapshot)
        : base(desk, snapshot)
    {
    }

    public required OpsFlagsResponse Flags { get; init; }

    /// <summary>The same as <see cref="StandingResponse.DryRunMode"/>.</summary>
    public required bool DryRun { get; init; }

    public required bool TwoManRule { get; init; }

    public required ControlResponse Control { get; init; }

    /// <summary>Open reconciliation cases.</summary>
    public required IReadOnlyList<CaseResponse> Incidents { get; init; }

    public required DeskStateMetricsResponse Metrics { get; init; }

    public required IReadOnlyList<HoldingResponse> Exposures { get; init; }

    public required DeskStatePnlResponse Pnl { get; init; }

    public required PortfolioResponse Portfolio { get; init; }

    public required IReadOnlyList<OpenOrderResponse> OpenOrders { get; init; }

    public required IReadOnlyList<PositionResponse> Positions { get; init; }

    public required ReconStatusResponse ReconStatus { get; init; }

    /// <summary>The edge that is worth most of those evaluated last; null before the first.</summary>
    public EdgeResponse? LastPlan { get; init; }

    /// <summary>The newest pair; null: there was none.</summary>
    public PositionResponse? LastExecution { get; init; }

    /// <summary>The latest alerts, newest first.</summary>
    public required IReadOnlyList<AlertResponse> Events { get; init; }

    public required LoopResponse Loop { get; init; }

    public required RiskStateResponse Risk { get; init; }

    /// <summary>Something stands in the way of opening.</summary>
    public required bool RiskBlocked { get; init; }

    /// <summary>What, by closed codes.</summary>
    public required IReadOnlyList<string> RiskReasons { get; init; }

    public required RiskAccountingResponse RiskAccounting { get; init; }

    /// <summary>The same as <see cref="DailyLossCap"/>.</summary>
    public required DailyLossResponse BotLossCap { get; init; }

    public required DailyLossResponse DailyLossCap { get; init; }

    public required Badges Badges { get; init; }

    public static DeskStateResponse Of(DeskReading desk, EngineSnapshot snapshot)
    {
        var marks = new Marks(snapshot);
        PositionResponse[] positions = [.. PositionsResponse.OpenPairs(snapshot, marks)];
        HoldingResponse[] holdings = HoldingResponse.All(snapshot);
        DailyLossResponse cap = DailyLossResponse.Of(snapshot.Day);
        PairSnapshot? newest = snapshot.ActivePairs.Concat(snapshot.RecentPairs).MaxBy(p => p.Pair.Id);
        return new DeskStateResponse(desk, snapshot)
        {
            Flags = OpsFlagsResponse.Of(desk, snapshot),
            DryRun = snapshot.IsDryRun,
            TwoManRule = snapshot.TwoManRule,
            Control = ControlResponse.Of(snapshot),
            Incidents = [.. snapshot.Cases.Select(CaseResponse.Of)],
            Metrics = new DeskStateMetricsResponse(snapshot.Counters, snapshot.Slo.Of(Core.Risk.SloMetric.OrderCycle)?.Short),
            Exposures = holdings,
            Pnl = DeskStatePnlResponse.Of(snapshot.Totals),
            Portfolio = PortfolioResponse.Of(snapshot, holdings),
            OpenOrders = [.. snapshot.OpenOrders.Select(OpenOrderResponse.Of)],
            Positions = positions,
            ReconStatus = ReconStatusResponse.Of(snapshot),
            LastPlan = snapshot.Edges.Count > 0 ? EdgeResponse.Of(snapshot.Edges[0]) : null,
            LastExecution = newest is null ? null : PositionResponse.Of(newest.Pair, newest.Pnl, newest.CurrentGapBps, marks),
            Events = [.. snapshot.Alerts.Select(a => new AlertResponse(a.At, a.Severity, a.Code, a.English, a.Russian))],
            Loop = LoopResponse.Of(desk, snapshot),
            Risk = RiskStateResponse.Of(snapshot),
            RiskBlocked = snapshot.OpeningBlocks.Count > 0,
            RiskReasons = [.. snapshot.OpeningBlocks.Select(b => b.Code).Distinct()],
            RiskAccounting = RiskAccountingResponse.Of(snapshot),
            BotLossCap = cap,
            DailyLossCap = cap,
            Badges = Badges.Of(snapshot, desk.Health),
        };
    }
}

/// <param name="Counters">Since the start of the process.</param>
/// <param name="OrderCycleMsP95">Of the last five minutes; null while too little happened in them.</param>
internal sealed record DeskStateMetricsResponse(EngineCounters Counters, decimal? OrderCycleMsP95);

/// <summary>USDT, since the ledger began; fees and funding are in it.</summary>
internal sealed record DeskStatePnlResponse(decimal Realized, decimal Unrealized, decimal Total)
{
    public static DeskStatePnlResponse Of(DeskTotals totals) => new(totals.TotalPnl() - totals.OpenPnl.Total, totals.OpenPnl.Total, totals.TotalPnl());
}

internal sealed record PortfolioResponse(IReadOnlyList<HoldingResponse> Positions, IReadOnlyList<BalanceResponse> Balances, DeskStatePnlResponse PnlTotals, decimal NotionalTotal)
{
    public static PortfolioResponse Of(EngineSnapshot snapshot, IReadOnlyList<HoldingResponse> holdings) => new(
        holdings, [.. snapshot.Venues.Where(v => v.Account is not null).Select(BalanceResponse.Of)], DeskStatePnlResponse.Of(snapshot.Totals), holdings.Sum(h => h.Notional));
}

/// <summary>What the venue's last statement said.</summary>
/// <param name="Free">May be put up as margin.</param>
internal sealed record BalanceResponse(string Venue, string Asset, decimal Free, decimal Total, DateTimeOffset? At)
{
    public static BalanceResponse Of(VenueSnapshot venue) => new(venue.Venue.Name, Core.Values.Asset.Usdt.Code, venue.Account!.AvailableBalance, venue.Account.WalletBalance, venue.AccountAt);
}

/// <summary>An order that rests at a venue, as far as is known.</summary>
/// <param name="Ours">The ledger has it.</param>
internal sealed record OpenOrderResponse(string Venue, string Symbol, string ClientOrderId, string? VenueOrderId, bool Ours, Side? Side, decimal? Qty, decimal? Price)
{
    public static OpenOrderResponse Of(OpenOrderSnapshot order) => new(
        order.Instrument.Venue.Name, order.Instrument.Symbol.Name, order.ClientOrderId.Value, order.VenueOrderId?.Value, order.IsOurs, order.Side, order.Quantity?.Value, order.LimitPrice?.Value);
}

/// <param name="Status"><c>OK</c>, <c>MISMATCH</c> with a case open, <c>UNREAD</c> while a venue's account was not read.</param>
/// <param name="LastRunTs">When the oldest of the venues' latest statements came; null while one has not.</param>
internal sealed record ReconStatusResponse(string Status, int OpenCases, DateTimeOffset? LastRunTs)
{
    public static ReconStatusResponse Of(EngineSnapshot snapshot)
    {
        bool isRead = snapshot.Venues.All(v => v.AccountAt is not null);
        string status = snapshot.Cases.Count > 0 ? "MISMATCH" : isRead ? "OK" : "UNREAD";
        return new ReconStatusResponse(status, snapshot.Cases.Count, isRead ? snapshot.Venues.Min(v => v.AccountAt) : null);
    }
}

/// <param name="Running">The badge <c>auto_trade</c> is ON.</param>
/// <param name="LastCycleTs">When the youngest book came: each is looked at as it comes; null before the first.</param>
internal sealed record LoopResponse(bool Running, string? Brake, DateTimeOffset? LastCycleTs)
{
    public static LoopResponse Of(DeskReading desk, EngineSnapshot snapshot) =>
        new(Badges.Of(snapshot, desk.Health).IsTrading, snapshot.Brake is { } brake ? Core.Risk.RiskRules.Code(brake) : null, AutoHedgeResponse.Of(snapshot, desk.Health).LastOpportunityCheckedTs);
}
