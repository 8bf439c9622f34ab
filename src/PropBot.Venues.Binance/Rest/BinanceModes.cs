using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>The account's modes, each read first, set only where it differs, and read back (rules M1 to M4).</summary>
internal sealed class BinanceModes(VenueOptions options, BinanceRest rest, OrderShapes shapes)
{
    private const string PositionModePath = "/fapi/v1/positionSide/dual";

    /// <summary>Rule M1: it counts other coins as margin at rates of its own, and one balance no longer says what a leg has.</summary>
    private const string MultiAssetsIsOn =
        "the account is in multi-assets mode, wanted single-asset: other coins count as margin and our margin figures may be wrong; switch it off at "
        + "the venue (Futures, Preferences, Asset Mode)";

    private readonly ConcurrentDictionary<string, decimal> _leverages = new(StringComparer.Ordinal);

    /// <summary>As last read; null for a symbol that was not.</summary>
    public decimal? LeverageOf(string nativeSymbol) => _leverages.TryGetValue(nativeSymbol, out decimal leverage) ? leverage : null;

    /// <summary>
    /// Sets what differs. What does not let itself be set or read is told, and no reason to stay away: an order that reduces is
    /// taken in any of these modes, and the engine opens nothing in a wrong one.
    /// </summary>
    public async Task<AccountModesReading> SetAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        if (options.ReadOnly)
        {
            return AccountModesReading.NothingWanted(options.Venue);
        }

        var settings = new List<InstrumentSettings>();
        AccountModesReading found = await AccountModesReading.TakeAsync(options.Venue, wrong => SetAsync(instruments, settings, wrong, cancellationToken));
        return found.Unanswered is null ? found with { Settings = new AccountSettings(options.Venue, settings) } : found;
    }

    /// <summary>How the account is set, whatever is wanted; changes nothing (rule M5).</summary>
    public async Task<SettingsLookup> QueryAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        try
        {
            bool isMultiAssets = await IsMultiAssetsAsync(cancellationToken);
            PositionMode mode = await ReadPositionModeAsync(cancellationToken);
            var settings = new List<InstrumentSettings>();
            foreach (Instrument instrument in instruments)
            {
                BinanceSymbolConfig config = await ReadConfigAsync(instrument, cancellationToken);
                settings.Add(SettingsOf(instrument, mode, config, isMultiAssets));
            }

            return new SettingsLookup.Found(new AccountSettings(options.Venue, settings));
        }
        catch (VenueSetupException unanswered)
        {
            return new SettingsLookup.Failed(unanswered.Message);
        }
    }

    private static MarginMode MarginOf(BinanceSymbolConfig config) => config.MarginType switch
    {
        "CROSSED" => MarginMode.Cross,
        "ISOLATED" => MarginMode.Isolated,
        _ => throw new VenueSetupException($"'{config.MarginType}' of {config.Symbol} is not a margin type"),
    };

    private static InstrumentSettings SettingsOf(Instrument instrument, PositionMode mode, BinanceSymbolConfig config, bool isMultiAssets) =>
        new(instrument.Id, mode, MarginOf(config), config.Leverage) { Obstacle = isMultiAssets ? "multi-assets mode" : null };

    private async Task<bool> IsMultiAssetsAsync(CancellationToken cancellationToken) => (await SignedAsync(
        HttpMethod.Get, "/fapi/v1/multiAssetsMargin", new BinanceParameters(), 30, BinanceJson.Default.BinanceAssetsMode, cancellationToken))
        .Needed("asset mode").MultiAssetsMargin;

    private async Task SetAsync(
        IReadOnlyList<Instrument> instruments, ICollection<InstrumentSettings> settings, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        PositionMode mode = await SetPositionModeAsync(wrong, cancellationToken);
        bool isMultiAssets = await IsMultiAssetsAsync(cancellationToken);
        if (isMultiAssets)
        {
            wrong.Add(MultiAssetsIsOn);
        }

        foreach (Instrument instrument in instruments)
        {
            (BinanceSymbolConfig config, string failure) = await SetMarginAndLeverageAsync(instrument, cancellationToken);
            settings.Add(SettingsOf(instrument, mode, config, isMultiAssets));
            if (!IsAsWanted(config))
            {
                wrong.Add(
                    $"{instrument.NativeSymbol} has margin {config.MarginType} and leverage {config.Leverage}, wanted {WantedMargin} and {options.Leverage}; "
                    + $"close its position and orders, or set it at the venue ({failure})");
            }
        }
    }

    private async Task<PositionMode> SetPositionModeAsync(ICollection<string> wrong, CancellationToken cancellationToken)
    {
        PositionMode mode = await ReadPositionModeAsync(cancellationToken);
        if (mode == options.PositionMode)
        {
            return mode;
        }

        // -4059 says that it already is so: reading back decides, as it does after a success.
        string failure = (await SignedAsync(
            HttpMethod.Post, PositionModePath,
            new BinanceParameters().Add("dualSidePosition", options.PositionMode == PositionMode.Hedge ? "true" : "false"), 1,
            BinanceJson.Default.BinanceError, cancellationToken)).Failure;
        mode = await ReadPositionModeAsync(cancellationToken);
        if (mode != options.PositionMode)
        {
            wrong.Add($"position mode is {Name(mode)}, wanted {Name(options.PositionMode)}; close all positions and orders first, or set it at the venue ({failure})");
        }

        return mode;
    }

    private async Task<PositionMode> ReadPositionModeAsync(CancellationToken cancellationToken)
    {
        PositionMode mode = (await SignedAsync(
            HttpMethod.Get, PositionModePath, new BinanceParameters(), 30, BinanceJson.Default.BinancePositionMode, cancellationToken))
            .Needed("position mode").DualSidePosition ? PositionMode.Hedge : PositionMode.OneWay;
        shapes.Told(mode);
        return mode;
    }

    /// <returns>What was read last, and why something could not be set.</returns>
    private async Task<(BinanceSymbolConfig Now, string Failure)> SetMarginAndLeverageAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BinanceSymbolConfig before = await ReadConfigAsync(instrument, cancellationToken);
        if (IsAsWanted(before))
        {
            return (before, "");
        }

        string failure = "";
        if (before.MarginType != WantedMargin)
        {
            failure += (await SignedAsync(
                HttpMethod.Post, "/fapi/v1/marginType",
                BinanceParameters.Of(instrument).Add("marginType", WantedMargin), 1,
                BinanceJson.Default.BinanceError, cancellationToken)).Failure;
        }

        if (before.Leverage != options.Leverage)
        {
            failure += (await SignedAsync(
                HttpMethod.Post, "/fapi/v1/leverage",
                BinanceParameters.Of(instrument).Add("leverage", options.Leverage), 1,
                BinanceJson.Default.BinanceLeverage, cancellationToken)).Failure;
        }

        return (await ReadConfigAsync(instrument, cancellationToken), failure);
    }

    private string WantedMargin => options.MarginMode == MarginMode.Isolated ? "ISOLATED" : "CROSSED";

    private bool IsAsWanted(BinanceSymbolConfig config) => config.MarginType == WantedMargin && config.Leverage == options.Leverage;

    private static string Name(PositionMode mode) => mode == PositionMode.Hedge ? "hedge" : "one-way";

    private async Task<BinanceSymbolConfig> ReadConfigAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        IReadOnlyList<BinanceSymbolConfig> configs = (await SignedAsync(
            HttpMethod.Get, "/fapi/v1/symbolConfig", BinanceParameters.Of(instrument), 5,
            BinanceJson.Default.IReadOnlyListBinanceSymbolConfig, cancellationToken)).Needed($"settings of {instrument.NativeSymbol}");
        BinanceSymbolConfig config = configs.FirstOrDefault(c => c.Symbol == instrument.NativeSymbol)
            ?? throw new VenueSetupException($"the venue tells no settings of {instrument.NativeSymbol}");
        _leverages[instrument.NativeSymbol] = config.Leverage;
        return config;
    }

    private Task<BinanceReply<T>> SignedAsync<T>(
        HttpMethod method, string path, BinanceParameters parameters, int weight, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(method, path, parameters, RequestLane.Reconcile, rest.Budgets.Weight(weight), type, cancellationToken);
}
