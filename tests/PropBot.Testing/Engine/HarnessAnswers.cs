using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Testing.Engine;

/// <summary>What a venue does with an order, step by step: each call changes the venue's truth and tells the engine.</summary>
public static class HarnessAnswers
{
    private static readonly VenueProof NoSuchOrder = new("order by client id", "unknown order", EngineHarness.Noon);

    public static IReadOnlyList<Effect> Accept(this EngineHarness desk, OrderIntent order)
    {
        desk.Reach(order);
        return desk.Feed(new PlaceAnswered(order.ClientOrderId, new VenueOutcome.Accepted(new VenueOrderId($"v-{order.ClientOrderId}"))));
    }

    /// <summary>The order is at the venue and nobody was told.</summary>
    public static void Reach(this EngineHarness desk, OrderIntent order)
    {
        VenueTruth venue = desk.VenueOf(order);
        if (!venue.Knows(order.ClientOrderId))
        {
            venue.Take(order);
        }
    }

    public static IReadOnlyList<Effect> Refuse(this EngineHarness desk, OrderIntent order, RefusalKind kind) =>
        desk.Feed(new PlaceAnswered(order.ClientOrderId, new VenueOutcome.Refused(new VenueRefusal(kind, "-1", $"{kind}"))));

    /// <summary>No answer came in time.</summary>
    public static IReadOnlyList<Effect> LoseAnswer(this EngineHarness desk, OrderIntent order) =>
        desk.Feed(new PlaceAnswered(order.ClientOrderId, new VenueOutcome.Unknown("no answer within 10 s")));

    /// <summary>A fill at the venue; told to the engine by <see cref="Tell(EngineHarness, FillReport)"/>.</summary>
    public static FillReport Execute(this EngineHarness desk, OrderIntent order, decimal quantity, decimal? price = null)
    {
        desk.Reach(order);
        return desk.VenueOf(order).Execute(order.ClientOrderId, quantity, price ?? order.ReferencePrice.Value, desk.At);
    }

    /// <summary>The venue takes a part of the position off by itself, for a fee of 2.5 USDT; the test tells it.</summary>
    public static ForcedFill Force(this EngineHarness desk, InstrumentId id, OrderOrigin origin, decimal quantity, decimal price) =>
        desk.Venues[id.Venue].Force(id, origin, quantity, price, fee: 2.5m, desk.At);

    public static IReadOnlyList<Effect> Tell(this EngineHarness desk, FillReport fill) => desk.Feed(new FillReported(fill));

    public static FillReport Fill(this EngineHarness desk, OrderIntent order, decimal quantity, decimal? price = null)
    {
        FillReport fill = desk.Execute(order, quantity, price);
        desk.Tell(fill);
        return fill;
    }

    /// <summary>What is not filled by now is gone; the engine is told by a report.</summary>
    public static IReadOnlyList<Effect> Expire(this EngineHarness desk, OrderIntent order)
    {
        desk.Reach(order);
        return desk.Feed(new OrderReported(desk.VenueOf(order).Expire(order.ClientOrderId, desk.At)));
    }

    /// <summary>The answer, one fill of the whole order at its reference price, and the report, in the usual order.</summary>
    public static void Complete(this EngineHarness desk, OrderIntent order, decimal? price = null)
    {
        desk.Accept(order);
        desk.Fill(order, order.Quantity.Value, price);
        desk.Expire(order);
    }

    public static IReadOnlyList<Effect> NotFound(this EngineHarness desk, OrderIntent order) =>
        desk.Feed(new OrderNotFound(order.Instrument, order.ClientOrderId, NoSuchOrder));

    /// <summary>Answers every question so far with what the venue knows.</summary>
    public static void AnswerQuestions(this EngineHarness desk, Func<VenueEffect, bool>? which = null)
    {
        foreach (VenueEffect question in desk.TakeQuestions().Where(which ?? (_ => true)))
        {
            switch (question)
            {
                case QueryOrder(var instrument, var id):
                    desk.Feed(desk.Venues[instrument.Venue].ReportOf(id, desk.At) is { } report
                        ? new OrderReported(report)
                        : new OrderNotFound(instrument, id, NoSuchOrder));
                    break;
                case QueryFills(var instrument, var id):
                    foreach (FillReport fill in desk.Venues[instrument.Venue].FillsOf(id))
                    {
                        desk.Tell(fill);
                    }

                    break;
                case CancelOrder(var instrument, var id):
                    VenueTruth venue = desk.Venues[instrument.Venue];
                    desk.Feed(new CancelAnswered(id, Cancelled(venue.Cancel(id), id.Value)));
                    if (venue.ReportOf(id, desk.At) is { } cancelled)
                    {
                        desk.Feed(new OrderReported(cancelled));
                    }

                    break;
                case CancelForeignOrder(var instrument, var id):
                    desk.Feed(new ForeignCancelAnswered(instrument, id, Cancelled(desk.Venues[instrument.Venue].CancelForeign(id), id.Value)));
                    break;
                case QueryOpenOrders query:
                    desk.Feed(new OpenOrdersReported(query.Venue, desk.Venues[query.Venue].OpenOrders(desk.At)) { Question = query.Question });
                    break;
                case QueryFillHistory query:
                    desk.Feed(desk.Venues[query.Instrument.Venue].History(query));
                    break;
                case QueryAccount query:
                    desk.Feed(new AccountReported(desk.Venues[query.Venue].Account(desk.At, desk.AvailableBalance)) { Question = query.Question });
                    break;
            }
        }
    }

    private static VenueOutcome Cancelled(bool wasOpen, string id) => wasOpen
        ? new VenueOutcome.Accepted(new VenueOrderId(id))
        : new VenueOutcome.Refused(new VenueRefusal(RefusalKind.OrderNotFound, "-2011", "unknown order"));

    private static VenueTruth VenueOf(this EngineHarness desk, OrderIntent order) => desk.Venues[order.Instrument.Venue];
}
