using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>The account's modes, each read first, set only where it differs, and read back (rules M1 to M4).</summary>
internal sealed class BinanceModes(VenueOptions options, BinanceRest rest)
{
    private const string PositionModePath = "/fapi/v1/positionSide/dual";

    /// <exception cref="VenueSetupException">A mode is not as wanted even after it was set.</exception>
    public async Task SetAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        if (options.ReadOnly)
        {
            return;
        }

        await RefuseMultiAssetsAsync(cancellationToken);
        await SetPositionModeAsync(cancellationToken);
        foreach (Instrument instrument in instruments)
        {
            await SetMarginAndLeverageAsync(instrument, cancellationToken);
        }
    }

    /// <summary>Whether everything is still as wanted; changes nothing.</summary>
    /// <returns>What differs; null when nothing does.</returns>
    /// <exception cref="VenueSetupException">A question was not answered.</exception>
    public async Task<string?> DifferenceAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        if (options.ReadOnly)
        {
            return null;
        }

        if (await IsMultiAssetsAsync(cancellationToken))
        {
            return "multi-assets mode is on";
        }

        PositionMode mode = await ReadPositionModeAsync(cancellationToken);
        if (mode != options.PositionMode)
        {
            return $"position mode is {mode}, wanted {options.PositionMode}";
        }

        foreach (Instrument instrument in instruments)
        {
            BinanceSymbolConfig config = await ReadConfigAsync(instrument, cancellationToken);
            if (!IsAsWanted(config))
            {
                return $"{instrument.NativeSymbol} has margin {config.MarginType} and leverage {config.Leverage}";
            }
        }

        return null;
    }

    /// <summary>How the account is set, whatever is wanted; changes nothing (rule M5).</summary>
    public async Task<SettingsLookup> QueryAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        try
        {
            string? obstacle = await IsMultiAssetsAsync(cancellationToken) ? "multi-assets mode" : null;
            PositionMode mode = await ReadPositionModeAsync(cancellationToken);
            var settings = new List<InstrumentSettings>();
            foreach (Instrument instrument in instruments)
            {
                BinanceSymbolConfig config = await ReadConfigAsync(instrument, cancellationToken);
                settings.Add(new InstrumentSettings(instrument.Id, mode, MarginOf(config), config.Leverage) { Obstacle = obstacle });
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

    /// <summary>Rule M1: it counts other coins as margin at rates of its own, and one balance no longer says what a leg has.</summary>
    private async Task RefuseMultiAssetsAsync(CancellationToken cancellationToken)
    {
        if (await IsMultiAssetsAsync(cancellationToken))
        {
            throw new VenueSetupException(
                "the account is in multi-assets mode, wanted single-asset: other coins would count as margin and our margin figures would be "
                + "wrong; switch it off at the venue (Futures, Preferences, Asset Mode)");
        }
    }

    private async Task<bool> IsMultiAssetsAsync(CancellationToken cancellationToken) => (await SignedAsync(
        HttpMethod.Get, "/fapi/v1/multiAssetsMargin", new BinanceParameters(), 30, BinanceJson.Default.BinanceAssetsMode, cancellationToken))
        .Needed("asset mode").MultiAssetsMargin;

    private async Task SetPositionModeAsync(CancellationToken cancellationToken)
    {
        if (await ReadPositionModeAsync(cancellationToken) == options.PositionMode)
        {
            return;
        }

        // -4059 says that it already is so: reading back decides, as it does after a success.
        string failure = (await SignedAsync(
            HttpMethod.Post, PositionModePath,
            new BinanceParameters().Add("dualSidePosition", options.PositionMode == PositionMode.Hedge ? "true" : "false"), 1,
            BinanceJson.Default.BinanceError, cancellationToken)).Failure;
        PositionMode now = await ReadPositionModeAsync(cancellationToken);
        if (now != options.PositionMode)
        {
            throw new VenueSetupException(
                $"position mode is {Name(now)}, wanted {Name(options.PositionMode)}; close all positions and orders first, or set it at the venue ({failure})");
        }
    }

    private async Task<PositionMode> ReadPositionModeAsync(CancellationToken cancellationToken) => (await SignedAsync(
        HttpMethod.Get, PositionModePath, new BinanceParameters(), 30, BinanceJson.Default.BinancePositionMode, cancellationToken))
        .Needed("position mode").DualSidePosition ? PositionMode.Hedge : PositionMode.OneWay;

    private async Task SetMarginAndLeverageAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BinanceSymbolConfig before = await ReadConfigAsync(instrument, cancellationToken);
        if (IsAsWanted(before))
        {
            return;
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

        BinanceSymbolConfig after = await ReadConfigAsync(instrument, cancellationToken);
        if (!IsAsWanted(after))
        {
            throw new VenueSetupException(
                $"{instrument.NativeSymbol} has margin {after.MarginType} and leverage {after.Leverage}, wanted {WantedMargin} and {options.Leverage}; "
                + $"close its position and orders, or set it at the venue ({failure})");
        }
    }

    private string WantedMargin => options.MarginMode == MarginMode.Isolated ? "ISOLATED" : "CROSSED";

    private bool IsAsWanted(BinanceSymbolConfig config) => config.MarginType == WantedMargin && config.Leverage == options.Leverage;

    private static string Name(PositionMode mode) => mode == PositionMode.Hedge ? "hedge" : "one-way";

    private async Task<BinanceSymbolConfig> ReadConfigAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        IReadOnlyList<BinanceSymbolConfig> configs = (await SignedAsync(
            HttpMethod.Get, "/fapi/v1/symbolConfig", BinanceParameters.Of(instrument), 5,
            BinanceJson.Default.IReadOnlyListBinanceSymbolConfig, cancellationToken)).Needed($"settings of {instrument.NativeSymbol}");
        return configs.FirstOrDefault(c => c.Symbol == instrument.NativeSymbol)
            ?? throw new VenueSetupException($"the venue tells no settings of {instrument.NativeSymbol}");
    }

    private Task<BinanceReply<T>> SignedAsync<T>(
        HttpMethod method, string path, BinanceParameters parameters, int weight, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        rest.SendSignedAsync(method, path, parameters, RequestLane.Reconcile, rest.Budgets.Weight(weight), type, cancellationToken);
}
