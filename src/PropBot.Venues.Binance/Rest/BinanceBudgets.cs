using System.Net.Http.Headers;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// The venue's limits: weight per address and minute, new and amended orders per account in 10 s and in a minute, questions for
/// funding per address and 5 minutes. Source: rateLimits of <c>GET /fapi/v1/exchangeInfo</c>, General Info, LIMITS, and Get Funding
/// Rate Info, read 2026-11-22 (rules L1 to L5).
/// </summary>
internal sealed class BinanceBudgets(VenueClock clock, AccessWatch access)
{
    /// <summary>Where the venue does not say how long.</summary>
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(30);

    /// <summary>Bans last "from 2 minutes to 3 days".</summary>
    private static readonly TimeSpan ShortestBan = TimeSpan.FromMinutes(2);

    private readonly RateBudget _weight = new("request weight", clock, 2_400, TimeSpan.FromMinutes(1));
    private readonly RateBudget _ordersPer10Seconds = new("orders in 10 s", clock, 300, TimeSpan.FromSeconds(10));
    private readonly RateBudget _ordersPerMinute = new("orders in a minute", clock, 1_200, TimeSpan.FromMinutes(1));
    private readonly RateBudget _funding = new("funding questions", clock, 500, TimeSpan.FromMinutes(5));

    public IReadOnlyList<RateCharge> Weight(int weight) => [new RateCharge(_weight, weight)];

    /// <summary>A new or amended order costs no weight, only its place in the order limits.</summary>
    public IReadOnlyList<RateCharge> NewOrder() => [new RateCharge(_ordersPer10Seconds, 1), new RateCharge(_ordersPerMinute, 1)];

    /// <summary>Costs no weight, but has a limit of its own.</summary>
    public IReadOnlyList<RateCharge> FundingQuestion() => [new RateCharge(_funding, 1)];

    /// <summary>Believes the venue's own count, which all users of our address share.</summary>
    /// <param name="code">The body's code; null when it has none.</param>
    public void Observe(RestAnswer.Received answer, int? code)
    {
        Observe(answer.Headers, "X-MBX-USED-WEIGHT-1M", _weight);
        Observe(answer.Headers, "X-MBX-ORDER-COUNT-10S", _ordersPer10Seconds);
        Observe(answer.Headers, "X-MBX-ORDER-COUNT-1M", _ordersPerMinute);
        TimeSpan? told = RetryAfter(answer.Headers);
        switch (answer.Status)
        {
            case 418:
                Ban(told ?? ShortestBan);
                break;
            case 429 when code == BinanceErrors.TooManyOrders:
                // The account's order count, not the address's weight: questions and cancels go on.
                Close(told ?? DefaultPause, "too many orders", _ordersPer10Seconds, _ordersPerMinute);
                break;
            case 429:
                Close(told ?? DefaultPause, "too many requests", _weight, _ordersPer10Seconds, _ordersPerMinute);
                break;
            case 403:
                // The firewall in front of the venue: who goes on is banned.
                Close(told ?? DefaultPause, "refused by the venue's firewall", _weight, _ordersPer10Seconds, _ordersPerMinute, _funding);
                break;
        }
    }

    private static void Observe(HttpResponseHeaders headers, string name, RateBudget budget)
    {
        if (headers.TryGetValues(name, out IEnumerable<string>? values) && int.TryParse(values.FirstOrDefault(), out int used))
        {
            budget.ObserveUsed(used);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        TimeSpan? told = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - clock.MarketNow;
        return told > TimeSpan.Zero ? told : null;
    }

    /// <summary>429 is a warning: hedges and cancels still go.</summary>
    private void Close(TimeSpan pause, string reason, params ReadOnlySpan<RateBudget> budgets)
    {
        foreach (RateBudget budget in budgets)
        {
            budget.CloseFor(pause);
        }

        access.Limited(pause, reason);
    }

    /// <summary>418 is a ban of the address that grows with every further request.</summary>
    private void Ban(TimeSpan pause)
    {
        foreach (RateBudget budget in new[] { _weight, _ordersPer10Seconds, _ordersPerMinute, _funding })
        {
            budget.BanFor(pause);
        }

        access.Banned(pause, "the venue has banned our address for going on after its limit");
    }
}
