using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.Wires;
using PropBot.Replay.Backtest;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.World;

/// <summary>The desk's requests to one venue and its answers, over the line and in the venue's text.</summary>
internal sealed class VenueRequests(EpisodeWorld world, SimulatedVenue simulated, Line line, VenueWire wire, VenueTranslation translation)
{
    public void Place(OrderIntent intent)
    {
        string text = wire.Desk.WritePlace(intent);
        line.Send(
            MessageChannel.Place,
            fault => Outcome(simulated.Place(EpisodeVenue.Account, Read(intent, text, fault), world.Time.Now)),
            Back<VenueOutcome>(reply => [new PlaceAnswered(intent.ClientOrderId, OutcomeOf(reply))]));
    }

    public void Cancel(CancelOrder cancel) => line.Send(
        MessageChannel.Cancel,
        _ => Outcome(simulated.Cancel(EpisodeVenue.Account, cancel.Instrument.Symbol, OrderKey.Of(cancel.ClientOrderId.Value), world.Time.Now)),
        Back<VenueOutcome>(reply => [new CancelAnswered(cancel.ClientOrderId, OutcomeOf(reply))]));

    public void Query(QueryOrder query) => line.Send(
        MessageChannel.Order,
        _ => simulated.FindOrder(EpisodeVenue.Account, OrderKey.Of(query.ClientOrderId.Value)) is { } order ? wire.Venue.WriteOrder(order) : [],
        Back<byte[]>(reply => reply is Reply<byte[]>.Answered { Answer: var text }
            ? [text.Length > 0
                ? new OrderReported(wire.Desk.ReadOrder(text, query.Instrument, query.ClientOrderId))
                : new OrderNotFound(query.Instrument, query.ClientOrderId, new VenueProof("order by client id", "unknown order", world.Time.Now))]
            : [new OrderQueryFailed(query.Instrument, query.ClientOrderId, "no certain answer")]));

    public void Query(QueryFills query) => line.Send(
        MessageChannel.Fills,
        _ => simulated.FindOrder(EpisodeVenue.Account, OrderKey.Of(query.ClientOrderId.Value)) is { } order
            ? wire.Venue.WriteFills(order, simulated.Fills(EpisodeVenue.Account, new HistoryQuery { OrderId = order.OrderId }))
            : [],
        Back<byte[]>(reply => reply is Reply<byte[]>.Answered { Answer: { Length: > 0 } text }
            ? [.. wire.Desk.ReadFills(text, query.Instrument, query.ClientOrderId).Select(fill => new FillReported(fill))]
            : []));

    public void Cancel(CancelForeignOrder cancel) => line.Send(
        MessageChannel.Cancel,
        _ => Outcome(simulated.Cancel(
            EpisodeVenue.Account, cancel.Instrument.Symbol, OrderKey.Of(long.Parse(cancel.VenueOrderId.Value, CultureInfo.InvariantCulture)), world.Time.Now)),
        Back<VenueOutcome>(reply => [new ForeignCancelAnswered(cancel.Instrument, cancel.VenueOrderId, OutcomeOf(reply))]));

    public void Query(QueryOpenOrders query) => line.Send(
        MessageChannel.OpenOrders,
        _ => simulated.OpenOrders(EpisodeVenue.Account).Select(translation.ReportOf).ToList(),
        Back<List<OrderReport>>(reply => reply is Reply<List<OrderReport>>.Answered { Answer: var open }
            ? [new OpenOrdersReported(simulated.Id, open) { Question = query.Question }]
            : [new OpenOrdersQueryFailed(simulated.Id, "no certain answer")]));

    public void Query(QueryFillHistory query) => line.Send(
        MessageChannel.Fills,
        _ => simulated.Fills(EpisodeVenue.Account, new HistoryQuery { Symbol = query.Instrument.Symbol, From = query.From, To = query.To, Limit = int.MaxValue })
            .Select(translation.ReportOf).Where(fill => fill.VenueTime >= query.From && fill.VenueTime < query.To).ToList(),
        Back<List<FillReport>>(reply => reply is Reply<List<FillReport>>.Answered { Answer: var fills }
            ? [new FillHistoryReported(query.Instrument, query.From, query.To, fills) { Question = query.Question }]
            : [new FillHistoryQueryFailed(query.Instrument, "no certain answer")]));

    public void Query(QueryAccount query) => line.Send(
        MessageChannel.Account,
        _ => wire.Venue.WriteAccount(world.Time.Now),
        Back<AccountTexts>(reply => reply is Reply<AccountTexts>.Answered { Answer: var texts }
            ? [new AccountReported(wire.Desk.ReadAccount(texts, world.Time.Now)) { Question = query.Question }]
            : [new AccountQueryFailed(simulated.Id, "no certain answer")]));

    /// <summary>Nobody takes a right away here; it is only not heard of while the venue cannot be reached.</summary>
    public void Query(QueryTradingRights query)
    {
        EngineEvent answer = line.IsVenueDown || line.IsBanned
            ? new TradingRightsQueryFailed(query.Venue, "no certain answer")
            : new TradingRightsReported(new TradingRights(query.Venue, MayTrade: true, "episode"));
        Action<Reply<EngineEvent>> back = Back<EngineEvent>(reply => reply is Reply<EngineEvent>.Answered(var told) ? [told] : []);
        world.Time.After(TimeSpan.FromMilliseconds(1), () => back(new Reply<EngineEvent>.Answered(answer)));
    }

    private OrderRequest Read(OrderIntent intent, string text, ScheduleItem? fault)
    {
        world.Watch.OnArrival(intent);
        OrderRequest request = wire.Venue.ReadPlace(text);
        return fault is { Kind: Line.Partial, Amount: var share }
            ? request with { FillAtMost = LotOf(intent.Instrument.Symbol).RoundDown(new Quantity(intent.Quantity.Value * share)).Value }
            : request;
    }

    private LotSize LotOf(Symbol symbol) => simulated.TryGetInstrument(symbol, out InstrumentSetup? setup) ? setup.Instrument.Lot : default;

    private static VenueOutcome Outcome(Answer<SimulatedOrder> answer) => answer.IsAccepted
        ? new VenueOutcome.Accepted(VenueTranslation.IdOf(answer.Value))
        : new VenueOutcome.Refused(VenueTranslation.RefusalOf(answer.Refusal));

    private static VenueOutcome OutcomeOf(Reply<VenueOutcome> reply) => reply switch
    {
        Reply<VenueOutcome>.Answered(var outcome) => outcome,
        Reply<VenueOutcome>.TurnedAway(var kind, var reason) => new VenueOutcome.Refused(new VenueRefusal(kind, "gate", reason)),
        Reply<VenueOutcome>.Lost(var reason) => new VenueOutcome.Unknown(reason),
        _ => throw new System.Diagnostics.UnreachableException($"no outcome for {reply.GetType().Name}"),
    };

    /// <summary>Answers die with the process that asked.</summary>
    private Action<Reply<T>> Back<T>(Func<Reply<T>, IReadOnlyList<EngineEvent>> read)
    {
        int life = world.Desk.Life;
        return reply =>
        {
            if (life != world.Desk.Life)
            {
                return;
            }

            foreach (EngineEvent news in read(reply))
            {
                world.Desk.Deliver(news);
            }
        };
    }
}
