using Microsoft.AspNetCore.Http;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// What a request must pass before its handler: weight, API key, time, signature, order count. Source: developers.binance.com,
/// USDⓈ-M Futures, General Info, read 2026-11-22.
/// </summary>
internal sealed class BinanceGate(VenueContext context)
{
    private const int DefaultReceiveWindow = 5_000;
    private const int LongestReceiveWindow = 60_000;
    private const int MostAhead = 1_000;

    private readonly BinanceRateLimits _limits = new(context.Clock, context.HasRateLimits);

    /// <returns>Why the request goes no further; null when it may.</returns>
    public BinanceError? Admit(HttpContext http, BinanceRequest request, BinanceRoute route, out SimulatedAccountOptions? signer)
    {
        signer = null;
        if (_limits.Spend(http, route.Weight(request.Parameters)) is { } tooMany)
        {
            return tooMany;
        }

        if (route.Security == BinanceSecurity.None)
        {
            return null;
        }

        if (string.IsNullOrEmpty(request.ApiKey))
        {
            return BinanceError.BadKeyFormat;
        }

        signer = context.Accounts.Find(request.ApiKey);
        if (signer is null)
        {
            return BinanceError.BadKey;
        }

        return route.Security == BinanceSecurity.Key ? null
            : CheckSignature(request, signer)
            ?? (HttpMethods.IsGet(request.Method) || context.Accounts.MayTrade ? null : BinanceError.BadKey)
            ?? (route.Security == BinanceSecurity.Order ? _limits.SpendOrder(http, signer.ApiKey) : null);
    }

    public void ForgetRequests() => _limits.Forget();

    private BinanceError? CheckSignature(BinanceRequest request, SimulatedAccountOptions signer)
    {
        request.Parameters.MandatoryText("signature");
        request.Parameters.MandatoryText("timestamp");
        long timestamp = request.Parameters.Number("timestamp") ?? 0;
        long window = request.Parameters.Number("recvWindow") ?? DefaultReceiveWindow;
        if (request.Parameters.Error is { } error)
        {
            return error;
        }

        if (window > LongestReceiveWindow)
        {
            return BinanceError.ReceiveWindowTooLong;
        }

        return CheckTime(timestamp, window) ?? (request.IsSignedWith(signer.ApiSecret) ? null : BinanceError.BadSignature);
    }

    /// <summary>The windows are the network's, so they are real time: a market that runs faster passes more of its own in them.</summary>
    private BinanceError? CheckTime(long timestamp, long window)
    {
        double scale = Math.Max(1, context.Clock.Speed);
        double age = context.Clock.GetUtcNow().ToUnixTimeMilliseconds() - (double)timestamp;
        return age <= -MostAhead * scale ? BinanceError.TooEarly
            : age > window * scale ? BinanceError.OutsideReceiveWindow
            : null;
    }
}
