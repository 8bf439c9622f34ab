using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Defaults;

/// <summary>The three venues as their public documents and recordings show them.</summary>
public static class DefaultVenues
{
    public static readonly IReadOnlyList<VenueId> Ids = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear];

    public static readonly IReadOnlyList<Symbol> Symbols = [Symbol.Parse("BTCUSDT"), Symbol.Parse("ETHUSDT"), Symbol.Parse("SOLUSDT")];

    /// <summary>All three venues with the three symbols.</summary>
    public static IReadOnlyList<SimulatedVenueOptions> All(ulong seed = 1) => [.. Ids.Select(id => Create(id, Symbols, seed))];

    /// <summary>
    /// A venue with these symbols. A symbol or venue without known filters gets typical ones. The account is kept in USDT, or in the quote
    /// asset when no symbol is quoted in USDT; inverse contracts are taken as linear ones.
    /// </summary>
    /// <param name="prices">
    /// Usual prices, quote units, of symbols that have no known filters: their tick and lot follow from them. May be left out.
    /// </param>
    public static SimulatedVenueOptions Create(
        VenueId venue, IReadOnlyList<Symbol> symbols, ulong seed = 1, IReadOnlyDictionary<Symbol, decimal>? prices = null)
    {
        FeeSchedule fees = DefaultFees.BaseTier(venue);
        bool inTether = symbols.Count == 0 || symbols.Any(symbol => symbol.Quote == Asset.Usdt);
        Asset settleAsset = inTether ? Asset.Usdt : symbols[0].Quote;
        return new SimulatedVenueOptions
        {
            Venue = venue,
            Instruments = [.. symbols.Select(symbol => Setup(venue, symbol, settleAsset, fees, prices?.GetValueOrDefault(symbol) ?? 0m))],
            FeeTiers = [new FeeTier(0m, fees)],
            SettleAsset = settleAsset,
            Seed = seed,

            // What an account of each venue usually starts with.
            DefaultLeverage = venue == VenueId.BinanceUm ? 20 : venue == VenueId.OkxPerp ? 3 : 10,

            // Binance exchangeInfo liquidationFee 0.012500 (recorded in gocryptotrader's mock); the others keep the remaining margin instead.
            LiquidationFeeRate = venue == VenueId.BinanceUm ? 0.0125m : 0m,
            RefusesTakingPostOnly = venue == VenueId.BinanceUm,
            RefusesMarketBeyondBand = venue == VenueId.BinanceUm,
            ImpossibleAmendEndsOrder = venue == VenueId.BinanceUm,
        };
    }

    private static InstrumentSetup Setup(VenueId venue, Symbol symbol, Asset settleAsset, FeeSchedule fees, decimal price)
    {
        InstrumentFilters filters = InstrumentFilters.Of(venue, symbol, price);
        return new InstrumentSetup
        {
            Instrument = new Instrument
            {
                Id = new InstrumentId(venue, symbol),
                NativeSymbol = venue == VenueId.OkxPerp ? $"{symbol.Base}-{symbol.Quote}-SWAP" : symbol.Name,
                SettleAsset = settleAsset,
                Tick = new TickSize(filters.Tick),
                Lot = new LotSize(filters.Lot),
                MinQuantity = new Quantity(filters.MinQuantity),
                MaxQuantity = new Quantity(filters.MaxQuantity),
                MinNotional = new Notional(filters.MinNotional),
                ContractMultiplier = filters.ContractMultiplier,
                Fees = fees,
            },
            Depth = DefaultDepth.Of(venue, symbol),
            MarginTiers = DefaultMarginTiers.Of(venue, symbol),
            MaxLeverage = DefaultMarginTiers.MaxLeverage(venue, symbol),
            PriceBand = filters.PriceBand,
        };
    }
}
