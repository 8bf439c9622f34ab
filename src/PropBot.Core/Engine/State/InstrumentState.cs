using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>What the engine knows of one instrument.</summary>
internal sealed class InstrumentState(Instrument instrument)
{
    public Instrument Instrument { get; set; } = instrument;

    /// <summary>Name of the watchdog's check of this book.</summary>
    public string WatchCheck { get; } = $"book {instrument.Id.Symbol}";

    /// <summary>Name of the watchdog's check of its mark price.</summary>
    public string MarkCheck { get; } = $"mark {instrument.Id.Symbol}";

    /// <summary>Name of the watchdog's check of how late this book comes.</summary>
    public string DelayCheck { get; } = $"delay {instrument.Id.Symbol}";

    public BookWatch Watch { get; } = new();

    public BookDelay Delay { get; } = new();

    /// <summary>The loop's buffer of this instrument; null before the first book.</summary>
    public DepthView? Depth { get; set; }

    /// <summary>Quote units; null before the first mark.</summary>
    public decimal? Mark { get; set; }

    /// <summary>When the venue last said it, elapsed time.</summary>
    public TimeSpan MarkElapsed { get; set; }

    /// <summary>The venue's limit prices as last told; null where it tells none.</summary>
    public PriceLimits? PriceLimits { get; set; }

    /// <summary>The venue's table of maintenance margin, and when it was asked for.</summary>
    public TierWatch Margin { get; } = new();

    public LastGoodPrice LastGood { get; } = new();

    public FundingQuote Funding { get; set; }

    /// <summary>What the venue has changed since the desk last accepted its rules; opening stops until a person has read it.</summary>
    public IReadOnlyList<RuleChange> UnreadChanges { get; set; } = [];

    public bool HasPrices => Depth is { HasBothSides: true };

    /// <summary>How old the book is for certain: since its last message arrived, and by how much that was late. Only when there is a book.</summary>
    public TimeSpan BookAge(TimeSpan elapsed) => elapsed - Depth!.ReceivedElapsed + Delay.Latest;

    /// <summary>True when the book may be believed: synced, and not older than the limit.</summary>
    public bool IsTrusted(TimeSpan elapsed, TimeSpan staleAfter) => Depth is { Trust: BookTrust.Synced } && BookAge(elapsed) <= staleAfter;

    /// <summary>What people see: a synced book that is too old, because nothing comes or all comes late, is stale.</summary>
    public BookTrust ShownTrust(TimeSpan elapsed, TimeSpan staleAfter)
    {
        if (Depth is null)
        {
            return BookTrust.Unsynced;
        }

        return Depth.Trust == BookTrust.Synced && BookAge(elapsed) > staleAfter ? BookTrust.Stale : Depth.Trust;
    }

    /// <summary>What of a quantity an order that increases a position can have: whole lots, not above the venue's largest order nor below its smallest; zero when none.</summary>
    public Quantity Orderable(Side side, Quantity wanted)
    {
        Quantity quantity = Instrument.OneOrderOf(Instrument.Lot.RoundDown(wanted));
        return quantity.IsZero || quantity < Instrument.MinQuantity || Depth!.Touch(side) * quantity < Instrument.MinNotional
            ? Quantity.Zero
            : quantity;
    }

    /// <summary>A mark that was told longer ago says nothing of now.</summary>
    private static readonly TimeSpan MarkLasts = TimeSpan.FromMinutes(1);

    /// <summary>Quote units; null when none was told lately.</summary>
    public decimal? FreshMark(TimeSpan elapsed) => elapsed - MarkElapsed <= MarkLasts ? Mark : null;

    /// <summary>What it is worth by its own venue's words of now: the mark, or the mid of a book that may be believed; null when neither is fresh.</summary>
    public decimal? FreshPrice(TimeSpan elapsed, TimeSpan staleAfter) =>
        FreshMark(elapsed) ?? (HasPrices && IsTrusted(elapsed, staleAfter) ? Depth!.Mid.Value : null);

    /// <summary>The limit prices that the venue takes now, as far as it has said lately.</summary>
    public PriceCorridor CorridorAt(TimeSpan elapsed) => PriceCorridor.Of(Instrument, FreshMark(elapsed), elapsed - MarkElapsed <= MarkLasts ? PriceLimits : null);

    /// <summary>The mark, or the book's mid before the first mark; null when neither is known.</summary>
    public decimal? Valuation => Mark ?? (HasPrices ? Depth!.Mid.Value : null);
}
