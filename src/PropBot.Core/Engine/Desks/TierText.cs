using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>A table of leverage and maintenance margin in words; each step by its rate and the most leverage in it: <c>0.4 % 125x</c>.</summary>
internal static class TierText
{
    /// <summary>More are counted and not listed: an alert is read, and the journal has both tables.</summary>
    private const int MostListed = 8;

    /// <summary>The whole table in one line: <c>50000: 0.4 % 125x, more: 0.5 % 100x</c>.</summary>
    public static string Of(IReadOnlyList<PositionTier> tiers) =>
        string.Join(", ", tiers.Select(t => $"{(BorderOf(t) is { } most ? WireNumber.Format(most) : "more")}: {Terms(t)}"));

    /// <summary>The sizes of position for which something else counts now, smallest first: <c>50000 to 60000: 0.5 % 100x → 0.4 % 125x</c>.</summary>
    public static (string English, string Russian) Changes(IReadOnlyList<PositionTier> before, IReadOnlyList<PositionTier> now)
    {
        IReadOnlyList<Stretch> changed = Stretches(before, now);
        if (changed.Count == 0)
        {
            return ("only the amounts that are taken off the requirement", "только вычеты из требования");
        }

        string english = string.Join("; ", changed.Take(MostListed).Select(s => $"{s.Sizes.English}: {s.Was ?? "not told"} → {s.Now}"));
        string russian = string.Join("; ", changed.Take(MostListed).Select(s => $"{s.Sizes.Russian}: {s.Was ?? "не сообщалось"} → {s.Now}"));
        int left = changed.Count - MostListed;
        return left <= 0
            ? (english, russian)
            : ($"{english}; {left} more, in the journal as instrument.tiers", $"{russian}; ещё {left}, в журнале как instrument.tiers");
    }

    /// <summary>Between two borders of either table the same step counts in each; neighbours that changed in the same way are one. Tables in different units have no sizes in common.</summary>
    private static IReadOnlyList<Stretch> Stretches(IReadOnlyList<PositionTier> before, IReadOnlyList<PositionTier> now)
    {
        bool isSameUnit = before.Any(t => t.UpToQuantity is not null) == now.Any(t => t.UpToQuantity is not null);
        var changed = new List<Stretch>();
        decimal above = 0m;
        IEnumerable<decimal> borders = (isSameUnit ? before.Concat(now) : now).Select(BorderOf).OfType<decimal>().Distinct().Order();
        foreach (decimal? border in borders.Select(b => (decimal?)b).Append(null))
        {
            string? was = isSameUnit ? TermsAt(before, border) : null;
            if (TermsAt(now, border) is { } terms && terms != was)
            {
                bool goesOn = changed.Count > 0 && changed[^1] is var last && last.UpTo == above && (last.Was, last.Now) == (was, terms);
                Stretch stretch = goesOn ? changed[^1] with { UpTo = border } : new Stretch(above, border, was, terms);
                changed.RemoveRange(changed.Count - (goesOn ? 1 : 0), goesOn ? 1 : 0);
                changed.Add(stretch);
            }

            above = border ?? above;
        }

        return changed;
    }

    /// <param name="size">Null: larger than every border.</param>
    /// <returns>Null where the table ends below it.</returns>
    private static string? TermsAt(IReadOnlyList<PositionTier> tiers, decimal? size) =>
        tiers.FirstOrDefault(t => BorderOf(t) is not { } most || size <= most) is { } step ? Terms(step) : null;

    private static string Terms(PositionTier tier) => $"{WireNumber.Format(tier.MaintenanceRate.Value * 100m)} % {WireNumber.Format(tier.MaxLeverage)}x";

    /// <summary>In the unit that the venue counts in: base units where it counts by size, else quote units; null for the last step.</summary>
    private static decimal? BorderOf(PositionTier tier) => tier.UpToQuantity is { } size ? size.Value : tier.UpTo?.Value;

    /// <param name="UpTo">Null: without an end.</param>
    private sealed record Stretch(decimal Above, decimal? UpTo, string? Was, string Now)
    {
        public (string English, string Russian) Sizes => (Above, UpTo) switch
        {
            (0m, null) => ("every size", "любой размер"),
            (0m, { } most) => ($"up to {WireNumber.Format(most)}", $"до {WireNumber.Format(most)}"),
            (var least, null) => ($"above {WireNumber.Format(least)}", $"выше {WireNumber.Format(least)}"),
            (var least, { } most) => ($"{WireNumber.Format(least)} to {WireNumber.Format(most)}", $"{WireNumber.Format(least)}–{WireNumber.Format(most)}"),
        };
    }
}
