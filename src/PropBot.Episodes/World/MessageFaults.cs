using PropBot.Core.Values;
using PropBot.Episodes.Schedules;

namespace PropBot.Episodes.World;

/// <summary>Which message of which line is struck by what; and how often each fault has struck.</summary>
internal sealed class MessageFaults
{
    private readonly Dictionary<(VenueId Venue, MessageChannel Channel, int Number), ScheduleItem> _struck = [];

    public MessageFaults(IEnumerable<ScheduleItem> items)
    {
        foreach (ScheduleItem item in items)
        {
            if (item is { Venue: { } venue, Channel: { } channel, Number: > 0 })
            {
                // Two faults of one message: the first is it.
                _struck.TryAdd((venue, channel, item.Number), item);
            }
        }
    }

    /// <summary>From now on every message arrives, once and in time.</summary>
    public bool AreOver { get; set; }

    public SortedDictionary<string, int> Struck { get; } = new(StringComparer.Ordinal);

    public ScheduleItem? Find(VenueId venue, MessageChannel channel, int number)
    {
        if (AreOver || !_struck.TryGetValue((venue, channel, number), out ScheduleItem? item))
        {
            return null;
        }

        Count(item.Kind);
        return item;
    }

    public void Count(string kind) => Struck[kind] = Struck.GetValueOrDefault(kind) + 1;
}
