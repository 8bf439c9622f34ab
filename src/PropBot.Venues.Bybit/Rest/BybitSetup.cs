using PropBot.Core.Instruments;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>What has to be true before the first stream: the clock is known, the instruments are, the account's modes are as configured.</summary>
internal sealed class BybitSetup(BybitRest rest, BybitInstruments instruments, BybitModes modes, VenueOptions options)
{
    /// <exception cref="VenueSetupException">Something is not as needed, or cannot be asked for now.</exception>
    public async Task<IReadOnlyList<Instrument>> RunAsync(BybitListing known, CancellationToken cancellationToken)
    {
        if (!await rest.Clock.MeasureAsync(cancellationToken))
        {
            throw new VenueSetupException($"the clock of {options.RestAddress} cannot be read; is the address right and the network up?");
        }

        IReadOnlyList<Instrument> loaded = await instruments.LoadAsync(known, cancellationToken);
        if (!options.ReadOnly)
        {
            await modes.RequireAsync([.. loaded.Where(i => i.Status != InstrumentStatus.Suspended).Select(i => i.NativeSymbol)], cancellationToken);
        }

        return loaded;
    }
}
