using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>The coins that our contracts settle in.</summary>
internal sealed class SettleCoins
{
    private readonly SortedDictionary<string, SettleCoin> _coins = new(StringComparer.Ordinal);
    private readonly SortedDictionary<VenueId, OpenQuestion> _questions = [];

    public IReadOnlyCollection<SettleCoin> All => _coins.Values;

    /// <summary>When each venue was last asked, elapsed time.</summary>
    public SortedDictionary<VenueId, TimeSpan> AskedElapsed { get; } = [];

    /// <summary>Why a venue's last question got no answer; empty when it got one.</summary>
    public SortedDictionary<VenueId, string> Failures { get; } = [];

    public OpenQuestion QuestionTo(VenueId venue)
    {
        if (!_questions.TryGetValue(venue, out OpenQuestion? question))
        {
            question = new OpenQuestion();
            _questions.Add(venue, question);
        }

        return question;
    }

    public SettleCoin? Find(Asset coin) => _coins.GetValueOrDefault(coin.Code);

    public void Add(Asset coin, TimeSpan elapsed)
    {
        if (!_coins.ContainsKey(coin.Code))
        {
            _coins.Add(coin.Code, new SettleCoin(coin, elapsed));
        }
    }

    /// <summary>Why nothing may be opened that settles in the coin; null when something may. A coin that nobody has told the price of has no grace.</summary>
    public RiskRefusal? Forbids(Asset settle, TimeSpan elapsed, RiskOptions limits)
    {
        if (limits.MaxSettleDepegBps == 0m)
        {
            return null;
        }

        SettleCoin? coin = Find(settle);
        if (coin is { IsOffPeg: true })
        {
            return new RiskRefusal(RiskRule.SettleDepeg, limits.MaxSettleDepegBps, coin.LastDeviationBps);
        }

        TimeSpan grace = coin?.NewestElapsed is null ? TimeSpan.Zero : limits.SettlePriceStaleAfter;
        TimeSpan unknown = elapsed - (coin?.UnknownSinceElapsed ?? TimeSpan.Zero);
        return coin?.NewestElapsed is null || unknown > grace
            ? new RiskRefusal(RiskRule.SettlePriceStale, (decimal)grace.TotalSeconds, (decimal)unknown.TotalSeconds)
            : null;
    }
}
