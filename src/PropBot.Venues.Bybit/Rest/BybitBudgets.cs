using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// The venue's limits of the endpoints used here, each its own, per second and user, and the one of the address (rules L1 to L4 in
/// docs/venues/bybit-linear.md). Source: Bybit API v5, Rate Limit Rules, default of a unified account, read 2026-11-22.
/// </summary>
internal sealed class BybitBudgets(VenueClock clock)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>600 requests in 5 seconds, all endpoints.</summary>
    public RateBudget Address { get; } = new("address", clock, 600, TimeSpan.FromSeconds(5));

    public RateBudget Place { get; } = new("place", clock, 10, Second);

    public RateBudget Amend { get; } = new("amend", clock, 10, Second);

    public RateBudget Cancel { get; } = new("cancel", clock, 10, Second);

    public RateBudget CancelAll { get; } = new("cancel all", clock, 10, Second);

    public RateBudget OpenOrders { get; } = new("order/realtime", clock, 50, Second);

    public RateBudget OrderHistory { get; } = new("order/history", clock, 50, Second);

    public RateBudget Fills { get; } = new("execution/list", clock, 50, Second);

    public RateBudget Wallet { get; } = new("wallet-balance", clock, 50, Second);

    public RateBudget Positions { get; } = new("position/list", clock, 50, Second);

    public RateBudget AccountInfo { get; } = new("account/info", clock, 50, Second);

    public RateBudget KeyInfo { get; } = new("query-api", clock, 10, Second);

    public RateBudget Log { get; } = new("transaction-log", clock, 25, Second);

    public RateBudget FeeRate { get; } = new("fee-rate", clock, 5, Second);

    public RateBudget MarginMode { get; } = new("set-margin-mode", clock, 5, Second);

    public RateBudget PositionMode { get; } = new("switch-mode", clock, 10, Second);

    public RateBudget Leverage { get; } = new("set-leverage", clock, 10, Second);

    public RateBudget AutoAddMargin { get; } = new("set-auto-add-margin", clock, 10, Second);
}
