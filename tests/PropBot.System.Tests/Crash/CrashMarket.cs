using System.Globalization;

namespace PropBot.SystemTests.Crash;

/// <summary>The market of a campaign: many dislocations, and venues at which every kind of loss and delay happens now and then.</summary>
internal static class CrashMarket
{
    /// <summary>Longer than any campaign, market seconds.</summary>
    private const int Always = 10_000_000;

    /// <summary>Requests that place an order, in the order of the venues.</summary>
    public static readonly IReadOnlyList<string> Placing = ["POST /fapi/v1/order", "POST /api/v5/trade/order", "POST /v5/order/create"];

    private static readonly string[] Venues = ["binance_um", "okx_perp", "bybit_linear"];

    // Two, so that a start every few seconds stays within what Binance lets one address ask in a minute.
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT"];

    public static string Config(int seed) =>
        $$"""
        profile: paper
        derivatives:
          venues:
        {{string.Join('\n', Venues.Select(venue => $"    - {{id: {venue}, symbols: [{string.Join(", ", Symbols)}]}}"))}}
          arbitrage: {warm_up_sec: 2, max_holding_min: 1}
        # The drill's losses are no day's result: it shall not be held for them.
        risk: {max_daily_loss_usdt: 1000000, strategy: {daily_loss_usdt: 0, max_consecutive_failures: 0} }
        paper: {dislocation_interval_sec: 2, seed: {{seed}}}
        """;

    /// <summary>A plan for <c>propbot sim --faults</c>; docs/simulator.md tells the kinds.</summary>
    public static string Faults(int seed)
    {
        string[] asking = ["GET /fapi/v1/order", "GET /api/v5/trade/order", "GET /v5/order/"];
        IEnumerable<string> rules =
        [
            .. Venues.SelectMany((venue, i) => new[]
            {
                OnRequests(venue, "timeout_after_acceptance", Placing[i], 0.03),
                OnRequests(venue, "timeout_before_acceptance", Placing[i], 0.02),
                OnRequests(venue, "ack_lost", Placing[i], 0.04),
                OnRequests(venue, "server_error_after_acceptance", Placing[i], 0.03),
                OnRequests(venue, "connection_reset", Placing[i], 0.02),
                OnRequests(venue, "ack_lost", asking[i], 0.05),
            }),
            Anywhere("partial_fill", 0.15, "size: 0.5"),
            Anywhere("order_refused", 0.05),
            Anywhere("fill_after_cancel", 0.3, "size: 0.5, delay_ms: 1500"),
            Anywhere("late_fill", 0.1, "delay_ms: 1500"),
            Anywhere("private_lost", 0.02),
            Anywhere("private_duplicated", 0.05),
            Anywhere("private_reordered", 0.02),

            // Every whole hour, so that a settlement is never more than an hour of the market away.
            .. Venues.SelectMany(venue => Symbols.Select(symbol => $"{{kind: funding_interval_changed, venue: {venue}, instrument: {symbol}, size: 1, duration_s: {Always}}}")),
        ];
        return $"seed: {seed}\nfaults:\n{string.Join('\n', rules.Select(rule => "  - " + rule))}\n";
    }

    private static string OnRequests(string venue, string kind, string match, double probability) =>
        $"{{kind: {kind}, venue: {venue}, match: \"{match}\", probability: {Text(probability)}, duration_s: {Always}}}";

    private static string Anywhere(string kind, double probability, string? more = null) =>
        $"{{kind: {kind}, probability: {Text(probability)}, duration_s: {Always}{(more is null ? "" : ", " + more)}}}";

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
