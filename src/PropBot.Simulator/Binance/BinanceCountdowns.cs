using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// <c>countdownCancelAll</c>: unless the client calls again in time, all its orders of the symbol are cancelled. Source: developers.binance.com,
/// USDⓈ-M Futures, Auto-Cancel All Open Orders, read 2026-11-22. It guards against a lost network, so it counts real time. Used on the loop only;
/// a restarted simulator knows none, like listen keys.
/// </summary>
internal sealed class BinanceCountdowns(VenueContext context, BinanceInstruments instruments)
{
    private readonly Dictionary<(string Account, Symbol Symbol), (long From, TimeSpan Span)> _running = [];

    public IEnumerable<BinanceRoute> Routes =>
        [new("POST", "/fapi/v1/countdownCancelAll", BinanceSecurity.Signed, 10, StartAsync)];

    /// <summary>Cancels what has run out.</summary>
    public void OnTime()
    {
        if (_running.Count == 0)
        {
            return;
        }

        foreach (((string Account, Symbol Symbol) key, (long from, TimeSpan span)) in _running.ToList())
        {
            if (context.Clock.GetElapsedTime(from) >= span)
            {
                _running.Remove(key);
                _ = CancelAsync(key.Account, key.Symbol);
            }
        }
    }

    private async Task<BinanceReply> StartAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        call.Parameters.MandatoryText("countdownTime");
        long milliseconds = call.Parameters.Number("countdownTime") ?? 0;
        if (call.Parameters.Error is null && milliseconds > int.MaxValue)
        {
            call.Parameters.Fail(BinanceError.InvalidValue("countdownTime"));
        }

        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((_, _) =>
        {
            (string Account, Symbol Symbol) key = (call.Account, setup!.Instrument.Id.Symbol);
            _running.Remove(key);
            if (milliseconds > 0)
            {
                _running.Add(key, (context.Clock.GetTimestamp(), TimeSpan.FromMilliseconds(milliseconds)));
            }

            return BinanceReply.Object(json =>
            {
                json.WriteString("symbol", setup.Instrument.NativeSymbol);
                json.WriteString("countdownTime", WireNumber.Format(milliseconds));
            });
        });
    }

    /// <summary>As work of its own, so that it is stored and told like a client's request.</summary>
    private async Task CancelAsync(string account, Symbol symbol)
    {
        try
        {
            await context.TradeAsync((venue, now) => venue.CancelAll(account, symbol, now));
        }
        catch (SimulatorStoppedException)
        {
            // Then there is no venue left to cancel at.
        }
    }
}
