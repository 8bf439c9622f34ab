using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// The venue's limits of the endpoints used here, each per two seconds and user or address. Source: OKX API v5, the Rate Limit line
/// of each endpoint, read 2026-11-22. Cancels have a limit of their own, so that placing never blocks them.
/// </summary>
internal sealed class OkxBudgets(VenueClock clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    /// <summary>60 per instrument; one bucket for all of them is on the safe side.</summary>
    public RateBudget Place { get; } = new("place", clock, 60, Window);

    public RateBudget Cancel { get; } = new("cancel", clock, 60, Window);

    public RateBudget Orders { get; } = new("orders", clock, 60, Window);

    public RateBudget Fills { get; } = new("fills", clock, 60, Window);

    public RateBudget Balance { get; } = new("balance", clock, 10, Window);

    public RateBudget Positions { get; } = new("positions", clock, 10, Window);

    /// <summary>5 per second.</summary>
    public RateBudget Bills { get; } = new("bills", clock, 10, Window);

    public RateBudget Leverage { get; } = new("leverage", clock, 20, Window);

    /// <summary>Account configuration and fees: 5 each.</summary>
    public RateBudget Settings { get; } = new("settings", clock, 5, Window);

    public RateBudget Public { get; } = new("public", clock, 20, Window);
}
