namespace PropBot.Core.Risk;

/// <summary>The limits that people change while the desk runs: raised by two, lowered by one.</summary>
public enum LimitName
{
    MaxPosition = 1,
    MaxOpenOrders = 2,
    MaxDailyLoss = 3,
    MaxNotionalPerVenue = 4,
    MaxNotionalTotal = 5,
    MaxActivePairs = 6,
}

public static class LimitNames
{
    public static IReadOnlyList<LimitName> All { get; } = Enum.GetValues<LimitName>();

    /// <summary>The code as it stands in the API, the ledger and the journal.</summary>
    public static string Code(this LimitName limit) => limit switch
    {
        LimitName.MaxPosition => "max_position_usdt",
        LimitName.MaxOpenOrders => "max_open_orders",
        LimitName.MaxDailyLoss => "max_daily_loss_usdt",
        LimitName.MaxNotionalPerVenue => "max_notional_per_venue_usdt",
        LimitName.MaxNotionalTotal => "max_notional_total_usdt",
        LimitName.MaxActivePairs => "max_active_pairs",
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "no code for this limit"),
    };

    public static LimitName? Find(string code) => All.Cast<LimitName?>().FirstOrDefault(l => l!.Value.Code() == code);

    public static bool IsCount(this LimitName limit) => limit is LimitName.MaxActivePairs or LimitName.MaxOpenOrders;

    /// <summary>What it is; null where there is none.</summary>
    public static decimal? Of(this RiskOptions limits, LimitName limit) => limit switch
    {
        LimitName.MaxPosition => limits.MaxNotionalPerSymbol.Value,
        LimitName.MaxOpenOrders => limits.MaxOpenOrders,
        LimitName.MaxDailyLoss => limits.MaxDailyLoss?.Value,
        LimitName.MaxNotionalPerVenue => limits.MaxNotionalPerVenue.Value,
        LimitName.MaxNotionalTotal => limits.MaxNotionalTotal.Value,
        LimitName.MaxActivePairs => limits.MaxActivePairs,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "no such limit"),
    };

    public static RiskOptions With(this RiskOptions limits, LimitName limit, decimal value) => limit switch
    {
        LimitName.MaxPosition => limits with { MaxNotionalPerSymbol = new(value) },
        LimitName.MaxOpenOrders => limits with { MaxOpenOrders = (int)value },
        LimitName.MaxDailyLoss => limits with { MaxDailyLoss = new(value) },
        LimitName.MaxNotionalPerVenue => limits with { MaxNotionalPerVenue = new(value) },
        LimitName.MaxNotionalTotal => limits with { MaxNotionalTotal = new(value) },
        LimitName.MaxActivePairs => limits with { MaxActivePairs = (int)value },
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "no such limit"),
    };
}
