namespace PropBot.Venues;

/// <summary>The latest ids of something, so that what comes twice is told once; the oldest are forgotten. Used by one task at a time.</summary>
/// <param name="capacity">Ids kept; above zero.</param>
public sealed class RecentIds(int capacity)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <returns>False when it was there already.</returns>
    public bool Add(string id)
    {
        if (!_known.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > capacity)
        {
            _known.Remove(_order.Dequeue());
        }

        return true;
    }
}
