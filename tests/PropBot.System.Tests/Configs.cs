namespace PropBot.SystemTests;

/// <summary>Configuration files of the tests.</summary>
internal static class Configs
{
    /// <summary>The paper profile with three venues and symbols and these lines in its <c>paper</c> section.</summary>
    public static string Paper(params string[] paperLines) =>
        $$"""
        profile: paper
        derivatives:
          venues:
            - {id: binance_um, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
            - {id: okx_perp, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
            - {id: bybit_linear, symbols: [BTCUSDT, ETHUSDT, SOLUSDT]}
          arbitrage: {warm_up_sec: 2, max_holding_min: 1}
        paper:
        {{string.Join('\n', paperLines.Select(l => "  " + l))}}
        """;
}
