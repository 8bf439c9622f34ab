using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// What has been told so far, beyond the life of one connection: from when a catch-up has to begin, how far each order was, which forced
/// fills were told. Used from several tasks.
/// </summary>
internal sealed class BinanceNews
{
    /// <summary>Orders whose state is remembered; the oldest go first.</summary>
    private const int MostOrders = 4_096;

    /// <summary>Forced fills that are remembered.</summary>
    private const int MostForcedFills = 16_384;

    private readonly Lock _lock = new();
    private readonly Dictionary<(InstrumentId Instrument, ClientOrderId Id), OrderReport> _orders = [];
    private readonly Queue<(InstrumentId Instrument, ClientOrderId Id)> _orderAge = [];
    private readonly HashSet<(InstrumentId Instrument, TradeId Id)> _forced = [];
    private readonly Queue<(InstrumentId Instrument, TradeId Id)> _forcedAge = [];
    private DateTimeOffset? _latest;
    private DateTimeOffset? _missingSince;
    private int _misses;

    /// <summary>From when on something may be missing: the latest news, or what came before the first message that could not be read.</summary>
    public BinanceGap Gap()
    {
        lock (_lock)
        {
            return new BinanceGap(_missingSince ?? _latest, _misses);
        }
    }

    /// <summary>A message could not be read: until it was read over REST, the gap begins before it, whatever comes after it.</summary>
    public void Missed()
    {
        lock (_lock)
        {
            _missingSince ??= _latest;
            _misses++;
        }
    }

    /// <summary>All of the gap is told. What was missed while it was read is another one, and begins where this one did.</summary>
    /// <param name="asOf">The venue's time before the first question.</param>
    public void CaughtUp(BinanceGap gap, DateTimeOffset asOf)
    {
        lock (_lock)
        {
            if (_misses == gap.Misses)
            {
                _missingSince = null;
            }

            _latest = _latest > asOf ? _latest : asOf;
        }
    }

    /// <summary>The stream has told what happened until then.</summary>
    public void Seen(DateTimeOffset venueTime)
    {
        lock (_lock)
        {
            _latest = _latest > venueTime ? _latest : venueTime;
        }
    }

    /// <summary>
    /// Is this report older than what was told? What is filled never shrinks and an order that ended stays ended; answers over REST
    /// may lag behind the stream.
    /// </summary>
    public bool IsOlder(OrderReport report)
    {
        lock (_lock)
        {
            return _orders.TryGetValue((report.Instrument, report.ClientOrderId), out OrderReport? told) && IsOlder(report, told);
        }
    }

    /// <returns>False when it is older than what was told: not to be told.</returns>
    public bool TryTell(OrderReport report)
    {
        lock (_lock)
        {
            (InstrumentId Instrument, ClientOrderId Id) key = (report.Instrument, report.ClientOrderId);
            if (_orders.TryGetValue(key, out OrderReport? told))
            {
                if (IsOlder(report, told))
                {
                    return false;
                }
            }
            else
            {
                _orderAge.Enqueue(key);
                if (_orderAge.Count > MostOrders)
                {
                    _orders.Remove(_orderAge.Dequeue());
                }
            }

            _orders[key] = report;
            return true;
        }
    }

    /// <returns>False when this fill was told before.</returns>
    public bool TryTell(ForcedFill fill)
    {
        lock (_lock)
        {
            if (!_forced.Add((fill.Instrument, fill.TradeId)))
            {
                return false;
            }

            _forcedAge.Enqueue((fill.Instrument, fill.TradeId));
            if (_forcedAge.Count > MostForcedFills)
            {
                _forced.Remove(_forcedAge.Dequeue());
            }

            return true;
        }
    }

    /// <summary>Our orders that were told as open.</summary>
    public IReadOnlyList<ClientOrderId> OpenOn(InstrumentId instrument)
    {
        lock (_lock)
        {
            return [.. _orders.Where(o => o.Key.Instrument == instrument && !o.Value.Status.IsTerminal()).Select(o => o.Key.Id)];
        }
    }

    private static bool IsOlder(OrderReport report, OrderReport told) =>
        report.CumulativeQuantity < told.CumulativeQuantity || (told.Status.IsTerminal() && !report.Status.IsTerminal());
}

/// <param name="Since">The venue's time; null before the first news.</param>
/// <param name="Misses">Messages that could not be read by then.</param>
internal readonly record struct BinanceGap(DateTimeOffset? Since, int Misses);
