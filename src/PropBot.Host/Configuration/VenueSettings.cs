using PropBot.Venues;

namespace PropBot.Host.Configuration;

/// <summary>Where and as whom the bot goes to the venues in the profiles testnet and live; every fault is listed.</summary>
internal static class VenueSettings
{
    public static IReadOnlyList<VenueOptions> Read(BotConfig config, Func<string, string?> environment, bool placesOrders, List<ConfigFault> faults) =>
        [.. config.Venues.Select(v => Read(v, config.Profile, environment, placesOrders, faults)).OfType<VenueOptions>()];

    private static VenueOptions? Read(
        VenueConfig venue, string profile, Func<string, string?> environment, bool placesOrders, List<ConfigFault> faults)
    {
        int before = faults.Count;
        var names = VenueVariables.Of(venue.Venue, profile);
        VenueEndpoints published = PublishedAddresses.Of(venue.Venue, profile);
        string? key = Secret(names.Key, venue, profile, environment, faults);
        string? secret = Secret(names.Secret, venue, profile, environment, faults);
        string? passphrase = names.Passphrase is { } name ? Secret(name, venue, profile, environment, faults) : null;
        Uri rest = venue.Rest ?? published.Rest;
        Uri publicStream = venue.PublicStream ?? published.PublicStream;
        Uri privateStream = venue.PrivateStream ?? (venue.PublicStream ?? published.PrivateStream);
        foreach ((string what, Uri address) in new[] { ("rest", rest), ("ws", publicStream), ("ws_private", privateStream) })
        {
            CheckAddress(venue, profile, what, address, faults);
        }

        return faults.Count > before ? null : new VenueOptions
        {
            Venue = venue.Venue,
            Symbols = venue.Symbols,
            RestAddress = rest,
            PublicStreamAddress = publicStream,
            PrivateStreamAddress = privateStream,
            Credentials = new VenueCredentials(key!, secret!, passphrase),
            Leverage = venue.Leverage,
            PositionMode = venue.PositionMode,
            MarginMode = venue.MarginMode,
            Demo = published.Demo,
            ReadOnly = !placesOrders,
        };
    }

    private static string? Secret(string name, VenueConfig venue, string profile, Func<string, string?> environment, List<ConfigFault> faults)
    {
        string? text = environment(name)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            faults.Add(new ConfigFault(name, $"is missing: {venue.Venue} needs it in the profile {profile}; keys come from the environment only"));
            return null;
        }

        return text;
    }

    private static void CheckAddress(VenueConfig venue, string profile, string what, Uri address, List<ConfigFault> faults)
    {
        if (PublishedAddresses.IsOfOtherProfile(venue.Venue, profile, address))
        {
            string other = profile == "live" ? "testnet" : "live";
            faults.Add(new ConfigFault($"{venue.Venue} {what}", $"{address} is an address of the venue's {other} market, this run is of {profile}"));
        }
        else if (!address.IsLoopback && address.Scheme is "http" or "ws")
        {
            faults.Add(new ConfigFault($"{venue.Venue} {what}", $"{address} is not encrypted; keys go to other machines by https and wss only"));
        }
    }
}
