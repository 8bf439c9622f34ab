using System.Globalization;
using System.Text;

namespace PropBot.Replay.Tests.Backtest;

/// <summary>Recordings of two venues with a gap that opens and closes.</summary>
internal static class Markets
{
    /// <summary>A quiet day of five-minute bars in which bybit falls behind for half an hour at noon.</summary>
    public static void WriteDislocatedDay(ScratchDirectory scratch)
    {
        scratch.Write("day/binance_BTCUSDT_5m.csv", Bars(_ => 1m));
        scratch.Write("day/bybit_BTCUSDT_5m.csv", Bars(bar => bar is >= 144 and < 150 ? 0.994m : 1m));
        scratch.Write("day/binance_BTC_funding.csv", "timestamp,funding_rate\n2025-01-01T08:00:00Z,0.0001\n2025-01-01T16:00:00Z,0.0001\n");
    }

    private static string Bars(Func<int, decimal> scale)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume");
        for (int bar = 0; bar < 288; bar++)
        {
            decimal open = Price(bar - 1) * scale(bar - 1);
            decimal close = Price(bar) * scale(bar);
            string time = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(5 * bar).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"\n{time},{open},{Math.Max(open, close)},{Math.Min(open, close)},{close},100");
        }

        return text.ToString();
    }

    /// <summary>Up and down by a few basis points.</summary>
    private static decimal Price(int bar) => 95_000m + ((((bar + 1) * 7919) % 1000) * 0.1m);
}
