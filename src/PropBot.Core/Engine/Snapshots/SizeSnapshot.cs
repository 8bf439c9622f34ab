using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>How large new pairs are now.</summary>
/// <param name="Fraction">Part of the ordered notional that a pair gets wherever no venue's factor counts.</param>
/// <param name="Ordered">Notional of one leg that is aimed at without any factor, quote units.</param>
/// <param name="Factors">Why pairs are smaller; empty when they are not.</param>
public sealed record SizeSnapshot(decimal Fraction, decimal Ordered, IReadOnlyList<SizeFactorSnapshot> Factors)
{
    public static readonly SizeSnapshot Full = new(1m, 0m, []);

    internal static SizeSnapshot Of(SizeScale scale, ControlState control, EngineOptions options) => new(
        scale.Factors.Where(f => f.Venue is null).Select(f => f.Fraction).Append(1m).Min(),
        options.Strategy.OrderNotional.Value,
        [.. scale.Factors.Select(f => SizeFactorSnapshot.Of(f, control))]);

    /// <summary>The smallest part that this reason leaves anywhere, 1 when it does not stand.</summary>
    public decimal Of(SizeReason reason) => Factors.Where(f => f.Factor.Reason == reason).Select(f => f.Factor.Fraction).Append(1m).Min();
}

/// <summary>A factor with its words for people.</summary>
public sealed record SizeFactorSnapshot(SizeFactor Factor, string English, string Russian)
{
    internal static SizeFactorSnapshot Of(SizeFactor factor, ControlState control)
    {
        string part = WireNumber.Format(factor.Fraction);
        string actual = WireNumber.Format(factor.Actual);
        string limit = WireNumber.Format(factor.Limit);
        (string english, string russian) = factor.Reason switch
        {
            SizeReason.AfterResume => (
                $"{part} of the size after {control.Probation?.Cause}: {actual} of {limit} clean pairs so far",
                $"{part} размера после {control.Probation?.Cause}: чистых пар {actual} из {limit}"),
            SizeReason.VenueHealth => (
                $"{part} of the size at {factor.Venue}: its health score is {actual}, full size is from {limit} on",
                $"{part} размера на {factor.Venue}: оценка здоровья {actual}, полный размер от {limit}"),
            SizeReason.SloBudget => (
                $"{part} of the size: a service level's budget burns ({Budgets(control)})",
                $"{part} размера: расходуется бюджет показателя ({Budgets(control)})"),
            _ => (factor.Reason.Code(), factor.Reason.Code()),
        };
        return new SizeFactorSnapshot(factor, english, russian);
    }

    private static string Budgets(ControlState control) => string.Join(", ", (control.Slo?.Burns ?? []).Select(b => b.Metric.Code()));
}
