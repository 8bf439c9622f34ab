using System.Text.Json.Serialization;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.Reports;

/// <summary>What the process is doing and by which switches.</summary>
/// <param name="DryRun">Nothing is opened in this run, whatever the mode.</param>
/// <param name="DryRunMode">The same.</param>
internal sealed record OpsRuntimeResponse(
    string Mode, bool SafeMode, bool DryRun, bool DryRunMode, bool TwoManRule, OpsFlagsResponse Flags, AutopilotResponse Autopilot, OpsSafetyResponse Safety)
{
    public static OpsRuntimeResponse Of(DeskReading desk, EngineSnapshot snapshot)
    {
        ControlResponse control = ControlResponse.Of(snapshot);
        return new OpsRuntimeResponse(
            control.Mode, control.SafeMode, control.DryRun, control.DryRun, control.TwoManRule, OpsFlagsResponse.Of(desk, snapshot), AutopilotResponse.Of(snapshot),
            OpsSafetyResponse.Of(control));
    }
}

/// <summary>What holds the desk: the cause that came first, and the resume that waits.</summary>
internal sealed record OpsSafetyResponse(
    bool HoldActive, string? HoldReason, string? HoldSource, DateTimeOffset? HoldSince, DateTimeOffset? LastReleasedTs, ApprovalResponse? ResumeRequest, bool Killed)
{
    public static OpsSafetyResponse Of(ControlResponse control) => new(
        control.HoldActive, control.HoldReason, control.HoldSource, control.HoldSince, control.LastReleasedTs, control.ResumeRequest, control.Killed);
}

/// <summary>The switches by the names that operators know them by.</summary>
internal sealed record OpsFlagsResponse
{
    [JsonPropertyName("MODE")]
    public required string Mode { get; init; }

    [JsonPropertyName("SAFE_MODE")]
    public required bool SafeMode { get; init; }

    [JsonPropertyName("TWO_MAN_RULE")]
    public required bool TwoManRule { get; init; }

    /// <summary>Opening orders rest as makers first.</summary>
    [JsonPropertyName("POST_ONLY")]
    public required bool PostOnly { get; init; }

    /// <summary>The whole desk is restricted to reducing, or frozen.</summary>
    [JsonPropertyName("REDUCE_ONLY")]
    public required bool ReduceOnly { get; init; }

    [JsonPropertyName("ENV")]
    public required string Env { get; init; }

    [JsonPropertyName("DRY_RUN")]
    public required bool DryRun { get; init; }

    [JsonPropertyName("DRY_RUN_MODE")]
    public required bool DryRunMode { get; init; }

    /// <summary>Notional of one leg that is aimed at.</summary>
    [JsonPropertyName("ORDER_NOTIONAL_USDT")]
    public required decimal OrderNotionalUsdt { get; init; }

    [JsonPropertyName("MAX_SLIPPAGE_BPS")]
    public decimal? MaxSlippageBps { get; init; }

    /// <summary>As the venue told it, of its dearest instrument; null where it is not traded on.</summary>
    [JsonPropertyName("TAKER_FEE_BPS_BINANCE")]
    public decimal? TakerFeeBpsBinance { get; init; }

    [JsonPropertyName("TAKER_FEE_BPS_OKX")]
    public decimal? TakerFeeBpsOkx { get; init; }

    [JsonPropertyName("TAKER_FEE_BPS_BYBIT")]
    public decimal? TakerFeeBpsBybit { get; init; }

    [JsonPropertyName("MIN_SPREAD_BPS")]
    public decimal? MinSpreadBps { get; init; }

    /// <summary>The desk opens pairs by itself: the badge <c>auto_trade</c> is ON.</summary>
    [JsonPropertyName("AUTO_LOOP")]
    public required bool AutoLoop { get; init; }

    /// <summary>Every symbol that is traded, with commas.</summary>
    [JsonPropertyName("LOOP_PAIR")]
    public required string LoopPair { get; init; }

    [JsonPropertyName("LOOP_VENUES")]
    public required string LoopVenues { get; init; }

    public static OpsFlagsResponse Of(DeskReading desk, EngineSnapshot snapshot) => new()
    {
        Mode = ControlResponse.NameOf(snapshot.Control.Mode),
        SafeMode = snapshot.Control.SafeMode,
        TwoManRule = snapshot.TwoManRule,
        PostOnly = desk.Configuration.TextOf("execution.entry") == "maker",
        ReduceOnly = snapshot.Control.Scopes.OnAll is not null,
        Env = desk.Configuration.Profile,
        DryRun = snapshot.IsDryRun,
        DryRunMode = snapshot.IsDryRun,
        OrderNotionalUsdt = snapshot.Size.Ordered,
        MaxSlippageBps = desk.Configuration.NumberOf("derivatives.arbitrage.max_leg_slippage_bps"),
        TakerFeeBpsBinance = TakerFee(snapshot, VenueId.BinanceUm),
        TakerFeeBpsOkx = TakerFee(snapshot, VenueId.OkxPerp),
        TakerFeeBpsBybit = TakerFee(snapshot, VenueId.BybitLinear),
        MinSpreadBps = desk.Configuration.NumberOf("derivatives.arbitrage.min_edge_bps"),
        AutoLoop = Badges.Of(snapshot, desk.Health).IsTrading,
        LoopPair = string.Join(',', snapshot.Venues.SelectMany(v => v.Books).Select(b => b.Instrument.Symbol.Name).Distinct().Order(StringComparer.Ordinal)),
        LoopVenues = string.Join(',', snapshot.Venues.Select(v => v.Venue.Name)),
    };

    private static decimal? TakerFee(EngineSnapshot snapshot, VenueId venue) =>
        snapshot.Venues.Where(v => v.Venue == venue).SelectMany(v => v.Books).Select(b => b.TakerFeeBps).Max();
}
