using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues;

namespace PropBot.Episodes.Wires;

/// <summary>An adapter's options where nobody listens at an address.</summary>
internal static class AdapterSettings
{
    public const string OwnOrderPrefix = "pb";

    private static readonly Uri Nowhere = new("http://venue.invalid");

    public static VenueOptions Of(VenueId venue) => new()
    {
        Venue = venue,
        Symbols = [World.EpisodeSettings.Btc, World.EpisodeSettings.Eth],
        RestAddress = Nowhere,
        PublicStreamAddress = Nowhere,
        PrivateStreamAddress = Nowhere,
        Credentials = new VenueCredentials("key", "secret", "passphrase"),
        PositionMode = PositionMode.OneWay,
        OwnOrderPrefix = OwnOrderPrefix,
    };
}
