namespace PropBot.Simulator.Okx;

/// <summary>What a limit is counted by.</summary>
internal enum OkxLimitScope
{
    Address,
    AddressAndInstrument,
    AddressAndType,
    User,
    UserAndInstrument,
    UserAndType,
}

/// <summary>How often something may be asked within <paramref name="Window"/>, real time.</summary>
/// <param name="Single">Of a batch: its orders are counted, and one alone counts as a request to this path.</param>
internal sealed record OkxLimit(int Count, TimeSpan Window, OkxLimitScope Scope, string? Single = null)
{
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The limits of what is served, by method and path. Source: OKX API v5 guide, "Rate Limit" and "Rate limit rule" of each endpoint, in the
    /// edition of July 2026, read 2026-11-22.
    /// </summary>
    private static readonly Dictionary<(string Method, string Path), OkxLimit> Published = new()
    {
        [("GET", "/api/v5/public/time")] = new(10, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/public/instruments")] = new(20, TwoSeconds, OkxLimitScope.AddressAndType),
        [("GET", "/api/v5/public/funding-rate")] = new(10, TwoSeconds, OkxLimitScope.AddressAndInstrument),
        [("GET", "/api/v5/public/funding-rate-history")] = new(10, TwoSeconds, OkxLimitScope.AddressAndInstrument),
        [("GET", "/api/v5/public/mark-price")] = new(10, TwoSeconds, OkxLimitScope.AddressAndInstrument),
        [("GET", "/api/v5/public/price-limit")] = new(20, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/public/position-tiers")] = new(10, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/books")] = new(40, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/ticker")] = new(20, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/tickers")] = new(20, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/index-tickers")] = new(20, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/trades")] = new(100, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/candles")] = new(40, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/market/history-candles")] = new(20, TwoSeconds, OkxLimitScope.Address),
        [("GET", "/api/v5/asset/currencies")] = new(6, Second, OkxLimitScope.User),
        [("GET", "/api/v5/account/instruments")] = new(20, TwoSeconds, OkxLimitScope.UserAndType),
        [("GET", "/api/v5/account/balance")] = new(10, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/account/positions")] = new(10, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/account/config")] = new(5, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/account/trade-fee")] = new(5, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/account/bills")] = new(5, Second, OkxLimitScope.User),
        [("GET", "/api/v5/account/bills-archive")] = new(5, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/account/leverage-info")] = new(20, TwoSeconds, OkxLimitScope.User),
        [("POST", "/api/v5/account/set-leverage")] = new(20, TwoSeconds, OkxLimitScope.User),
        [("POST", "/api/v5/account/set-position-mode")] = new(5, TwoSeconds, OkxLimitScope.User),
        [("POST", "/api/v5/account/position/margin-balance")] = new(20, TwoSeconds, OkxLimitScope.User),
        [("POST", "/api/v5/trade/order")] = new(60, TwoSeconds, OkxLimitScope.UserAndInstrument),
        [("POST", "/api/v5/trade/cancel-order")] = new(60, TwoSeconds, OkxLimitScope.UserAndInstrument),
        [("POST", "/api/v5/trade/amend-order")] = new(60, TwoSeconds, OkxLimitScope.UserAndInstrument),
        [("POST", "/api/v5/trade/batch-orders")] = new(300, TwoSeconds, OkxLimitScope.UserAndInstrument, "/api/v5/trade/order"),
        [("POST", "/api/v5/trade/cancel-batch-orders")] = new(300, TwoSeconds, OkxLimitScope.UserAndInstrument, "/api/v5/trade/cancel-order"),
        [("POST", "/api/v5/trade/amend-batch-orders")] = new(300, TwoSeconds, OkxLimitScope.UserAndInstrument, "/api/v5/trade/amend-order"),
        [("GET", "/api/v5/trade/order")] = new(60, TwoSeconds, OkxLimitScope.UserAndInstrument),
        [("GET", "/api/v5/trade/orders-pending")] = new(60, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/trade/orders-history")] = new(40, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/trade/orders-history-archive")] = new(20, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/trade/fills")] = new(60, TwoSeconds, OkxLimitScope.User),
        [("GET", "/api/v5/trade/fills-history")] = new(10, TwoSeconds, OkxLimitScope.User),
    };

    public static OkxLimit Of(string method, string path) =>
        Published.TryGetValue((method, path), out OkxLimit? limit) ? limit : throw new InvalidOperationException($"{method} {path} has no limit");
}
