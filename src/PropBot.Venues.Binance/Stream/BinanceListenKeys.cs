using PropBot.Venues.Binance.Rest;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// The user stream's key: made by POST, valid for 60 minutes, renewed by PUT. Source: developers.binance.com, USD-M futures, User
/// Data Streams, read 2026-11-22.
/// </summary>
internal sealed class BinanceListenKeys(BinanceRest rest, VenueClock clock)
{
    private const string Path = "/fapi/v1/listenKey";

    /// <summary>Half of the validity, by whichever of the two clocks is faster: a simulated venue's key ages in market time.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <exception cref="InvalidOperationException">The venue gave none.</exception>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        BinanceReply<BinanceListenKey> reply = await rest.SendKeyedAsync(
            HttpMethod.Post, Path, RequestLane.Reconcile, BinanceJson.Default.BinanceListenKey, cancellationToken);
        return reply is BinanceReply<BinanceListenKey>.Ok { Value.ListenKey: { Length: > 0 } key }
            ? key
            : throw new InvalidOperationException($"no listen key: {reply.Failure}");
    }

    /// <summary>Renews until cancelled.</summary>
    /// <exception cref="InvalidOperationException">The venue no longer knows the key: the connection has to be made anew.</exception>
    public async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset renewedAt = clock.MarketNow;
        TimeSpan renewedElapsed = clock.Elapsed;
        while (true)
        {
            await Task.Delay(LookEvery, clock.Time, cancellationToken);
            if (clock.MarketNow - renewedAt < RenewAfter && clock.Elapsed - renewedElapsed < RenewAfter)
            {
                continue;
            }

            BinanceReply<BinanceRenewal> reply = await rest.SendKeyedAsync(
                HttpMethod.Put, Path, RequestLane.Reconcile, BinanceJson.Default.BinanceRenewal, cancellationToken);
            if (reply is BinanceReply<BinanceRenewal>.Refused refused && refused.Has(BinanceErrors.InvalidListenKey))
            {
                throw new InvalidOperationException($"the listen key is no longer known: {reply.Failure}");
            }

            // Any other failure is tried again at the next look; half of the validity is left for that.
            if (reply is BinanceReply<BinanceRenewal>.Ok)
            {
                renewedAt = clock.MarketNow;
                renewedElapsed = clock.Elapsed;
            }
        }
    }
}
