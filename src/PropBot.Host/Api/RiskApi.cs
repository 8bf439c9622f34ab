using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>Every risk limit with what it is compared with, what is beyond it, and the latest refusals, all from one snapshot.</summary>
internal static class RiskApi
{
    public static void MapRisk(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/risk_snapshot", (ISnapshotSource snapshots) => snapshots.Current is { } snapshot ? TypedResults.Ok(RiskResponse.Of(snapshot)) : (IResult)ErrorResponse.NoSnapshot())
        .WithSummary("Risk limits, what they are compared with, what is beyond them, and the latest refusals")
        .Produces<RiskResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
}

/// <param name="Breaches">The limits that what is held or in flight is beyond.</param>
/// <param name="Denials">The latest refusal by each rule.</param>
/// <param name="UnknownPairs">Symbols that the universe refused.</param>
/// <param name="SettleCoins">What the coins are worth that our contracts settle in; empty while nobody asks.</param>
/// <param name="TotalNotionalUsd">What is on, one leg counted, at the marks.</param>
/// <param name="PartialHedgesCount">Pairs whose legs differ.</param>
/// <param name="RiskScore">Percent that is used of the fullest limit: 0 is nothing, 100 full, more is beyond; <paramref name="FullestLimit"/> says which.</param>
/// <param name="FullestLimit">Null while no limit has a use.</param>
/// <param name="MarginTiers">The maintenance margin that each instrument's position is held against, and where it comes from.</param>
internal sealed record RiskResponse(
    DateTimeOffset GeneratedAt, IReadOnlyList<RiskLineResponse> Limits, IReadOnlyList<RiskLineResponse> Breaches, IReadOnlyList<RiskDenialResponse> Denials,
    IReadOnlyList<string> UnknownPairs, IReadOnlyList<SettleCoinResponse> SettleCoins, decimal TotalNotionalUsd, IReadOnlyDictionary<string, VenueRiskResponse> PerVenue, int PartialHedgesCount,
    bool AutopilotEnabled, bool HoldActive, bool SafeMode, bool DryRunMode, decimal RiskScore, RiskLineResponse? FullestLimit,
    RiskAccountingResponse Accounting, IReadOnlyList<MarginTierResponse> MarginTiers)
{
    public static RiskResponse Of(EngineSnapshot snapshot)
    {
        RiskLineResponse[] limits = [.. snapshot.Risk.Lines.Select(RiskLineResponse.Of)];
        RiskLineResponse? fullest = limits.Where(l => l.UsedFraction is not null).MaxBy(l => l.UsedFraction);
        return new RiskResponse(
            snapshot.At, limits, [.. limits.Where(l => l.Breached)], [.. snapshot.Risk.Denials.Select(RiskDenialResponse.Of)], snapshot.Risk.UnknownPairs,
            [.. snapshot.Risk.SettleCoins.Select(SettleCoinResponse.Of)], snapshot.Totals.OpenNotional, VenueRiskResponse.ByVenue(snapshot), snapshot.Totals.PartialPairs,
            snapshot.Autopilot.Enabled, snapshot.Control.IsHeld, snapshot.Control.SafeMode, snapshot.IsDryRun,
            Math.Round((fullest?.UsedFraction ?? 0m) * 100m, 2, MidpointRounding.ToZero), fullest, RiskAccountingResponse.Of(snapshot),
            [.. snapshot.Risk.MarginTiers.Select(MarginTierResponse.Of)]);
    }
}

/// <param name="NetExposureUsd">Longs less shorts at the marks.</param>
/// <param name="UnrealisedPnlUsd">Price difference of the legs that active pairs hold there.</param>
/// <param name="OpenPositionsCount">Instruments that something is held in.</param>
internal sealed record VenueRiskResponse(decimal NetExposureUsd, decimal UnrealisedPnlUsd, int OpenPositionsCount)
{
    public static IReadOnlyDictionary<string, VenueRiskResponse> ByVenue(EngineSnapshot snapshot)
    {
        var marks = new Marks(snapshot);
        LegResponse[] legs = [.. PositionsResponse.OpenPairs(snapshot, marks).SelectMany(p => p.Legs)];
        SortedDictionary<string, ExposureResponse> exposure = ExposureResponse.ByVenue(snapshot, marks);
        return snapshot.Venues.ToDictionary(
            v => v.Venue.Name,
            v => new VenueRiskResponse(
                exposure[v.Venue.Name].NetUsdt, legs.Where(l => l.Venue == v.Venue.Name).Sum(l => l.UnrealizedPnlUsdt), v.Positions.Count(p => p.SignedQuantity != 0m)),
            StringComparer.Ordinal);
    }
}

/// <param name="Scope">A venue, a symbol, a coin or an instrument; <c>*</c> is the desk.</param>
/// <param name="Remaining">Until the limit; negative beyond it, null when it is off.</param>
/// <param name="UsedFraction">1 is all of it; null when it is off.</param>
internal sealed record RiskLineResponse(string Limit, string Scope, decimal Threshold, decimal Current, string Unit, bool Breached, string Detail, decimal? Remaining, decimal? UsedFraction)
{
    public static RiskLineResponse Of(RiskLine line) =>
        new(line.Limit, line.Scope, line.Threshold, line.Current, line.Unit, line.IsBreached, line.Detail, line.Left, line.Used);
}

/// <param name="Venue">Where it was refused; empty for a rule of the whole desk.</param>
/// <param name="En">What the rule means, and the place with both numbers.</param>
/// <param name="TodoEn">What an operator does about it.</param>
internal sealed record RiskDenialResponse(
    string Code, DateTimeOffset At, decimal Limit, decimal Actual, string Unit, string Venue, string Symbol, long Count, string En, string Ru, string TodoEn, string TodoRu)
{
    public static RiskDenialResponse Of(RiskDenial denial)
    {
        Denial words = DenialCatalogue.All[RiskRules.Of(denial.Code)];
        return new RiskDenialResponse(
            denial.Code, denial.At, denial.Limit, denial.Actual, denial.Unit, denial.Venue, denial.Symbol, denial.Count,
            $"{words.Meaning.English} {denial.English}", $"{words.Meaning.Russian} {denial.Russian}", words.Action.English, words.Action.Russian);
    }
}

/// <param name="Source"><c>venue</c>, or <c>assumed</c> while the venue has not told its table.</param>
/// <param name="MaintenanceRate">Of the step of the present position, fraction of notional.</param>
/// <param name="UpTo">The largest position of that step, quote units.</param>
internal sealed record MarginTierResponse(
    string Venue, string Symbol, string Source, DateTimeOffset? ReadAt, int Steps, decimal MaintenanceRate, decimal? MaxLeverage, decimal? UpTo)
{
    public static MarginTierResponse Of(MarginTierReading reading) => new(
        reading.Instrument.Venue.Name, reading.Instrument.Symbol.Name, reading.Source, reading.ReadAt, reading.Steps, reading.MaintenanceRate,
        reading.MaxLeverage, reading.UpTo);
}
