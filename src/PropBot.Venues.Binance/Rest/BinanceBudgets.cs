using System.Net.Http.Headers;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// The venue's limits: weight per address and minute, new orders per account in 10 s and in a minute. Source: rateLimits of
/// <c>GET /fapi/v1/exchangeInfo</c> and General Info, LIMITS, read 2026-11-22.
/// </summary>
internal sealed class BinanceBudgets(VenueClock clock)
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(30);

    private readonly RateBudget _weight = new("request weight", clock, 2_400, TimeSpan.FromMinutes(1));
    private readonly RateBudget _ordersPer10Seconds = new("orders in 10 s", clock, 300, TimeSpan.FromSeconds(10));
    private readonly RateBudget _ordersPerMinute = new("orders in a minute", clock, 1_200, TimeSpan.FromMinutes(1));

    public IReadOnlyList<RateCharge> Weight(int weight) => weight == 0 ? [] : [new RateCharge(_weight, weight)];

    /// <summary>A new order costs no weight, only its place in the order limits.</summary>
    public IReadOnlyList<RateCharge> NewOrder() => [new RateCharge(_ordersPer10Seconds, 1), new RateCharge(_ordersPerMinute, 1)];

    /// <summary>Believes the venue's own count, which all users of our address share.</summary>
    public void Observe(RestAnswer.Received answer)
    {
        Observe(answer.Headers, "X-MBX-USED-WEIGHT-1M", _weight);
        Observe(answer.Headers, "X-MBX-ORDER-COUNT-10S", _ordersPer10Seconds);
        Observe(answer.Headers, "X-MBX-ORDER-COUNT-1M", _ordersPerMinute);
        if (answer.Status is 429 or 418)
        {
            Close(answer);
        }
    }

    private static void Observe(HttpResponseHeaders headers, string name, RateBudget budget)
    {
        if (headers.TryGetValues(name, out IEnumerable<string>? values) && int.TryParse(values.FirstOrDefault(), out int used))
        {
            budget.ObserveUsed(used);
        }
    }

    /// <summary>429 is a warning, 418 a ban that grows with every further request.</summary>
    private void Close(RestAnswer.Received answer)
    {
        TimeSpan pause = answer.Headers.RetryAfter?.Delta ?? DefaultPause;
        foreach (RateBudget budget in new[] { _weight, _ordersPer10Seconds, _ordersPerMinute })
        {
            if (answer.Status == 418)
            {
                budget.BanFor(pause);
            }
            else
            {
                budget.CloseFor(pause);
            }
        }
    }
}
