using FsCheck.Fluent;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Strategy;
using PropBot.Core.Tests.Properties;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Strategy;

/// <summary>One quantity that both venues execute exactly, or none.</summary>
public sealed class SizingTests
{
    [Fact]
    public void Largest_AnyLotsAndLimits_IsExecutableOnBothVenues() => Seeded.Holds(
        from lots in Gen.Choose(1, 40).ArrayOf(2)
        from minimums in Gen.Choose(0, 60).ArrayOf(2)
        from limits in Gen.Choose(1, 500).ArrayOf(2)
        from wanted in Gen.Choose(1, 20_000)
        select (lots, minimums, limits, wanted),
        drawn =>
        {
            Instrument l = Instrument(VenueId.BinanceUm, drawn.lots[0], drawn.minimums[0], drawn.limits[0]);
            Instrument s = Instrument(VenueId.OkxPerp, drawn.lots[1], drawn.minimums[1], drawn.limits[1]);
            DepthView ld = TestBooks.View(l, [(99.9m, 1m)], [(100.0m, 1m)]);
            DepthView sd = TestBooks.View(s, [(100.5m, 1m)], [(100.6m, 1m)]);
            Quantity quantity = JointSizing.Largest(ld, sd, new Notional(drawn.wanted));
            Assert.True(l.Lot.Divides(quantity) && s.Lot.Divides(quantity));
            Assert.True(quantity.Value * 100m <= drawn.wanted);
            Assert.True(quantity.IsZero || (quantity >= l.MinQuantity && quantity >= s.MinQuantity));
            Assert.True(quantity.IsZero || (quantity.Value * 100m >= l.MinNotional.Value && quantity.Value * 100.5m >= s.MinNotional.Value));
            Assert.True(quantity <= l.MaxQuantity!.Value && quantity <= s.MaxQuantity!.Value);

            // One common lot more would be too much.
            Quantity next = quantity + new Quantity(LotSize.Common(l.Lot, s.Lot).Value);
            bool fits = next.Value * 100m <= drawn.wanted && next <= l.MaxQuantity.Value && next <= s.MaxQuantity.Value;
            Assert.True(!fits || quantity.IsZero, $"{next} would have fitted, not {quantity}");
        });

    private static Instrument Instrument(VenueId venue, int lot, int minimum, int limit) =>
        TestInstruments.Make(venue, TestInstruments.Btc, 0.1m, lot * 0.005m, 5m, minNotional: minimum) with
        {
            MinQuantity = new Quantity(minimum * 0.01m),
            MaxQuantity = new Quantity(limit * 0.5m),
        };
}
