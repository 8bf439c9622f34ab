using PropBot.Core.Instruments;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>What has to be known before the first stream: the clock and the instruments.</summary>
internal sealed class BybitSetup(BybitRest rest, BybitInstruments instruments, VenueOptions options)
{
    /// <exception cref="VenueSetupException">Something cannot be asked for now.</exception>
    public async Task<IReadOnlyList<Instrument>> RunAsync(BybitListing known, CancellationToken cancellationToken) =>
        await rest.Clock.MeasureAsync(cancellationToken)
            ? await instruments.LoadAsync(known, cancellationToken)
            : throw new VenueSetupException($"the clock of {options.RestAddress} cannot be read; is the address right and the network up?");
}
