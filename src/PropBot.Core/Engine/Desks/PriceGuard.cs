using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Whether a plan's prices may be believed and would be taken: the venue's own bounds, what the venues agree on, the venue's own mark, what its
/// book last agreed on, and the orders of our own account that it would match.
/// </summary>
internal sealed class PriceGuard(EngineState state)
{
    public RiskRefusal? Forbids(PairPlan plan, InstrumentState l, InstrumentState s) =>
        BandForbids(l, Side.Buy, plan.LongLimit) ?? BandForbids(s, Side.Sell, plan.ShortLimit)
        ?? (state.Options.Risk.ChecksEnabled ? OutlierForbids(l, plan.LongLimit) ?? OutlierForbids(s, plan.ShortLimit) : null)
        ?? SelfTradeForbids(l, Side.Buy, plan.LongLimit) ?? SelfTradeForbids(s, Side.Sell, plan.ShortLimit);

    private RiskRefusal? BandForbids(InstrumentState instrument, Side side, Price limit) =>
        instrument.CorridorAt(state.Elapsed).Beyond(side, limit) is { } bound
            ? On(instrument, new RiskRefusal(RiskRule.PriceBand, bound, limit.Value))
            : null;

    private RiskRefusal? OutlierForbids(InstrumentState instrument, Price limit)
    {
        decimal most = state.Options.Risk.MaxPriceDeviationBps;
        decimal furthest = Math.Max(
            DeviationBps(limit, AgreedPrice.Of(state, instrument.Instrument.Id.Symbol)),
            Math.Max(DeviationBps(limit, instrument.FreshMark(state.Elapsed)), DeviationBps(limit, instrument.LastGood.Price)));
        return furthest > most ? On(instrument, new RiskRefusal(RiskRule.PriceOutlier, most, furthest)) : null;
    }

    private static decimal DeviationBps(Price price, decimal? from) => from is { } known ? PriceConsensus.DeviationBps(price.Value, known) : 0m;

    /// <summary>An order of our account that rests on the other side and would be matched, ours or somebody's else.</summary>
    private RiskRefusal? SelfTradeForbids(InstrumentState instrument, Side side, Price limit)
    {
        InstrumentId id = instrument.Instrument.Id;
        foreach (PairState pair in state.Pairs)
        {
            foreach (TrackedOrder order in pair.Orders)
            {
                if (order.Rests && !order.IsSettled && order.Intent.Instrument == id && Crosses(side, limit, order.Intent.Side, order.Intent.LimitPrice))
                {
                    return On(instrument, new RiskRefusal(RiskRule.SelfTrade, order.Intent.LimitPrice?.Value ?? 0m, limit.Value));
                }
            }
        }

        IReadOnlyList<OrderReport>? listed = state.Venues[id.Venue].OpenOrders;
        for (int i = 0; i < (listed?.Count ?? 0); i++)
        {
            OrderReport other = listed![i];
            // Our own are known better than by the list.
            if (other.Instrument == id && !state.Orders.ContainsKey(other.ClientOrderId) && Crosses(side, limit, other.Side, other.LimitPrice))
            {
                return On(instrument, new RiskRefusal(RiskRule.SelfTrade, other.LimitPrice?.Value ?? 0m, limit.Value));
            }
        }

        return null;
    }

    /// <summary>What the venue's message does not say counts at its worst.</summary>
    public static bool Crosses(Side side, Price? limit, Side? restingSide, Price? resting)
    {
        if (restingSide == side)
        {
            return false;
        }

        return limit is not { } ours || resting is not { } theirs || (side == Side.Buy ? ours >= theirs : ours <= theirs);
    }

    private static RiskRefusal On(InstrumentState instrument, RiskRefusal refusal) =>
        refusal with { Venue = instrument.Instrument.Id.Venue, Symbol = instrument.Instrument.Id.Symbol };
}
