using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// Whether the account pays its fees in BNB (rule I10). Read with the modes and told with every statement; never changed by us, and no reason
/// to keep the venue down: what reduces risk goes on, also while the question has no answer.
/// </summary>
internal sealed class BinanceFeeCoin(BinanceRest rest, VenueClock clock)
{
    /// <summary>An answer counts for so long, real time: longer than some questions in a row without one.</summary>
    public static readonly TimeSpan AnswerLasts = TimeSpan.FromHours(1);

    private static readonly Asset Discount = new("BNB");

    private volatile Answer? _last;
    private volatile bool _isAnswered;

    /// <summary>As last read; null while fees are taken in the settle coin, and before the first answer.</summary>
    public Asset? Coin => _last is { IsOn: true } ? Discount : null;

    /// <summary>Nobody knows: never answered, or the last answer, the settle coin, is older than <see cref="AnswerLasts"/>.</summary>
    public bool IsUnknown => _last is not { } last || (!last.IsOn && clock.Elapsed - last.Elapsed > AnswerLasts);

    /// <summary>The last question had an answer.</summary>
    public bool IsAnswered => _isAnswered;

    /// <returns>Why there was no answer, and then the last one stays; null when there was one.</returns>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        BinanceReply<BinanceFeeBurn> reply = await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/feeBurn", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(30), BinanceJson.Default.BinanceFeeBurn,
            cancellationToken);
        _isAnswered = reply is BinanceReply<BinanceFeeBurn>.Ok;
        if (reply is not BinanceReply<BinanceFeeBurn>.Ok { Value: var told })
        {
            return reply.Failure;
        }

        _last = new Answer(told.FeeBurn, clock.Elapsed);
        return null;
    }

    private sealed record Answer(bool IsOn, TimeSpan Elapsed);
}
