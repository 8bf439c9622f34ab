namespace PropBot.Venues;

/// <summary>Why a venue cannot be traded on yet, for people: what was found, what is needed, what to do. Tried again later.</summary>
public sealed class VenueSetupException(string message) : Exception(message);
