using System.Globalization;
using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>How the strategy stood when two people were asked to let it go on: what they forgive, and no more than that.</summary>
/// <param name="Day">UTC day that the sums belong to; null before the first.</param>
/// <param name="RealizedToday">Quote units; negative is lost.</param>
/// <param name="ConsecutiveFailures">Pairs in a row that failed.</param>
/// <param name="BudgetUsed">Loss of the day that counts against the budget, quote units.</param>
public sealed record StrategyStanding(DateOnly? Day, decimal RealizedToday, int ConsecutiveFailures, decimal BudgetUsed)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>As a request shows it, in full: it is read back from there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Words() =>
    [
        new("strategy_day", Day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? ""),
        new("realized_today_usdt", WireNumber.Format(RealizedToday)),
        new("consecutive_failures", ConsecutiveFailures.ToString(CultureInfo.InvariantCulture)),
        new("budget_used_usdt", WireNumber.Format(BudgetUsed)),
    ];

    /// <summary>Null in a request that shows none.</summary>
    public static StrategyStanding? Parse(Func<string, string?> wordOf)
    {
        bool isShown = WireNumber.TryParse(wordOf("realized_today_usdt") ?? "", out decimal realized)
            & int.TryParse(wordOf("consecutive_failures"), NumberStyles.None, CultureInfo.InvariantCulture, out int failures)
            & WireNumber.TryParse(wordOf("budget_used_usdt") ?? "", out decimal used);
        DateOnly? day = DateOnly.TryParseExact(wordOf("strategy_day"), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly known) ? known : null;
        return isShown ? new StrategyStanding(day, realized, failures, used) : null;
    }
}
