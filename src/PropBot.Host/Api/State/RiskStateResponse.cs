using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.State;

/// <summary>The limits of positions, orders and the day in the contract's words (section 4.6), and every line of the risk rules beside them.</summary>
/// <param name="LimitsHit">Codes of the limits that what is held or in flight is beyond.</param>
/// <param name="Exposures">What is held by our own fills.</param>
/// <param name="ExposureTotals">Notional of it at the marks, by venue and symbol, USDT.</param>
/// <param name="Lines">Every risk limit with what it is compared with, as <c>/api/ui/risk_snapshot</c> has them.</param>
internal sealed record RiskStateResponse(
    DateTimeOffset GeneratedAt, RiskStateLimitsResponse Limits, RiskStateCurrentResponse Current, IReadOnlyList<RiskStateBreachResponse> Breaches,
    IReadOnlyDictionary<string, decimal> PositionsUsdt, IReadOnlyDictionary<string, int> OpenOrders, decimal DailyLossUsdt,
    IReadOnlyList<HoldingResponse> Exposures, IReadOnlyDictionary<string, IReadOnlyDictionary<string, decimal>> ExposureTotals, IReadOnlyList<string> LimitsHit,
    IReadOnlyList<RiskLineResponse> Lines, IReadOnlyList<RiskDenialResponse> Denials, IReadOnlyList<MarginTierResponse> MarginTiers)
{
    public static RiskStateResponse Of(EngineSnapshot snapshot)
    {
        RiskStateCurrentResponse current = RiskStateCurrentResponse.Of(snapshot);
        RiskStateBreachResponse[] breaches = [.. snapshot.Risk.Lines.Where(l => l.IsBreached).Select(RiskStateBreachResponse.Of)];
        HoldingResponse[] holdings = HoldingResponse.All(snapshot);
        return new RiskStateResponse(
            snapshot.At, RiskStateLimitsResponse.Of(snapshot), current, breaches, current.PositionUsdt, current.OpenOrders, current.DailyLossUsdt, holdings,
            holdings.GroupBy(h => h.Venue).ToDictionary(
                venue => venue.Key, IReadOnlyDictionary<string, decimal> (venue) => venue.ToDictionary(h => h.Symbol, h => h.Notional, StringComparer.Ordinal), StringComparer.Ordinal),
            [.. breaches.Select(b => b.Limit).Distinct()],
            [.. snapshot.Risk.Lines.Select(RiskLineResponse.Of)], [.. snapshot.Risk.Denials.Select(RiskDenialResponse.Of)], [.. snapshot.Risk.MarginTiers.Select(MarginTierResponse.Of)]);
    }

    /// <summary>The lines of one rule by their scope.</summary>
    public static Dictionary<string, T> ByScope<T>(EngineSnapshot snapshot, RiskRule rule, Func<RiskLine, T> value) =>
        snapshot.Risk.Lines.Where(l => l.Limit == rule.Code()).ToDictionary(l => l.Scope, value, StringComparer.Ordinal);
}

/// <param name="MaxPositionUsdt">By symbol.</param>
/// <param name="MaxOpenOrders">By venue.</param>
/// <param name="MaxDailyLossUsdt">Null: there is none.</param>
internal sealed record RiskStateLimitsResponse(IReadOnlyDictionary<string, decimal> MaxPositionUsdt, IReadOnlyDictionary<string, int> MaxOpenOrders, decimal? MaxDailyLossUsdt)
{
    public static RiskStateLimitsResponse Of(EngineSnapshot snapshot) => new(
        RiskStateResponse.ByScope(snapshot, RiskRule.SymbolCap, l => l.Threshold), RiskStateResponse.ByScope(snapshot, RiskRule.OpenOrders, l => (int)l.Threshold), snapshot.Day.MaxLoss);
}

/// <param name="PositionUsdt">By symbol, orders in flight at their worst.</param>
/// <param name="DailyLossUsdt">The larger of what is realised and what equity has lost; what the limit is compared with.</param>
internal sealed record RiskStateCurrentResponse(IReadOnlyDictionary<string, decimal> PositionUsdt, IReadOnlyDictionary<string, int> OpenOrders, decimal DailyLossUsdt)
{
    public static RiskStateCurrentResponse Of(EngineSnapshot snapshot) => new(
        RiskStateResponse.ByScope(snapshot, RiskRule.SymbolCap, l => l.Current), RiskStateResponse.ByScope(snapshot, RiskRule.OpenOrders, l => (int)l.Current), snapshot.Day.WorstLosses);
}

internal sealed record RiskStateBreachResponse(string Limit, string Scope, decimal Current, decimal Threshold, string Detail)
{
    public static RiskStateBreachResponse Of(RiskLine line) => new(line.Limit, line.Scope, line.Current, line.Threshold, line.Detail);
}
