using PropBot.Core.Engine.Events;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the venues that are connected say a symbol is worth: the median of their trusted books and fresh marks.</summary>
internal static class AgreedPrice
{
    /// <summary>Two prices of each venue; venues beyond that are not asked.</summary>
    private const int MostSamples = 16;

    /// <param name="least">Fewer prices than this agree on nothing.</param>
    /// <returns>Quote units; null when too few tell one.</returns>
    public static decimal? Of(EngineState state, Symbol symbol, int least = 1)
    {
        Span<decimal> samples = stackalloc decimal[MostSamples];
        int count = 0;
        List<InstrumentState> siblings = state.BySymbol[symbol];
        for (int i = 0; i < siblings.Count && count <= MostSamples - 2; i++)
        {
            InstrumentState sibling = siblings[i];
            if (state.Venues[sibling.Instrument.Id.Venue].Link != VenueLink.Up)
            {
                continue;
            }

            if (sibling.IsTrusted(state.Elapsed, state.Options.Risk.BookStaleAfter))
            {
                samples[count++] = sibling.Depth!.Mid.Value;
            }

            if (sibling.FreshMark(state.Elapsed) is { } mark)
            {
                samples[count++] = mark;
            }
        }

        return count < least ? null : PriceConsensus.Median(samples[..count]);
    }
}
