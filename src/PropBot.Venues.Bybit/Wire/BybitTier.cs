using System.Text.Json.Serialization;

namespace PropBot.Venues.Bybit.Wire;

/// <summary>Entry of <c>GET /v5/market/risk-limit</c>. The documents call the rates numbers and show them as text.</summary>
/// <param name="RiskLimitValue">Largest position of the step, USDT.</param>
/// <param name="MaintenanceMargin">Fraction of notional, or percent: <paramref name="InitialMargin"/> times the largest leverage is 1 or 100.</param>
/// <param name="MmDeduction">USDT; empty in the first step.</param>
internal sealed record BybitTier(
    string? Symbol,
    [property: JsonConverter(typeof(BybitTextConverter))] string? RiskLimitValue,
    [property: JsonConverter(typeof(BybitTextConverter))] string? MaintenanceMargin,
    [property: JsonConverter(typeof(BybitTextConverter))] string? InitialMargin,
    [property: JsonConverter(typeof(BybitTextConverter))] string? MaxLeverage,
    [property: JsonConverter(typeof(BybitTextConverter))] string? MmDeduction);
