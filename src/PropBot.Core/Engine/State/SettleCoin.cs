using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the venues say that one settle coin is worth, and whether it has left its peg (ADR 0027).</summary>
internal sealed class SettleCoin(Asset coin, TimeSpan sinceElapsed)
{
    /// <summary>US dollars.</summary>
    public const decimal Par = 1m;

    /// <summary>Opening goes on when the coin is back within this share of the limit, so that a price at the limit does not let it flutter.</summary>
    public const decimal ReleaseShare = 0.5m;

    /// <summary>Venues beyond that are not asked.</summary>
    private const int MostVenues = 16;

    private readonly SortedDictionary<VenueId, (CoinPrice Price, TimeSpan Elapsed)> _told = [];

    public Asset Coin => coin;

    /// <summary>The latest word of every venue that has told one, however old.</summary>
    public IReadOnlyDictionary<VenueId, (CoinPrice Price, TimeSpan Elapsed)> Told => _told;

    /// <summary>US dollars, by what was fresh at the last look; null before the first, and while nothing is.</summary>
    public decimal? Price { get; private set; }

    /// <summary>From par, without sign; null without a price.</summary>
    public decimal? DeviationBps => Price is { } price ? PriceConsensus.DeviationBps(price, Par) : null;

    /// <summary>It was beyond the limit and has not come back within the share of it since.</summary>
    public bool IsOffPeg { get; private set; }

    /// <summary>How far it was when it was last known: what a refusal shows.</summary>
    public decimal LastDeviationBps { get; private set; }

    /// <summary>When any venue last told it, elapsed time; null before.</summary>
    public TimeSpan? NewestElapsed { get; private set; }

    /// <summary>Since when it is not known: since the last word, or since it is traded at all.</summary>
    public TimeSpan UnknownSinceElapsed => NewestElapsed ?? sinceElapsed;

    public void Tell(VenueId venue, CoinPrice price, TimeSpan elapsed)
    {
        _told[venue] = (price, elapsed);
        NewestElapsed = elapsed;
    }

    /// <summary>Works it out anew from what is still fresh. What is not known is neither on its peg nor off it: the latch stays as it is.</summary>
    public void Look(TimeSpan elapsed, RiskOptions limits)
    {
        Span<decimal> fresh = stackalloc decimal[MostVenues];
        int count = 0;
        foreach ((CoinPrice price, TimeSpan toldElapsed) in _told.Values)
        {
            if (elapsed - toldElapsed <= limits.SettlePriceStaleAfter && count < MostVenues)
            {
                fresh[count++] = price.Price.Value;
            }
        }

        Price = PriceConsensus.WorseMedian(fresh[..count], Par);
        if (DeviationBps is { } deviation)
        {
            LastDeviationBps = deviation;
            IsOffPeg = deviation > (IsOffPeg ? limits.MaxSettleDepegBps * ReleaseShare : limits.MaxSettleDepegBps);
        }
    }
}
