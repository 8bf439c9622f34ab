using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// Before anything is traded: the instruments with this account's fees, and the account's modes, each set only where it differs
/// and read back.
/// </summary>
internal sealed class BinanceSetup(VenueOptions options, BinanceRest rest)
{
    private const string Crossed = "CROSSED";

    /// <exception cref="VenueSetupException">A symbol is missing, or a question was not answered.</exception>
    public async Task<IReadOnlyList<Instrument>> LoadInstrumentsAsync(CancellationToken cancellationToken)
    {
        BinanceExchangeInfo info = Needed("instruments", await rest.GetAsync(
            "/fapi/v1/exchangeInfo", new BinanceParameters(), 1, BinanceJson.Default.BinanceExchangeInfo, cancellationToken));
        IReadOnlyList<BinanceFundingInfo> funding = Needed("funding intervals", await rest.GetAsync(
            "/fapi/v1/fundingInfo", new BinanceParameters(), 0, BinanceJson.Default.IReadOnlyListBinanceFundingInfo, cancellationToken));
        var instruments = new List<Instrument>();
        foreach (Symbol symbol in options.Symbols)
        {
            BinanceSymbol listed = BinanceListings.Find(info, symbol)
                ?? throw new VenueSetupException($"{options.Venue} lists no perpetual {symbol}; take it out of the symbols");
            FeeSchedule fees = await LoadFeesAsync(listed.Symbol, cancellationToken);
            instruments.Add(ToInstrument(symbol, listed, fees, funding));
        }

        return instruments;
    }

    /// <summary>One-way positions, cross margin, the leverage of the options.</summary>
    /// <exception cref="VenueSetupException">A mode is not as wanted even after it was set.</exception>
    public async Task SetModesAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        await SetOneWayAsync(cancellationToken);
        foreach (Instrument instrument in instruments)
        {
            await SetMarginAndLeverageAsync(instrument, cancellationToken);
        }
    }

    private async Task<FeeSchedule> LoadFeesAsync(string nativeSymbol, CancellationToken cancellationToken)
    {
        BinanceCommissionRate fees = Needed($"fees of {nativeSymbol}", await SignedAsync(
            HttpMethod.Get, "/fapi/v1/commissionRate", new BinanceParameters().Add("symbol", nativeSymbol), 20,
            BinanceJson.Default.BinanceCommissionRate, cancellationToken));
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

    private async Task SetOneWayAsync(CancellationToken cancellationToken)
    {
        const string Path = "/fapi/v1/positionSide/dual";
        if (!await IsHedgeModeAsync(Path, cancellationToken))
        {
            return;
        }

        string failure = (await SignedAsync(
            HttpMethod.Post, Path, new BinanceParameters().Add("dualSidePosition", "false"), 1,
            BinanceJson.Default.BinanceError, cancellationToken)).Failure;
        if (await IsHedgeModeAsync(Path, cancellationToken))
        {
            throw new VenueSetupException($"position mode is hedge, wanted one-way; close all positions and orders first ({failure})");
        }
    }

    private async Task<bool> IsHedgeModeAsync(string path, CancellationToken cancellationToken) => Needed("position mode", await SignedAsync(
        HttpMethod.Get, path, new BinanceParameters(), 30, BinanceJson.Default.BinancePositionMode, cancellationToken)).DualSidePosition;

    private async Task SetMarginAndLeverageAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BinanceSymbolConfig before = await ReadConfigAsync(instrument, cancellationToken);
        if (IsAsWanted(before))
        {
            return;
        }

        string failure = "";
        if (before.MarginType != Crossed)
        {
            failure += (await SignedAsync(
                HttpMethod.Post, "/fapi/v1/marginType",
                new BinanceParameters().Add("symbol", instrument.NativeSymbol).Add("marginType", Crossed), 1,
                BinanceJson.Default.BinanceError, cancellationToken)).Failure;
        }

        if (before.Leverage != options.Leverage)
        {
            failure += (await SignedAsync(
                HttpMethod.Post, "/fapi/v1/leverage",
                new BinanceParameters().Add("symbol", instrument.NativeSymbol).Add("leverage", options.Leverage), 1,
                BinanceJson.Default.BinanceLeverage, cancellationToken)).Failure;
        }

        BinanceSymbolConfig after = await ReadConfigAsync(instrument, cancellationToken);
        if (!IsAsWanted(after))
        {
            throw new VenueSetupException(
                $"{instrument.NativeSymbol} has margin {after.MarginType} and leverage {after.Leverage}, wanted {Crossed} and {options.Leverage}; "
                + $"close its position and orders, or set it at the venue ({failure})");
        }
    }

    private bool IsAsWanted(BinanceSymbolConfig config) => config.MarginType == Crossed && config.Leverage == options.Leverage;

    private async Task<BinanceSymbolConfig> ReadConfigAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        IReadOnlyList<BinanceSymbolConfig> configs = Needed($"settings of {instrument.NativeSymbol}", await SignedAsync(
            HttpMethod.Get, "/fapi/v1/symbolConfig", new BinanceParameters().Add("symbol", instrument.NativeSymbol), 5,
            BinanceJson.Default.IReadOnlyListBinanceSymbolConfig, cancellationToken));
        return configs.FirstOrDefault(c => c.Symbol == instrument.NativeSymbol)
            ?? throw new VenueSetupException($"the venue tells no settings of {instrument.NativeSymbol}");
    }

    private Task<BinanceReply<T>> SignedAsync<T>(
        HttpMethod method, string path, BinanceParameters parameters, int weight, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(method, path, parameters, RequestLane.Reconcile, rest.Budgets.Weight(weight), type, cancellationToken);

    private static T Needed<T>(string what, BinanceReply<T> reply) =>
        reply is BinanceReply<T>.Ok { Value: var value } ? value : throw new VenueSetupException($"{what}: {reply.Failure}");
}
