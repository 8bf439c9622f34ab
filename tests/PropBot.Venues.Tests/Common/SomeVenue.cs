using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

/// <summary>Options of a venue for tests of what all venues share.</summary>
internal static class SomeVenue
{
    public static VenueOptions At(Uri rest) => new()
    {
        Venue = VenueId.BinanceUm,
        Symbols = [],
        RestAddress = rest,
        PublicStreamAddress = rest,
        PrivateStreamAddress = rest,
        Credentials = new VenueCredentials("key", "secret", null),
    };
}
