using PropBot.Core.Engine.State;
using PropBot.Core.Execution;

namespace PropBot.Core.Engine.Desks;

/// <summary>Chooses the order in which the legs of a new pair are sent.</summary>
internal sealed class EntryPolicy(EngineState state)
{
    private const decimal BpsPerUnit = 10_000m;

    public PairEntry Choose(InstrumentState l, InstrumentState s) => state.Options.Execution.Entry switch
    {
        EntryChoice.Together => PairEntry.Together,
        EntryChoice.HarderFirst => new PairEntry(EntryMode.HarderFirst, Slower(l, s)),
        EntryChoice.Maker => new PairEntry(EntryMode.Maker, BetterMaker(l, s)),
        _ => ByLatency(l, s),
    };

    /// <summary>
    /// Where one venue fills much later than the other, both together leave the fast leg naked for the difference; the slow one
    /// first leaves its fills naked for the fast one's latency only.
    /// </summary>
    private PairEntry ByLatency(InstrumentState l, InstrumentState s)
    {
        TimeSpan? ofLong = LatencyOf(l);
        TimeSpan? ofShort = LatencyOf(s);
        return ofLong is { } a && ofShort is { } b && (a - b).Duration() > state.Options.Execution.HarderFirstAbove
            ? new PairEntry(EntryMode.HarderFirst, Slower(l, s))
            : PairEntry.Together;
    }

    /// <summary>The leg with the longer fill latency; where neither is measured, the one with less at its touch.</summary>
    private LegRole Slower(InstrumentState l, InstrumentState s)
    {
        TimeSpan ofLong = LatencyOf(l) ?? TimeSpan.Zero;
        TimeSpan ofShort = LatencyOf(s) ?? TimeSpan.Zero;
        if (ofLong != ofShort)
        {
            return ofLong > ofShort ? LegRole.Long : LegRole.Short;
        }

        return l.Depth!.TouchQuantity(Values.Side.Buy) <= s.Depth!.TouchQuantity(Values.Side.Sell) ? LegRole.Long : LegRole.Short;
    }

    /// <summary>The leg whose spread and fees gain more by resting.</summary>
    private static LegRole BetterMaker(InstrumentState l, InstrumentState s) => GainBps(l) >= GainBps(s) ? LegRole.Long : LegRole.Short;

    private static decimal GainBps(InstrumentState instrument)
    {
        decimal ask = instrument.Depth!.BestAsk.Value;
        return ((ask - instrument.Depth.BestBid.Value) * BpsPerUnit / ask) + instrument.Instrument.Fees.Taker.Bps - instrument.Instrument.Fees.Maker.Bps;
    }

    private TimeSpan? LatencyOf(InstrumentState instrument) => state.Venues[instrument.Instrument.Id.Venue].FillLatency.Usual;
}
