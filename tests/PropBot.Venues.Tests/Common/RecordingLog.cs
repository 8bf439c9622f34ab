using System.Collections.Concurrent;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Common;

/// <summary>Keeps what an adapter warns people of.</summary>
internal sealed class RecordingLog : IVenueLog
{
    private readonly ConcurrentQueue<string> _warnings = new();

    public IReadOnlyList<string> Warnings => [.. _warnings];

    public void Information(VenueId venue, string message)
    {
    }

    public void Warning(VenueId venue, string message) => _warnings.Enqueue(message);
}
