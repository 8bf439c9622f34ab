using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>One leg as it is and as it may become through what is in flight: every order of unknown outcome counts filled or not as is worse.</summary>
/// <param name="Held">Base units, signed: positive long.</param>
/// <param name="Highest">Base units if every buy fills and no sell does.</param>
/// <param name="Lowest">Base units if every sell fills and no buy does.</param>
/// <param name="Price">Quote units per base unit: the mark.</param>
public readonly record struct LegExposure(InstrumentId Instrument, decimal Held, decimal Highest, decimal Lowest, decimal Price)
{
    /// <summary>The largest it is or may become, quote units.</summary>
    public decimal Notional => Math.Max(Math.Abs(Highest), Math.Abs(Lowest)) * Price;
}
