using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// The venue's limits of the endpoints used here, per second and user, and the one of the address. Source: Bybit API v5, Rate
/// Limit Rules, default of a unified account, read 2026-11-22. Cancels have a limit of their own, so that placing never blocks them.
/// </summary>
internal sealed class BybitBudgets(VenueClock clock)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>600 requests in 5 seconds, all endpoints.</summary>
    public RateBudget Address { get; } = new("address", clock, 600, TimeSpan.FromSeconds(5));

    public RateBudget Place { get; } = new("place", clock, 10, Second);

    public RateBudget Cancel { get; } = new("cancel", clock, 10, Second);

    public RateBudget Orders { get; } = new("orders", clock, 50, Second);

    public RateBudget Fills { get; } = new("fills", clock, 50, Second);

    public RateBudget Account { get; } = new("account", clock, 50, Second);

    public RateBudget Log { get; } = new("transaction log", clock, 30, Second);

    /// <summary>Fees, leverage and modes.</summary>
    public RateBudget Settings { get; } = new("settings", clock, 10, Second);
}
