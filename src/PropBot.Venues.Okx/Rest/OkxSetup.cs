using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>What has to be true before the first stream: clock, instruments and fees, net mode, cross margin, leverage.</summary>
internal sealed class OkxSetup(OkxRest rest, VenueOptions options)
{
    private const string NetMode = "net_mode";
    private const string SpotAccount = "1";

    /// <exception cref="VenueSetupException">Something is not as needed, or cannot be asked for now.</exception>
    public async Task<IReadOnlyList<OkxListing>> RunAsync(CancellationToken cancellationToken)
    {
        if (!await rest.Clock.MeasureAsync(cancellationToken))
        {
            throw new VenueSetupException($"the clock of {options.RestAddress} cannot be read; is the address right and the network up?");
        }

        IReadOnlyList<OkxListing> listings = await LoadListingsAsync(cancellationToken);
        await RequireNetModeAsync(cancellationToken);
        foreach (OkxListing listing in listings)
        {
            await RequireLeverageAsync(listing, cancellationToken);
        }

        return listings;
    }

    public async Task<IReadOnlyList<OkxListing>> LoadListingsAsync(CancellationToken cancellationToken)
    {
        List<OkxListing> listings = [];
        foreach (Symbol symbol in options.Symbols)
        {
            listings.Add(await LoadListingAsync(symbol, cancellationToken));
        }

        return listings;
    }

    private async Task<OkxListing> LoadListingAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        string native = OkxListing.NativeSymbolOf(symbol);
        OkxInstrument wire = await ReadInstrumentAsync(native, cancellationToken);
        FundingQuote funding = await ReadFundingAsync(native, cancellationToken);
        string family = string.IsNullOrEmpty(wire.InstFamily) ? $"{symbol.Base}-{symbol.Quote}" : wire.InstFamily;
        OkxTradeFee fees = await ReadOneAsync(
            "trade fee",
            rest.Budgets.Settings,
            $"/api/v5/account/trade-fee?instType=SWAP&instFamily={family}",
            OkxJson.Default.OkxReplyOkxTradeFee,
            cancellationToken);
        try
        {
            return OkxListing.Read(wire, symbol, OkxListing.ReadFees(fees, wire.GroupId), funding.Interval);
        }
        catch (Exception unusable) when (unusable is FormatException or ArgumentException)
        {
            throw new VenueSetupException($"{native} cannot be traded: {unusable.Message}");
        }
    }

    private async Task<OkxInstrument> ReadInstrumentAsync(string native, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxInstrument> answer = await rest.GetPublicAsync(
            "instruments",
            RequestLane.Reconcile,
            $"/api/v5/public/instruments?instType=SWAP&instId={native}",
            OkxJson.Default.OkxReplyOkxInstrument,
            cancellationToken);
        return answer switch
        {
            OkxAnswer<OkxInstrument>.Ok ok => ok.Items.FirstOrDefault(i => i.InstId == native) ?? throw Missing(),
            OkxAnswer<OkxInstrument>.No { Code: "51001" } => throw Missing(),
            _ => throw new VenueSetupException($"instrument {native}: {answer.Trouble}"),
        };

        VenueSetupException Missing() => new($"the venue lists no {native}; take the symbol out of the configuration or correct it");
    }

    private async Task<FundingQuote> ReadFundingAsync(string native, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxFundingRate> answer = await rest.GetPublicAsync(
            "funding rate",
            RequestLane.Reconcile,
            $"/api/v5/public/funding-rate?instId={native}",
            OkxJson.Default.OkxReplyOkxFundingRate,
            cancellationToken);
        try
        {
            return answer is OkxAnswer<OkxFundingRate>.Ok { Items: [{ } rate, ..] }
                ? OkxAccountReading.ReadFunding(rate, TimeSpan.FromHours(8))
                : throw new VenueSetupException($"funding rate of {native}: {answer.Trouble}");
        }
        catch (FormatException unreadable)
        {
            throw new VenueSetupException($"funding rate of {native}: {unreadable.Message}");
        }
    }

    private async Task RequireNetModeAsync(CancellationToken cancellationToken)
    {
        OkxAccountConfig config = await ReadConfigAsync(cancellationToken);
        if (config.AcctLv == SpotAccount)
        {
            throw new VenueSetupException("the account is in spot mode (acctLv 1), which has no perpetuals; switch it to futures mode on the venue's site");
        }

        if (config.PosMode == NetMode)
        {
            return;
        }

        await rest.PostAsync(
            "set position mode",
            RequestLane.Reconcile,
            rest.Budgets.Settings,
            "/api/v5/account/set-position-mode",
            OkxOrderBody.Write(json => json.WriteString("posMode", NetMode)),
            OkxJson.Default.OkxReplyOkxAccountConfig,
            expires: false,
            cancellationToken);
        config = await ReadConfigAsync(cancellationToken);
        if (config.PosMode != NetMode)
        {
            throw new VenueSetupException(
                $"position mode is {config.PosMode}, needed {NetMode}; close positions and orders on the venue, then switch it");
        }
    }

    private Task<OkxAccountConfig> ReadConfigAsync(CancellationToken cancellationToken) =>
        ReadOneAsync("account config", rest.Budgets.Settings, "/api/v5/account/config", OkxJson.Default.OkxReplyOkxAccountConfig, cancellationToken);

    /// <summary>Margin mode and leverage are one setting per instrument here: the leverage of its cross positions.</summary>
    private async Task RequireLeverageAsync(OkxListing listing, CancellationToken cancellationToken)
    {
        string native = listing.Instrument.NativeSymbol;
        decimal? leverage = await ReadLeverageAsync(native, cancellationToken);
        if (leverage == options.Leverage)
        {
            return;
        }

        OkxAnswer<OkxLeverage> answer = await rest.PostAsync(
            "set leverage",
            RequestLane.Reconcile,
            rest.Budgets.Leverage,
            "/api/v5/account/set-leverage",
            OkxOrderBody.Write(json =>
            {
                json.WriteString("instId", native);
                json.WriteString("lever", WireNumber.Format(options.Leverage));
                json.WriteString("mgnMode", OkxOrderBody.CrossMargin);
            }),
            OkxJson.Default.OkxReplyOkxLeverage,
            expires: false,
            cancellationToken);
        leverage = await ReadLeverageAsync(native, cancellationToken);
        if (leverage != options.Leverage)
        {
            throw new VenueSetupException(
                $"cross leverage of {native} is {leverage}, needed {options.Leverage}; set it on the venue or change the configuration. {answer.Trouble}".TrimEnd());
        }
    }

    private async Task<decimal?> ReadLeverageAsync(string native, CancellationToken cancellationToken)
    {
        OkxLeverage leverage = await ReadOneAsync(
            "leverage",
            rest.Budgets.Leverage,
            $"/api/v5/account/leverage-info?instId={native}&mgnMode={OkxOrderBody.CrossMargin}",
            OkxJson.Default.OkxReplyOkxLeverage,
            cancellationToken);
        return WireText.Decimal(leverage.Lever);
    }

    private async Task<T> ReadOneAsync<T>(
        string name, RateBudget budget, string pathAndQuery, JsonTypeInfo<OkxReply<T>> type, CancellationToken cancellationToken)
    {
        OkxAnswer<T> answer = await rest.GetAsync(name, RequestLane.Reconcile, budget, pathAndQuery, type, cancellationToken);
        return answer is OkxAnswer<T>.Ok { Items: [{ } item, ..] }
            ? item
            : throw new VenueSetupException($"{name} cannot be read: {answer.Trouble}");
    }
}
