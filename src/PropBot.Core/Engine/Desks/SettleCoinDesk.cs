using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Engine.State;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Margin and profit of every contract are counted in its settle coin: one that leaves its peg takes the same part of everything we have there.
/// The venues are asked what it is worth; off its peg, or unknown for too long, nothing opens that settles in it. What reduces risk goes on (ADR 0027).
/// </summary>
internal sealed class SettleCoinDesk(EngineState state)
{
    private readonly HashSet<(RiskRule Rule, Asset Coin)> _told = [];

    public void Poll()
    {
        if (state.Options.Risk.MaxSettleDepegBps == 0m)
        {
            return;
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            bool isDue = !state.SettleCoins.AskedElapsed.TryGetValue(venue.Venue, out TimeSpan asked) || state.Elapsed - asked >= state.Options.CoinPollInterval;
            if (isDue)
            {
                Ask(venue);
            }
        }

        foreach (SettleCoin coin in state.SettleCoins.All)
        {
            coin.Look(state.Elapsed, state.Options.Risk);
            Tell(coin);
        }
    }

    public void Ask(VenueState venue)
    {
        if (state.Options.Risk.MaxSettleDepegBps == 0m || venue.Link != VenueLink.Up)
        {
            return;
        }

        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            state.SettleCoins.Add(instrument.Instrument.SettleAsset, state.Elapsed);
        }

        if (state.SettleCoins.All.Count > 0)
        {
            state.SettleCoins.AskedElapsed[venue.Venue] = state.Elapsed;
            state.SettleCoins.QuestionTo(venue.Venue).Ask(state.Sequence, state.Elapsed);
            state.Effects.Add(new QueryCoinPrices(venue.Venue, [.. state.SettleCoins.All.Select(c => c.Coin)]) { Question = state.Sequence });
        }
    }

    public void OnReported(CoinPricesReported told)
    {
        if (!state.SettleCoins.QuestionTo(told.Venue).Hears(told.Question, state.Sequence))
        {
            return;
        }

        state.SettleCoins.Failures.Remove(told.Venue);
        foreach (CoinPrice price in told.Prices)
        {
            if (state.SettleCoins.Find(price.Coin) is { } coin)
            {
                coin.Tell(told.Venue, price, state.Elapsed);
                coin.Look(state.Elapsed, state.Options.Risk);
                Tell(coin);
            }
        }
    }

    public void OnFailed(CoinPricesQueryFailed failed)
    {
        if (state.SettleCoins.QuestionTo(failed.Venue).Fails(failed.Question))
        {
            state.SettleCoins.Failures[failed.Venue] = failed.Reason;
        }
    }

    /// <summary>Runs with every heartbeat: only a change is put in words.</summary>
    private void Tell(SettleCoin coin)
    {
        if (IsChange(RiskRule.SettleDepeg, coin, coin.IsOffPeg))
        {
            TellPeg(coin);
        }

        bool isUnknown = state.Elapsed - coin.UnknownSinceElapsed > state.Options.Risk.SettlePriceStaleAfter;
        if (IsChange(RiskRule.SettlePriceStale, coin, isUnknown))
        {
            TellKnown(coin, isUnknown);
        }
    }

    /// <returns>True once, when it begins or ends: from then on it counts as told.</returns>
    private bool IsChange(RiskRule rule, SettleCoin coin, bool isOn) => isOn ? _told.Add((rule, coin.Coin)) : _told.Remove((rule, coin.Coin));

    private void TellPeg(SettleCoin coin)
    {
        (string english, string russian) = SettleCoinText.Of(coin, state);
        string release = WireNumber.Format(state.Options.Risk.MaxSettleDepegBps * SettleCoin.ReleaseShare);
        if (coin.IsOffPeg)
        {
            state.Alert(AlertSeverity.Critical, RiskRule.SettleDepeg.Code(),
                $"{english}. Nothing opens that settles in {coin.Coin} until it is within {release} bps; hedges and closes go on. Decide whether to take everything off.",
                $"{russian}. Новые пары в {coin.Coin} не открываются, пока отклонение не станет меньше {release} б.п.; хеджи и закрытия идут. Решите, не закрыть ли всё.");
        }
        else
        {
            state.Alert(AlertSeverity.Info, $"{RiskRule.SettleDepeg.Code()}_resolved", $"{english}: back at its peg.", $"{russian}: снова у паритета.");
        }
    }

    private void TellKnown(SettleCoin coin, bool isUnknown)
    {
        (string english, string russian) = SettleCoinText.Of(coin, state);
        if (isUnknown)
        {
            state.Alert(AlertSeverity.Warning, RiskRule.SettlePriceStale.Code(),
                $"{english}. Nothing opens that settles in {coin.Coin} until a venue tells its price; hedges and closes go on. Look at the venues' connection.",
                $"{russian}. Новые пары в {coin.Coin} не открываются, пока биржа не сообщит его цену; хеджи и закрытия идут. Проверьте связь с биржами.");
        }
        else
        {
            state.Alert(AlertSeverity.Info, $"{RiskRule.SettlePriceStale.Code()}_resolved", $"{english}: its price is told again.", $"{russian}: цена снова известна.");
        }
    }
}
