using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>Lines for people from the adapters. Never carries keys, signatures or whole requests.</summary>
public interface IVenueLog
{
    void Information(VenueId venue, string message);

    void Warning(VenueId venue, string message);
}

/// <summary>Says nothing.</summary>
public sealed class SilentVenueLog : IVenueLog
{
    public static readonly SilentVenueLog Instance = new();

    public void Information(VenueId venue, string message)
    {
    }

    public void Warning(VenueId venue, string message)
    {
    }
}
