using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>The instruments with this account's fees.</summary>
internal sealed class BinanceListing(VenueOptions options, BinanceRest rest)
{
    /// <summary>
    /// In the order of the options' symbols. One that was listed before and is no longer stays, as <see cref="InstrumentStatus.Delisting"/>:
    /// the other instruments go on.
    /// </summary>
    /// <param name="known">As they were loaded before; empty at the start.</param>
    /// <exception cref="VenueSetupException">A symbol is missing, or a question was not answered.</exception>
    public async Task<BinanceInstruments> LoadAsync(IReadOnlyList<Instrument> known, CancellationToken cancellationToken)
    {
        BinanceExchangeInfo info = (await rest.GetAsync(
            "/fapi/v1/exchangeInfo", new BinanceParameters(), rest.Budgets.Weight(1), BinanceJson.Default.BinanceExchangeInfo, cancellationToken))
            .Needed("instruments");
        IReadOnlyList<BinanceFundingInfo> funding = (await rest.GetAsync(
            "/fapi/v1/fundingInfo", new BinanceParameters(), rest.Budgets.FundingQuestion(), BinanceJson.Default.IReadOnlyListBinanceFundingInfo, cancellationToken))
            .Needed("funding intervals");
        var all = new List<Instrument>();
        var listed = new List<Instrument>();
        foreach (Symbol symbol in options.Symbols)
        {
            if (BinanceListings.Find(info, symbol) is { } found)
            {
                Instrument instrument = ToInstrument(symbol, found, await LoadFeesAsync(found.Symbol, cancellationToken), funding);
                all.Add(instrument);
                listed.Add(instrument);
            }
            else
            {
                Instrument gone = known.FirstOrDefault(i => i.Id.Symbol == symbol)
                    ?? throw new VenueSetupException($"{options.Venue} lists no perpetual {symbol}; take it out of the symbols");
                all.Add(gone with { Status = InstrumentStatus.Delisting });
            }
        }

        return listed.Count > 0
            ? new BinanceInstruments(all, listed)
            : throw new VenueSetupException($"{options.Venue} lists none of {string.Join(", ", options.Symbols)} any more");
    }

    private async Task<FeeSchedule> LoadFeesAsync(string nativeSymbol, CancellationToken cancellationToken)
    {
        BinanceCommissionRate fees = (await rest.SendSignedAsync(
            HttpMethod.Get, "/fapi/v1/commissionRate", new BinanceParameters().Add("symbol", nativeSymbol), RequestLane.Reconcile,
            rest.Budgets.Weight(20), BinanceJson.Default.BinanceCommissionRate, cancellationToken)).Needed($"fees of {nativeSymbol}");
        return new FeeSchedule(new Rate(fees.MakerCommissionRate), new Rate(fees.TakerCommissionRate));
    }

    private Instrument ToInstrument(Symbol symbol, BinanceSymbol listed, FeeSchedule fees, IReadOnlyList<BinanceFundingInfo> funding)
    {
        try
        {
            return BinanceListings.ToInstrument(options.Venue, symbol, listed, fees, funding);
        }
        catch (FormatException e)
        {
            throw new VenueSetupException(e.Message);
        }
    }
}

/// <param name="All">What the engine is told.</param>
/// <param name="Listed">What there is a stream and a setting for.</param>
internal sealed record BinanceInstruments(IReadOnlyList<Instrument> All, IReadOnlyList<Instrument> Listed)
{
    public static readonly BinanceInstruments None = new([], []);
}
