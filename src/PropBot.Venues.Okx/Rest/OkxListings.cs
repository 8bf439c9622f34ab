using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>The traded instruments with their rules, fees and funding.</summary>
internal sealed class OkxListings(OkxRest rest, IReadOnlyList<Symbol> symbols)
{
    private static readonly TimeSpan UsualFundingInterval = TimeSpan.FromHours(8);

    /// <exception cref="VenueSetupException">One of them cannot be read, or cannot be traded.</exception>
    public async Task<IReadOnlyList<OkxListing>> LoadAsync(CancellationToken cancellationToken)
    {
        List<OkxListing> listings = [];
        OkxTradeFee? lastFees = null;
        foreach (Symbol symbol in symbols)
        {
            string native = OkxListing.NativeSymbolOf(symbol);
            OkxInstrument wire = await ReadInstrumentAsync(native, cancellationToken);
            OkxFundingRate funding = await ReadFundingAsync(native, cancellationToken);
            OkxTradeFee fees = HasGroupOf(lastFees, wire) ? lastFees! : await ReadFeesAsync(wire, symbol, cancellationToken);
            lastFees = fees;
            listings.Add(Read(native, wire, symbol, funding, fees));
        }

        return listings;
    }

    private static OkxListing Read(string native, OkxInstrument wire, Symbol symbol, OkxFundingRate funding, OkxTradeFee fees)
    {
        try
        {
            return OkxListing.Read(
                wire,
                symbol,
                OkxListing.ReadFees(fees, wire.GroupId),
                OkxAccountReading.ReadFunding(funding, UsualFundingInterval).Interval,
                OkxAccountReading.ReadFundingLimits(funding));
        }
        catch (Exception unusable) when (unusable is FormatException or ArgumentException or OverflowException)
        {
            throw new VenueSetupException($"{native} cannot be traded: {unusable.Message}");
        }
    }

    private async Task<OkxInstrument> ReadInstrumentAsync(string native, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxInstrument> answer = await rest.GetPublicAsync(
            "instruments",
            RequestLane.Reconcile,
            rest.Budgets.Instruments,
            $"/api/v5/public/instruments?instType=SWAP&instId={native}",
            OkxJson.Default.OkxReplyOkxInstrument,
            cancellationToken);
        return answer switch
        {
            OkxAnswer<OkxInstrument>.Ok ok => ok.Items.FirstOrDefault(i => i.InstId == native) ?? throw Missing(),
            OkxAnswer<OkxInstrument>.No { Code: OkxErrors.NoSuchInstrument } => throw Missing(),
            _ => throw new VenueSetupException($"instrument {native}: {answer.Trouble}"),
        };

        VenueSetupException Missing() => new($"the venue lists no {native}; take the symbol out of the configuration or correct it");
    }

    private async Task<OkxFundingRate> ReadFundingAsync(string native, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxFundingRate> answer = await rest.GetPublicAsync(
            "funding rate",
            RequestLane.Reconcile,
            rest.Budgets.FundingRate(native),
            $"/api/v5/public/funding-rate?instId={native}",
            OkxJson.Default.OkxReplyOkxFundingRate,
            cancellationToken);
        return answer is OkxAnswer<OkxFundingRate>.Ok { Items: [{ } rate, ..] }
            ? rate
            : throw new VenueSetupException($"funding rate of {native}: {answer.Trouble}");
    }

    private async Task<OkxTradeFee> ReadFeesAsync(OkxInstrument wire, Symbol symbol, CancellationToken cancellationToken)
    {
        string family = string.IsNullOrEmpty(wire.InstFamily) ? $"{symbol.Base}-{symbol.Quote}" : wire.InstFamily;
        OkxAnswer<OkxTradeFee> answer = await rest.GetAsync(
            "trade fee",
            RequestLane.Reconcile,
            rest.Budgets.Fees,
            $"/api/v5/account/trade-fee?instType=SWAP&instFamily={family}",
            OkxJson.Default.OkxReplyOkxTradeFee,
            cancellationToken);
        return answer is OkxAnswer<OkxTradeFee>.Ok { Items: [{ } fees, ..] }
            ? fees
            : throw new VenueSetupException($"trade fee of {family} cannot be read: {answer.Trouble}");
    }

    /// <summary>Instruments of one fee group need not be asked for one by one: five requests in two seconds is all there is.</summary>
    private static bool HasGroupOf(OkxTradeFee? fees, OkxInstrument wire) =>
        !string.IsNullOrEmpty(wire.GroupId) && fees?.FeeGroup?.Any(g => g.GroupId == wire.GroupId) == true;
}
