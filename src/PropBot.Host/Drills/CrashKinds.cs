using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;

namespace PropBot.Host.Drills;

/// <summary>
/// Names of what is committed and sent, for crash points. What is told apart further than by its type is told apart here; a kind of
/// effect that is made later has its type's name without a line here.
/// </summary>
internal static class CrashKinds
{
    public static string Of(Effect effect) => effect switch
    {
        OrderChanged { Order.Status: OrderStatus.Intended } intended => $"OrderChanged.Intended.{intended.Order.Intent.Purpose}",
        OrderChanged changed => $"OrderChanged.{changed.Order.Status}",
        FillBooked booked => $"FillBooked.{booked.Fill.Purpose}",
        EntryPosted posted => $"EntryPosted.{posted.Entry.Kind}",
        PairChanged changed => $"PairChanged.{changed.Pair.Status}",
        ControlChanged changed => $"ControlChanged.{changed.Control.Mode}",
        Journaled journaled => $"Journaled.{journaled.Type}",
        PlaceOrder place => $"PlaceOrder.{place.Intent.Purpose}",
        _ => effect.GetType().Name,
    };

    /// <summary>How a request ended: the outcome where the venue decides, else which answer it was.</summary>
    public static string Of(EngineEvent answer) => answer switch
    {
        PlaceAnswered placed => placed.Outcome.GetType().Name,
        CancelAnswered cancelled => cancelled.Outcome.GetType().Name,
        _ => answer.GetType().Name,
    };
}
