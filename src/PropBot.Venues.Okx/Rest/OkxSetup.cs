using PropBot.Venues.Okx.Parsing;

namespace PropBot.Venues.Okx.Rest;

/// <summary>What has to be known before the first stream: the clock and the instruments.</summary>
internal sealed class OkxSetup(OkxRest rest, OkxListings listings, VenueOptions options)
{
    /// <exception cref="VenueSetupException">Something cannot be asked for now.</exception>
    public async Task<IReadOnlyList<OkxListing>> RunAsync(CancellationToken cancellationToken) =>
        await rest.Clock.MeasureAsync(cancellationToken)
            ? await listings.LoadAsync(cancellationToken)
            : throw new VenueSetupException($"the clock of {options.RestAddress} cannot be read; is the address right and the network up?");
}
