using System.Text.Json;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Okx;

/// <summary>
/// How often each endpoint may be asked, in real time: public ones per address, private ones per user, orders per user and instrument, and
/// new and amended orders of an account together. Source: OKX API v5 guide, Overview, Rate Limits, read 2026-11-22.
/// </summary>
/// <remarks>
/// The guide does not say whether its windows are fixed or rolling: these roll, the narrower of the two. It lists 50011 twice, with HTTP 429
/// ("Too Many Requests") and with 200 ("Rate limit reached …"), and does not say when which: here the addresses' limits answer the
/// first and the users' the second, so that a client meets both.
/// </remarks>
internal sealed class OkxRateLimits(VenueContext context)
{
    /// <summary>New and amended orders of a sub-account in two seconds, those of a batch one by one; cancels are free.</summary>
    private const int AccountOrders = 1_000;

    private static readonly TimeSpan AccountWindow = TimeSpan.FromSeconds(2);

    private static readonly string[] CountedForAccount =
        ["/api/v5/trade/order", "/api/v5/trade/batch-orders", "/api/v5/trade/amend-order", "/api/v5/trade/amend-batch-orders"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RollingWindow> _windows = [];

    /// <summary>Counts a request; the answer when it is one too many, null when it may go on.</summary>
    /// <param name="who">The user, or the address of who is nobody.</param>
    public OkxReply? Spend(OkxRoute route, OkxRequest request, string who)
    {
        if (!context.HasRateLimits)
        {
            return null;
        }

        lock (_gate)
        {
            List<Charge> charges = [.. ChargesOf(route, request, who)];
            if (route.Method == "POST" && CountedForAccount.Contains(route.Path))
            {
                RollingWindow account = WindowOf($"orders {who}", AccountOrders, AccountWindow);
                charges.Add(new Charge(account, charges.Sum(charge => charge.Count), OkxReply.Refused(OkxErrors.AccountOrdersTooFrequent)));
            }

            if (charges.Find(charge => charge.Window.Left() < charge.Count) is { } exceeded)
            {
                return exceeded.Refusal;
            }

            charges.ForEach(charge => charge.Window.TrySpend(charge.Count));
            return null;
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _windows.Clear();
        }
    }

    private IEnumerable<Charge> ChargesOf(OkxRoute route, OkxRequest request, string who)
    {
        OkxLimit limit = route.Limit;
        OkxReply refusal = route.IsPrivate ? OkxReply.Refused(OkxErrors.RateLimitReached) : OkxReply.Refused(OkxErrors.TooFrequent, 429);
        if (limit.Single is null || request.Body.ValueKind != JsonValueKind.Array)
        {
            string? what = limit.Scope switch
            {
                OkxLimitScope.AddressAndInstrument or OkxLimitScope.UserAndInstrument => request["instId"] ?? OkxRequest.Field(request.Body, "instId"),
                OkxLimitScope.AddressAndType or OkxLimitScope.UserAndType => request["instType"],
                _ => null,
            };
            return [new Charge(WindowOf($"{route.Method} {route.Path} {who} {what}", limit.Count, limit.Window), 1, refusal)];
        }

        (string path, OkxLimit each) = request.Body.GetArrayLength() == 1 ? (limit.Single, OkxLimit.Of(route.Method, limit.Single)) : (route.Path, limit);
        return request.Body.EnumerateArray()
            .GroupBy(order => OkxRequest.Field(order, "instId"))
            .Select(orders => new Charge(WindowOf($"{route.Method} {path} {who} {orders.Key}", each.Count, each.Window), orders.Count(), refusal));
    }

    private RollingWindow WindowOf(string key, int limit, TimeSpan length)
    {
        if (!_windows.TryGetValue(key, out RollingWindow? window))
        {
            window = new RollingWindow(context.Clock, limit, length);
            _windows.Add(key, window);
        }

        return window;
    }

    private sealed record Charge(RollingWindow Window, int Count, OkxReply Refusal);
}
