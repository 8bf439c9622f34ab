namespace PropBot.Venues;

/// <summary>A venue's public addresses, without paths, as <see cref="VenueOptions"/> takes them.</summary>
/// <param name="Demo">Goes to <see cref="VenueOptions.Demo"/>.</param>
public sealed record VenueEndpoints(Uri Rest, Uri PublicStream, Uri PrivateStream, bool Demo = false);
