using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;

namespace PropBot.Host.Api;

/// <param name="Fraction">Part of the ordered notional that a pair gets where no exchange's own factor counts.</param>
/// <param name="OrderNotionalUsdt">Notional of one leg without any factor.</param>
internal sealed record SizeScaleResponse(decimal Fraction, decimal OrderNotionalUsdt, IReadOnlyList<SizeFactorResponse> Factors)
{
    public static SizeScaleResponse Of(SizeSnapshot size) => new(
        size.Fraction, size.Ordered,
        [.. size.Factors.Select(f => new SizeFactorResponse(
            f.Factor.Reason.Code(), f.Factor.Fraction, f.Factor.Actual, f.Factor.Limit, f.Factor.Venue?.Name, f.English, f.Russian))]);
}

/// <param name="Venue">Where it counts; null: everywhere.</param>
internal sealed record SizeFactorResponse(string Reason, decimal Fraction, decimal Actual, decimal Limit, string? Venue, string En, string Ru);
