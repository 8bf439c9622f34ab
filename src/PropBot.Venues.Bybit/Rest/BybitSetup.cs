using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>What has to be true before the first stream: clock, instruments and fees, cross margin, one-way mode, leverage.</summary>
internal sealed class BybitSetup(BybitRest rest, VenueOptions options)
{
    private const string CrossMargin = "REGULAR_MARGIN";
    private const int ParameterError = 10_001;
    private const int OneWay = 0;

    /// <exception cref="VenueSetupException">Something is not as needed, or cannot be asked for now.</exception>
    public async Task<IReadOnlyList<Instrument>> RunAsync(CancellationToken cancellationToken)
    {
        if (!await rest.Clock.MeasureAsync(cancellationToken))
        {
            throw new VenueSetupException($"the clock of {options.RestAddress} cannot be read; is the address right and the network up?");
        }

        IReadOnlyList<Instrument> instruments = await LoadInstrumentsAsync(cancellationToken);
        await RequireCrossMarginAsync(cancellationToken);
        foreach (Instrument instrument in instruments)
        {
            await RequireOneWayAsync(instrument.NativeSymbol, cancellationToken);
            await RequireLeverageAsync(instrument.NativeSymbol, cancellationToken);
        }

        return instruments;
    }

    public async Task<IReadOnlyList<Instrument>> LoadInstrumentsAsync(CancellationToken cancellationToken)
    {
        List<Instrument> instruments = [];
        foreach (Symbol symbol in options.Symbols)
        {
            instruments.Add(await LoadInstrumentAsync(symbol, cancellationToken));
        }

        return instruments;
    }

    private async Task<Instrument> LoadInstrumentAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitInstrument>> answer = await rest.GetPublicAsync(
            "instruments",
            RequestLane.Reconcile,
            "/v5/market/instruments-info",
            $"category=linear&symbol={symbol.Name}",
            BybitJson.Default.BybitReplyBybitPageBybitInstrument,
            cancellationToken);
        BybitInstrument wire = answer switch
        {
            BybitAnswer<BybitPage<BybitInstrument>>.Ok ok => ok.Result?.List?.FirstOrDefault(i => i.Symbol == symbol.Name) ?? throw Missing(),
            BybitAnswer<BybitPage<BybitInstrument>>.No { Code: ParameterError } => throw Missing(),
            _ => throw new VenueSetupException($"instrument {symbol}: {answer.Trouble}"),
        };
        BybitFeeRate fees = await ReadFirstAsync(
            "fee rate",
            rest.Budgets.Settings,
            "/v5/account/fee-rate",
            $"category=linear&symbol={symbol.Name}",
            BybitJson.Default.BybitReplyBybitPageBybitFeeRate,
            cancellationToken) ?? throw new VenueSetupException($"the venue names no fee rate for {symbol}");
        try
        {
            return BybitReading.ReadInstrument(wire, symbol, BybitReading.ReadFees(fees));
        }
        catch (Exception unusable) when (unusable is FormatException or ArgumentException)
        {
            throw new VenueSetupException($"{symbol} cannot be traded: {unusable.Message}");
        }

        VenueSetupException Missing() => new($"the venue lists no {symbol}; take the symbol out of the configuration or correct it");
    }

    private async Task RequireCrossMarginAsync(CancellationToken cancellationToken)
    {
        string? mode = await ReadMarginModeAsync(cancellationToken);
        if (mode == CrossMargin)
        {
            return;
        }

        BybitAnswer<BybitNothing> answer = await rest.PostAsync(
            "set margin mode",
            RequestLane.Reconcile,
            rest.Budgets.Settings,
            "/v5/account/set-margin-mode",
            BybitOrderBody.Write(json => json.WriteString("setMarginMode", CrossMargin)),
            BybitJson.Default.BybitReplyBybitNothing,
            cancellationToken);
        mode = await ReadMarginModeAsync(cancellationToken);
        if (mode != CrossMargin)
        {
            throw new VenueSetupException(
                $"margin mode is {mode}, needed {CrossMargin}; close positions and orders on the venue, then switch it. {answer.Trouble}".TrimEnd());
        }
    }

    private async Task<string?> ReadMarginModeAsync(CancellationToken cancellationToken)
    {
        BybitAnswer<BybitAccountInfo> answer = await rest.GetAsync(
            "account info",
            RequestLane.Reconcile,
            rest.Budgets.Account,
            "/v5/account/info",
            "",
            BybitJson.Default.BybitReplyBybitAccountInfo,
            cancellationToken);
        return answer is BybitAnswer<BybitAccountInfo>.Ok ok
            ? ok.Result?.MarginMode
            : throw new VenueSetupException($"account info cannot be read: {answer.Trouble}");
    }

    private async Task RequireOneWayAsync(string native, CancellationToken cancellationToken)
    {
        BybitPosition? position = await ReadPositionAsync(native, cancellationToken);
        if (position is null or { PositionIdx: OneWay })
        {
            return;
        }

        BybitAnswer<BybitNothing> answer = await rest.PostAsync(
            "switch position mode",
            RequestLane.Reconcile,
            rest.Budgets.Settings,
            "/v5/position/switch-mode",
            BybitOrderBody.Write(json =>
            {
                json.WriteString("category", BybitOrderBody.Category);
                json.WriteString("symbol", native);
                json.WriteNumber("mode", OneWay);
            }),
            BybitJson.Default.BybitReplyBybitNothing,
            cancellationToken);
        position = await ReadPositionAsync(native, cancellationToken);
        if (position is { PositionIdx: not OneWay })
        {
            throw new VenueSetupException(
                $"{native} is in hedge mode, needed one-way; close positions and orders on the venue, then switch it. {answer.Trouble}".TrimEnd());
        }
    }

    private async Task RequireLeverageAsync(string native, CancellationToken cancellationToken)
    {
        BybitPosition? position = await ReadPositionAsync(native, cancellationToken);
        if (WireText.Decimal(position?.Leverage) == options.Leverage)
        {
            return;
        }

        string leverage = WireNumber.Format(options.Leverage);
        BybitAnswer<BybitNothing> answer = await rest.PostAsync(
            "set leverage",
            RequestLane.Reconcile,
            rest.Budgets.Settings,
            "/v5/position/set-leverage",
            BybitOrderBody.Write(json =>
            {
                json.WriteString("category", BybitOrderBody.Category);
                json.WriteString("symbol", native);
                json.WriteString("buyLeverage", leverage);
                json.WriteString("sellLeverage", leverage);
            }),
            BybitJson.Default.BybitReplyBybitNothing,
            cancellationToken);
        position = await ReadPositionAsync(native, cancellationToken);
        bool said = answer is BybitAnswer<BybitNothing>.Ok or BybitAnswer<BybitNothing>.No { Code: BybitErrors.LeverageNotModified };
        bool shown = WireText.Decimal(position?.Leverage) == options.Leverage;
        if (!shown && !(said && position is null))
        {
            throw new VenueSetupException(
                $"leverage of {native} is {position?.Leverage}, needed {leverage}; set it on the venue or change the configuration. {answer.Trouble}".TrimEnd());
        }
    }

    /// <summary>The venue shows an entry also where nothing is held; in hedge mode two, of which the first says enough.</summary>
    private Task<BybitPosition?> ReadPositionAsync(string native, CancellationToken cancellationToken) => ReadFirstAsync(
        "position",
        rest.Budgets.Account,
        "/v5/position/list",
        $"category=linear&symbol={native}",
        BybitJson.Default.BybitReplyBybitPageBybitPosition,
        cancellationToken);

    private async Task<T?> ReadFirstAsync<T>(
        string name,
        RateBudget budget,
        string path,
        string query,
        JsonTypeInfo<BybitReply<BybitPage<T>>> type,
        CancellationToken cancellationToken)
        where T : class
    {
        BybitAnswer<BybitPage<T>> answer = await rest.GetAsync(name, RequestLane.Reconcile, budget, path, query, type, cancellationToken);
        return answer is BybitAnswer<BybitPage<T>>.Ok ok
            ? ok.Result?.List?.FirstOrDefault()
            : throw new VenueSetupException($"{name} cannot be read: {answer.Trouble}");
    }
}
