using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Costs;

/// <summary>What a leg that rests at its own side of the book saves against taking: its spread, and the difference of its fees.</summary>
/// <param name="Price">Quote units per base unit.</param>
/// <param name="FeeBps">Basis points; may be negative where makers pay more.</param>
public readonly record struct MakerGain(decimal Price, decimal FeeBps)
{
    /// <param name="resting">Buy: the long leg rests; sell: the short leg; null: neither, and nothing is gained.</param>
    public static MakerGain Of(Side? resting, DepthView longDepth, DepthView shortDepth)
    {
        if (resting is not { } side)
        {
            return default;
        }

        DepthView view = side == Side.Buy ? longDepth : shortDepth;
        return new MakerGain(view.BestAsk.Value - view.BestBid.Value, view.Instrument.Fees.Taker.Bps - view.Instrument.Fees.Maker.Bps);
    }
}
