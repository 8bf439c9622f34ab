using PropBot.Core.Values;
using PropBot.Venues;
using PropBot.Venues.Binance;
using PropBot.Venues.Bybit;
using PropBot.Venues.Okx;

namespace PropBot.Host.Configuration;

/// <summary>The venues' own addresses by profile, as each adapter states them with source and date.</summary>
public static class PublishedAddresses
{
    public static VenueEndpoints Of(VenueId venue, string profile) => profile == "live" ? Live(venue) : Testnet(venue);

    /// <summary>Whether a host belongs to the other profile: real money where play money is meant, or the other way round.</summary>
    public static bool IsOfOtherProfile(VenueId venue, string profile, Uri address)
    {
        string other = profile == "live" ? "testnet" : "live";
        return HostsOf(Of(venue, other)).Contains(address.Host, StringComparer.OrdinalIgnoreCase)
            && !HostsOf(Of(venue, profile)).Contains(address.Host, StringComparer.OrdinalIgnoreCase);
    }

    private static VenueEndpoints Live(VenueId venue) => venue.Name switch
    {
        "binance-um" => BinanceAddresses.Live,
        "okx-perp" => new VenueEndpoints(OkxAddresses.Live.Rest, OkxAddresses.Live.PublicStream, OkxAddresses.Live.PrivateStream, OkxAddresses.Live.Demo),
        "bybit-linear" => new VenueEndpoints(BybitAddresses.Live.Rest, BybitAddresses.Live.PublicStream, BybitAddresses.Live.PrivateStream),
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "no published addresses"),
    };

    private static VenueEndpoints Testnet(VenueId venue) => venue.Name switch
    {
        "binance-um" => BinanceAddresses.Testnet,
        "okx-perp" => new VenueEndpoints(OkxAddresses.Testnet.Rest, OkxAddresses.Testnet.PublicStream, OkxAddresses.Testnet.PrivateStream, OkxAddresses.Testnet.Demo),
        "bybit-linear" => new VenueEndpoints(BybitAddresses.Testnet.Rest, BybitAddresses.Testnet.PublicStream, BybitAddresses.Testnet.PrivateStream, Demo: true),
        _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "no published addresses"),
    };

    private static string[] HostsOf(VenueEndpoints at) => [at.Rest.Host, at.PublicStream.Host, at.PrivateStream.Host];
}
