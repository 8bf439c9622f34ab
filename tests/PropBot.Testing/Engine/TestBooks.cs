using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Testing.Engine;

/// <summary>Books from plain price lists, best first.</summary>
public static class TestBooks
{
    public static DepthView View(
        Instrument instrument, (decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks, TimeSpan receivedElapsed = default)
    {
        var view = new DepthView(instrument);
        view.Fill(bids, asks, receivedElapsed);
        return view;
    }

    public static void Fill(
        this DepthView view, (decimal Price, decimal Quantity)[] bids, (decimal Price, decimal Quantity)[] asks, TimeSpan receivedElapsed)
    {
        view.BidCount = Copy(view, bids, view.BidPrices, view.BidQuantities);
        view.AskCount = Copy(view, asks, view.AskPrices, view.AskQuantities);
        view.Trust = bids.Length == 0 || asks.Length == 0 ? BookTrust.Suspect
            : bids[0].Price >= asks[0].Price ? BookTrust.Crossed
            : BookTrust.Synced;
        view.UpdateId++;
        view.ReceivedElapsed = receivedElapsed;
    }

    private static int Copy(DepthView view, (decimal Price, decimal Quantity)[] levels, long[] prices, long[] quantities)
    {
        for (int i = 0; i < levels.Length; i++)
        {
            prices[i] = ScaledNumber.FromDecimal(levels[i].Price, view.PriceScale);
            quantities[i] = ScaledNumber.FromDecimal(levels[i].Quantity, view.QuantityScale);
        }

        return levels.Length;
    }
}
