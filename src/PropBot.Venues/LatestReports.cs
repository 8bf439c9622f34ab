using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Keeps an older state of an order from being told after a newer one: answers to questions overtake or are overtaken by the
/// private stream, and messages come twice. A cumulative quantity never shrinks and an end is never left. Used by one task at a time.
/// </summary>
public sealed class LatestReports
{
    /// <summary>Orders remembered; the engine keeps the same rule for all.</summary>
    public const int Capacity = 10_000;

    private readonly Dictionary<VenueOrderId, (decimal Filled, bool Ended)> _latest = [];
    private readonly Queue<VenueOrderId> _order = new();

    /// <returns>False when the order has been told further on.</returns>
    public bool Admit(OrderReport report)
    {
        bool ended = report.Status.IsTerminal();
        decimal filled = report.CumulativeQuantity.Value;
        bool known = _latest.TryGetValue(report.VenueOrderId, out (decimal Filled, bool Ended) last);
        if (known && (filled < last.Filled || (last.Ended && !ended)))
        {
            return false;
        }

        _latest[report.VenueOrderId] = (filled, ended);
        if (!known)
        {
            _order.Enqueue(report.VenueOrderId);
            if (_order.Count > Capacity)
            {
                _latest.Remove(_order.Dequeue());
            }
        }

        return true;
    }
}
