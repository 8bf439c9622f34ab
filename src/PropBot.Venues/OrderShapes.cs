using System.Collections.Concurrent;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// What of the account's modes decides the shape of an order: position side and margin mode are fields of it, and a venue refuses an order in
/// another mode than it keeps. What was last read counts and not what is configured, so that a position can be closed in whatever mode it is held;
/// before anything was read it is as configured. Read and told from many threads.
/// </summary>
public sealed class OrderShapes(VenueOptions options)
{
    private readonly ConcurrentDictionary<InstrumentId, PositionMode> _byInstrument = new();
    private PositionMode _ofAccount = options.PositionMode;
    private IReadOnlyList<PositionReport> _held = [];

    public PositionMode ModeOf(InstrumentId instrument) => _byInstrument.TryGetValue(instrument, out PositionMode mode) ? mode : _ofAccount;

    /// <summary>
    /// An opening order goes in the configured margin mode; any other joins the position that it makes smaller or adds to, the largest where
    /// the venue holds one in each mode.
    /// </summary>
    public MarginMode MarginOf(OrderIntent intent)
    {
        IEnumerable<PositionReport> meant = intent.Purpose == OrderPurpose.Open
            ? []
            : Volatile.Read(ref _held).Where(p => p.Instrument == intent.Instrument && IsMeant(p, intent));
        return meant.MaxBy(p => Math.Abs(p.SignedQuantity))?.MarginMode ?? options.MarginMode;
    }

    /// <summary>The venue has one position mode for the whole account.</summary>
    public void Told(PositionMode mode)
    {
        _ofAccount = mode;
        _byInstrument.Clear();
    }

    public void Told(InstrumentId instrument, PositionMode mode) => _byInstrument[instrument] = mode;

    /// <summary>What is held says in which modes.</summary>
    public void Told(AccountReport account)
    {
        foreach (PositionReport position in account.Positions)
        {
            _byInstrument[position.Instrument] = position.Side == PositionSide.Net ? PositionMode.OneWay : PositionMode.Hedge;
        }

        Volatile.Write(ref _held, account.Positions);
    }

    private static bool IsMeant(PositionReport position, OrderIntent intent) =>
        (position.Side == PositionSide.Net || position.Side == intent.Position)
        && (!intent.ReduceOnly || position.SignedQuantity > 0m == (intent.Side == Side.Sell));
}
