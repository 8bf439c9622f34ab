using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Recovery;

/// <summary>A commit that had to wait for the ledger, and has succeeded.</summary>
/// <param name="Since">UTC of the first attempt.</param>
/// <param name="Until">UTC of the one that succeeded.</param>
/// <param name="Waited">From the first attempt to the one that succeeded, monotonic.</param>
/// <param name="Attempts">That failed; none when a single one took so long.</param>
/// <param name="Cause">What the store said last.</param>
public sealed record LateCommit(DateTimeOffset Since, DateTimeOffset Until, TimeSpan Waited, int Attempts, string Cause);

/// <summary>
/// How an event that waited for the ledger goes on: its requests go out, but for openings whose prices are older than a book may be, or that
/// an operator forbade meanwhile. Nothing else opens until everything that came in meanwhile is dealt with.
/// </summary>
/// <param name="GoOut">The effects that are carried out now, in their order.</param>
/// <param name="Tell">What the engine hears next, before anything else.</param>
/// <param name="Outage">The outage so far.</param>
public sealed record LateCourse(IReadOnlyList<Effect> GoOut, IReadOnlyList<EngineEvent> Tell, LedgerOutage Outage)
{
    /// <param name="effects">Of the event that waited; read here, not kept.</param>
    /// <param name="oldAfter">How old a book's prices may be.</param>
    /// <param name="isStopped">An operator has ordered a stop that the engine has not come to yet.</param>
    /// <param name="before">The outage that this one belongs to, while what came in during that is not dealt with; else null.</param>
    /// <param name="id">For a new outage: made of the event.</param>
    public static LateCourse Of(LateCommit late, IReadOnlyList<Effect> effects, TimeSpan oldAfter, bool isStopped, LedgerOutage? before, string id)
    {
        bool isOld = late.Waited > oldAfter;
        OrderIntent[] unsent = !isOld && !isStopped ? []
            : [.. effects.OfType<PlaceOrder>().Select(place => place.Intent).Where(intent => intent.Purpose == OrderPurpose.Open)];
        LedgerOutage outage = before ?? new LedgerOutage(id, late.Cause, late.Since, late.Since, 0, []);
        string reason = isOld
            ? FormattableString.Invariant($"its prices were {late.Waited.TotalSeconds:0.#} s old when the ledger took it")
            : "an operator forbade opening before the ledger took it";
        return new LateCourse(
            [.. effects.Where(effect => effect is not PlaceOrder place || !unsent.Contains(place.Intent))],
            [
                new LedgerFailed(late.Cause),
                .. unsent.Select(intent => new OrderNotSent(intent.ClientOrderId, reason)),
                .. effects.Select(SentBy).OfType<ClientOrderId>().Except(unsent.Select(intent => intent.ClientOrderId)).Select(id => new OrderSentLate(id)),
            ],
            outage with
            {
                Until = late.Until,
                Attempts = outage.Attempts + late.Attempts,
                NeverSent = [.. outage.NeverSent, .. unsent.Select(intent => intent.ClientOrderId)],
            });
    }

    private static ClientOrderId? SentBy(Effect effect) => effect switch
    {
        PlaceOrder place => place.Intent.ClientOrderId,
        CancelOrder cancel => cancel.ClientOrderId,
        _ => null,
    };
}
