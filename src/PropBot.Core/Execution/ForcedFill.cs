using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>A fill of our position that the venue made by itself: nobody ordered it, and the leg it hit is smaller now.</summary>
/// <param name="Side">What was traded for us: <see cref="Side.Sell"/> makes a long smaller.</param>
/// <param name="Origin">Never <see cref="OrderOrigin.Client"/>.</param>
/// <param name="Fee">What the fill changes in the settle asset's balance: negative is paid, the liquidation's fee included where told.</param>
public sealed record ForcedFill(
    InstrumentId Instrument,
    VenueOrderId VenueOrderId,
    TradeId TradeId,
    OrderOrigin Origin,
    PositionSide Position,
    Side Side,
    Price Price,
    Quantity Quantity,
    Money Fee,
    DateTimeOffset VenueTime);
