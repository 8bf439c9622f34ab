using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.MarketData;

/// <summary>
/// The top of a book as the engine sees it: a buffer per instrument that the engine's loop refills before each
/// <c>DepthChanged</c>. The one mutable thing that reaches the engine, so that a tick that leads to nothing allocates nothing
/// (ADR 0001). Nobody outside the loop may hold one.
/// </summary>
public sealed class DepthView(Instrument instrument)
{
    public const int MaxLevels = 50;

    /// <summary>As the venue last described it; the engine renews it. The scales are those of the content, whose book may be older or newer.</summary>
    public Instrument Instrument { get; internal set; } = instrument;

    public InstrumentId Id { get; } = instrument.Id;

    /// <summary>Decimal places of the prices; they come with the content, since a venue may change its tick.</summary>
    public int PriceScale { get; internal set; } = instrument.PriceScale;

    /// <summary>Decimal places of the quantities; as above.</summary>
    public int QuantityScale { get; internal set; } = instrument.QuantityScale;

    public long[] BidPrices { get; } = new long[MaxLevels];

    public long[] BidQuantities { get; } = new long[MaxLevels];

    public long[] AskPrices { get; } = new long[MaxLevels];

    public long[] AskQuantities { get; } = new long[MaxLevels];

    public int BidCount { get; set; }

    public int AskCount { get; set; }

    public BookTrust Trust { get; set; }

    public long UpdateId { get; set; }

    /// <summary>When the venue says the book was so; default before the first update.</summary>
    public DateTimeOffset VenueTime { get; set; }

    /// <summary>When the last message of the stream arrived here, on the engine's monotonic clock.</summary>
    public TimeSpan ReceivedElapsed { get; set; }

    public bool HasBothSides => BidCount > 0 && AskCount > 0;

    /// <summary>Best bid; only when <see cref="HasBothSides"/>.</summary>
    public Price BestBid => new(ScaledNumber.ToDecimal(BidPrices[0], PriceScale));

    /// <summary>Best ask; only when <see cref="HasBothSides"/>.</summary>
    public Price BestAsk => new(ScaledNumber.ToDecimal(AskPrices[0], PriceScale));

    public Price Mid => new((BestBid.Value + BestAsk.Value) / 2m);

    /// <summary>The touch a taker of this side would pay (buy: ask) or get (sell: bid).</summary>
    public Price Touch(Side takerSide) => takerSide == Side.Buy ? BestAsk : BestBid;

    /// <summary>Base units at the touch that a taker of this side would meet.</summary>
    public Quantity TouchQuantity(Side takerSide) =>
        new(ScaledNumber.ToDecimal((takerSide == Side.Buy ? AskQuantities : BidQuantities)[0], QuantityScale));

    public void CopyFrom(DepthView other)
    {
        PriceScale = other.PriceScale;
        QuantityScale = other.QuantityScale;
        BidCount = other.BidCount;
        AskCount = other.AskCount;
        Array.Copy(other.BidPrices, BidPrices, BidCount);
        Array.Copy(other.BidQuantities, BidQuantities, BidCount);
        Array.Copy(other.AskPrices, AskPrices, AskCount);
        Array.Copy(other.AskQuantities, AskQuantities, AskCount);
        Trust = other.Trust;
        UpdateId = other.UpdateId;
        VenueTime = other.VenueTime;
        ReceivedElapsed = other.ReceivedElapsed;
    }

    /// <summary>
    /// What a taker would get for a quantity: the levels walked from the best until it is filled or the shown depth ends.
    /// </summary>
    public DepthWalk Walk(Side takerSide, Quantity quantity)
    {
        bool buys = takerSide == Side.Buy;
        long[] prices = buys ? AskPrices : BidPrices;
        long[] quantities = buys ? AskQuantities : BidQuantities;
        int count = buys ? AskCount : BidCount;
        decimal wanted = quantity.Value;
        decimal left = wanted;
        decimal notional = 0m;
        decimal worst = 0m;
        for (int i = 0; i < count && left > 0m; i++)
        {
            decimal price = ScaledNumber.ToDecimal(prices[i], PriceScale);
            decimal taken = Math.Min(left, ScaledNumber.ToDecimal(quantities[i], QuantityScale));
            notional += price * taken;
            left -= taken;
            worst = price;
        }

        return new DepthWalk(wanted - left, notional, worst);
    }
}
