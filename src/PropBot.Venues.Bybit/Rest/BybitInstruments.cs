using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>Reads what the venue says of the traded instruments and what it charges us on them.</summary>
internal sealed class BybitInstruments(BybitRest rest, VenueOptions options)
{
    private const int ParameterError = 10_001;

    /// <summary>A question without a status has trading contracts only (rule I3); the others are asked for in this order.</summary>
    private static readonly string[] Filters = ["", "&status=PreLaunch", "&status=Delivering", "&status=Closed"];

    /// <param name="known">What was listed before: what the venue lists no more is told as delisted, not as a mistake in the configuration.</param>
    /// <exception cref="VenueSetupException">Something cannot be read, or was never listed.</exception>
    public async Task<IReadOnlyList<Instrument>> LoadAsync(BybitListing known, CancellationToken cancellationToken)
    {
        List<Instrument> instruments = [];
        foreach (Symbol symbol in options.Symbols)
        {
            Instrument? before = known.ByName.GetValueOrDefault(symbol.Name);
            instruments.Add(await LoadAsync(symbol, before, cancellationToken));
        }

        return instruments;
    }

    private async Task<Instrument> LoadAsync(Symbol symbol, Instrument? before, CancellationToken cancellationToken)
    {
        if (await FindAsync(symbol, cancellationToken) is not { } wire)
        {
            return before is null
                ? throw new VenueSetupException($"the venue lists no {symbol}; take the symbol out of the configuration or correct it")
                : before with { Status = InstrumentStatus.Delisting };
        }

        BybitAnswer<BybitPage<BybitFeeRate>> fees = await rest.GetAsync(
            "fee rate",
            RequestLane.Data,
            rest.Budgets.FeeRate,
            "/v5/account/fee-rate",
            $"category=linear&symbol={symbol.Name}",
            BybitJson.Default.BybitReplyBybitPageBybitFeeRate,
            cancellationToken);
        if (fees is not BybitAnswer<BybitPage<BybitFeeRate>>.Ok ok)
        {
            throw new VenueSetupException($"fee rate cannot be read: {fees.Trouble}");
        }

        BybitFeeRate rate = ok.Result?.List?.FirstOrDefault() ?? throw new VenueSetupException($"the venue names no fee rate for {symbol}");
        try
        {
            return BybitReading.ReadInstrument(wire, symbol, BybitReading.ReadFees(rate));
        }
        catch (Exception unusable) when (unusable is FormatException or ArgumentException)
        {
            throw new VenueSetupException($"{symbol} cannot be traded: {unusable.Message}");
        }
    }

    private async Task<BybitInstrument?> FindAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        foreach (string filter in Filters)
        {
            BybitAnswer<BybitPage<BybitInstrument>> answer = await rest.GetPublicAsync(
                "instruments",
                RequestLane.Data,
                "/v5/market/instruments-info",
                $"category=linear&symbol={symbol.Name}{filter}",
                BybitJson.Default.BybitReplyBybitPageBybitInstrument,
                cancellationToken);
            switch (answer)
            {
                case BybitAnswer<BybitPage<BybitInstrument>>.Ok ok:
                    if (ok.Result?.List?.FirstOrDefault(i => i.Symbol == symbol.Name) is { } found)
                    {
                        return found;
                    }

                    break;
                case BybitAnswer<BybitPage<BybitInstrument>>.No { Code: ParameterError }:
                    return null;
                default:
                    throw new VenueSetupException($"instrument {symbol}: {answer.Trouble}");
            }
        }

        return null;
    }
}
