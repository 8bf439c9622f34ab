using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Events;

/// <summary>The venue's instruments that we trade, at start and whenever one of them changed.</summary>
public sealed record InstrumentsLoaded(VenueId Venue, IReadOnlyList<Instrument> Instruments) : EngineEvent;

/// <summary>The venue's table of leverage and maintenance margin, smallest step first.</summary>
public sealed record PositionTiersReported(InstrumentId Instrument, IReadOnlyList<PositionTier> Tiers) : EngineEvent
{
    /// <summary>The question's number; 0 when the venue told it unasked.</summary>
    public long Question { get; init; }
}

/// <summary>The table could not be read.</summary>
public sealed record PositionTiersQueryFailed(InstrumentId Instrument, string Reason) : EngineEvent
{
    /// <summary>The question's number.</summary>
    public long Question { get; init; }
}

/// <summary>
/// The book of an instrument moved or its trust changed. One event object per instrument is reused; the view is refilled by
/// the loop before the call and valid for its duration.
/// </summary>
public sealed record DepthChanged(DepthView View) : EngineEvent;

/// <summary>Mark price and the announced funding: changed, or said again.</summary>
/// <param name="Limits">The venue's limit prices of the moment; null where it tells a band instead.</param>
public sealed record MarkPriceChanged(InstrumentId Instrument, Price MarkPrice, FundingQuote Funding, PriceLimits? Limits = null) : EngineEvent
{
    /// <summary>How long ago the venue itself said this mark: news of its funding or limits does not make an old mark a new one.</summary>
    public TimeSpan MarkAge { get; init; }
}
