using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.Reports;

/// <summary>Profit and what is bound by it, USDT.</summary>
/// <param name="UnrealizedPnlUsdt">Price difference of what is held between entry and mark, without fees and funding.</param>
/// <param name="RealisedPnlTodayUsdt">Of the UTC day: trading at average cost, fees, funding, other income.</param>
/// <param name="TotalExposureUsdt">What is on, one leg counted, at the marks.</param>
/// <param name="CapitalHeadroomPerStrategy">What each may still put on.</param>
internal sealed record OpsPnlResponse(
    decimal UnrealizedPnlUsdt, decimal RealisedPnlTodayUsdt, decimal TotalExposureUsdt, IReadOnlyDictionary<string, decimal> CapitalHeadroomPerStrategy, CapitalResponse CapitalSnapshot)
{
    public static OpsPnlResponse Of(EngineSnapshot snapshot) => new(
        PositionTotalsResponse.Of(snapshot, new Marks(snapshot)).UnrealizedPnlUsdt,
        snapshot.Day.Realized,
        snapshot.Totals.OpenNotional,
        StrategyRow.ByName(snapshot, (s, _) => Headroom(s)),
        new CapitalResponse(
            snapshot.Totals.Equity,
            StrategyRow.ByName(snapshot, (s, _) => s.MaxNotional),
            StrategyRow.ByName(snapshot, (s, _) => s.OpenNotional),
            StrategyRow.ByName(snapshot, (s, _) => new HeadroomResponse(Headroom(s)))));

    private static decimal Headroom(StrategySnapshot strategy) => Math.Max(0m, strategy.MaxNotional - strategy.OpenNotional);
}

/// <param name="TotalCapitalUsdt">The desk's equity; null until every held instrument has a mark.</param>
/// <param name="PerStrategyLimits">Notional that each may hold.</param>
/// <param name="CurrentUsage">Notional that each holds.</param>
internal sealed record CapitalResponse(
    decimal? TotalCapitalUsdt, IReadOnlyDictionary<string, decimal> PerStrategyLimits, IReadOnlyDictionary<string, decimal> CurrentUsage, IReadOnlyDictionary<string, HeadroomResponse> Headroom);

internal sealed record HeadroomResponse(decimal HeadroomNotional);
