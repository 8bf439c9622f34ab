using PropBot.Core.Execution;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>Numbers and names that Binance has and the simulation has not.</summary>
internal sealed class BinanceIds(DateTimeOffset marketStart)
{
    /// <summary>Update numbers that one change of a book uses up; Binance's rise by many.</summary>
    private const long NumbersPerUpdate = 4;

    /// <summary>Numbers of a later start are above all of an earlier one's: fewer than 25 changes per millisecond are made.</summary>
    private readonly long _base = marketStart.ToUnixTimeMilliseconds() * 100;

    /// <summary>The <c>u</c> of a book after its n-th update.</summary>
    public long FinalUpdateId(long updateId) => _base + (updateId * NumbersPerUpdate);

    /// <summary>The <c>U</c> of an update that follows a final update id.</summary>
    public static long FirstUpdateIdAfter(long finalUpdateId) => finalUpdateId + 1;

    /// <summary>
    /// The <c>lastUpdateId</c> of a REST snapshot. It lies inside the next update's U..u, so that the documented rule (drop u
    /// below lastUpdateId, the first one applied has U &lt;= lastUpdateId &lt;= u) finds its first update also in a book that
    /// has just been told.
    /// </summary>
    public long SnapshotUpdateId(long updateId) => FinalUpdateId(updateId) + 1;

    /// <summary>Orders of the venue carry its own ids; all of auto-deleveraging carry the same one.</summary>
    public static string ClientOrderIdOf(SimulatedOrder order) =>
        order.Origin == OrderOrigin.AutoDeleveraging ? "adl_autoclose" : order.ClientOrderId;
}
