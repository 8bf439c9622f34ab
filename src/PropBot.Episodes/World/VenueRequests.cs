using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.Wires;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Venues;

namespace PropBot.Episodes.World;

/// <summary>The desk's requests to one venue and its answers, over the line and in the venue's text.</summary>
internal sealed class VenueRequests(EpisodeWorld world, SimulatedVenue simulated, Line line, VenueWire wire)
{
    public void Place(OrderIntent intent)
    {
        string text = wire.Desk.WritePlace(intent);
        line.Send(
            MessageChannel.Place,
            fault => Place(intent, text, fault),
            Back<Decision>(reply => [new PlaceAnswered(intent.ClientOrderId, OutcomeOf(reply, wire.Desk.ReadPlaced))]));
    }

    public void Cancel(CancelOrder cancel) => Cancel(
        wire.Desk.WriteCancel(cancel.Instrument, cancel.ClientOrderId), outcome => new CancelAnswered(cancel.ClientOrderId, outcome));

    public void Cancel(CancelForeignOrder cancel) => Cancel(
        wire.Desk.WriteCancel(cancel.Instrument, cancel.VenueOrderId), outcome => new ForeignCancelAnswered(cancel.Instrument, cancel.VenueOrderId, outcome));

    public void Query(QueryOrder query) => line.Send(
        MessageChannel.Order,
        _ => wire.Venue.WriteOrder(Find(query.ClientOrderId)),
        Back<WireAnswer>(reply => reply is Reply<WireAnswer>.Answered { Answer: var answer }
            ? [wire.Desk.ReadOrder(answer, query.Instrument, query.ClientOrderId) is { } report
                ? new OrderReported(report)
                : new OrderNotFound(query.Instrument, query.ClientOrderId, new VenueProof("order by client id", "unknown order", world.Time.Now))]
            : [new OrderQueryFailed(query.Instrument, query.ClientOrderId, "no certain answer")]));

    public void Query(QueryFills query) => line.Send(
        MessageChannel.Fills,
        _ => Find(query.ClientOrderId) is { } order
            ? wire.Venue.WriteFills(order, simulated.Fills(EpisodeVenue.Account, new HistoryQuery { OrderId = order.OrderId }))
            : null,
        Back<WireAnswer?>(reply => reply is Reply<WireAnswer?>.Answered { Answer: { } answer }
            ? [.. wire.Desk.ReadFills(answer, query.Instrument, query.ClientOrderId).Select(fill => new FillReported(fill))]
            : []));

    public void Query(QueryOpenOrders query) => line.Send(
        MessageChannel.OpenOrders,
        _ => wire.Venue.WriteOpenOrders(),
        Back<WireAnswer>(reply => reply is Reply<WireAnswer>.Answered { Answer: var answer }
            ? [new OpenOrdersReported(simulated.Id, wire.Desk.ReadOpenOrders(answer)) { Question = query.Question }]
            : [new OpenOrdersQueryFailed(simulated.Id, "no certain answer")]));

    public void Query(QueryFillHistory query)
    {
        var asked = new HistoryQuery { Symbol = query.Instrument.Symbol, From = query.From, To = query.To.AddMilliseconds(-1), Limit = int.MaxValue };
        var span = new HistorySpan(query.From, query.To);
        line.Send(
            MessageChannel.Fills,
            _ => wire.Venue.WriteHistory(asked),
            Back<HistoryAnswers>(reply => reply is Reply<HistoryAnswers>.Answered { Answer: var answers }
                ? [new FillHistoryReported(query.Instrument, query.From, query.To, wire.Desk.ReadHistory(answers, query.Instrument, span)) { Question = query.Question }]
                : [new FillHistoryQueryFailed(query.Instrument, "no certain answer")]));
    }

    public void Query(QueryAccount query) => line.Send(
        MessageChannel.Account,
        _ => new Statement(wire.Venue.WriteAccount(), simulated.Summary(EpisodeVenue.Account), simulated.Positions(EpisodeVenue.Account)),
        Back<Statement>(reply => reply is Reply<Statement>.Answered { Answer: var statement }
            ? [new AccountReported(Read(statement)) { Question = query.Question }]
            : [new AccountQueryFailed(simulated.Id, "no certain answer")]));

    public void Query(QueryIncome query) => line.Send(
        MessageChannel.Account,
        _ => simulated.Bills(EpisodeVenue.Account, new HistoryQuery { From = query.From, To = query.To, Limit = int.MaxValue })
            .Select(bill => EpisodeIncome.Of(query.Venue, bill)).ToList(),
        Back<List<IncomeEntry>>(reply => reply is Reply<List<IncomeEntry>>.Answered { Answer: var entries }
            ? [new IncomeReported(query.Venue, query.From, entries) { Question = query.Question }]
            : [new IncomeQueryFailed(query.Venue, "no certain answer")]));

    /// <summary>Not heard of while the venue cannot be reached.</summary>
    public void Query(QueryTradingRights query)
    {
        EngineEvent answer = line.IsVenueDown || line.IsBanned
            ? new TradingRightsQueryFailed(query.Venue, "no certain answer") { Question = query.Question }
            : new TradingRightsReported(new TradingRights(query.Venue, MayTrade: !line.IsRightWithdrawn, "episode")) { Question = query.Question };
        Action<Reply<EngineEvent>> back = Back<EngineEvent>(reply => reply is Reply<EngineEvent>.Answered(var told) ? [told] : []);
        world.Time.After(TimeSpan.FromMilliseconds(1), () => back(new Reply<EngineEvent>.Answered(answer)));
    }

    /// <summary>Not heard of while the venue cannot be reached.</summary>
    public void Query(QueryPositionTiers query)
    {
        EngineEvent answer = line.IsVenueDown || line.IsBanned
            ? new PositionTiersQueryFailed(query.Instrument, "no certain answer") { Question = query.Question }
            : new PositionTiersReported(query.Instrument, TierTable.Of(simulated.Instruments.Single(setup => setup.Instrument.Id == query.Instrument))) { Question = query.Question };
        Action<Reply<EngineEvent>> back = Back<EngineEvent>(reply => reply is Reply<EngineEvent>.Answered(var told) ? [told] : []);
        world.Time.After(TimeSpan.FromMilliseconds(1), () => back(new Reply<EngineEvent>.Answered(answer)));
    }

    /// <summary>Not heard of while the venue cannot be reached.</summary>
    public void Query(QueryCoinPrices query)
    {
        EngineEvent answer = line.IsVenueDown || line.IsBanned
            ? new CoinPricesQueryFailed(query.Venue, "no certain answer") { Question = query.Question }
            : new CoinPricesReported(query.Venue, [.. query.Coins.Select(coin => new CoinPrice(coin, new Price(world.CoinPrice), "episode"))]) { Question = query.Question };
        Action<Reply<EngineEvent>> back = Back<EngineEvent>(reply => reply is Reply<EngineEvent>.Answered(var told) ? [told] : []);
        world.Time.After(TimeSpan.FromMilliseconds(1), () => back(new Reply<EngineEvent>.Answered(answer)));
    }

    private void Cancel(string text, Func<VenueOutcome, EngineEvent> tell) => line.Send(
        MessageChannel.Cancel,
        _ =>
        {
            Answer<SimulatedOrder>? decided = null;
            WireAnswer answer = wire.Venue.Cancel(
                text, (symbol, key) => (decided = simulated.Cancel(EpisodeVenue.Account, symbol, key, world.Time.Now)).Value);
            return new Decision(answer, decided);
        },
        Back<Decision>(reply => [tell(OutcomeOf(reply, wire.Desk.ReadCancelled))]));

    private Decision Place(OrderIntent intent, string text, ScheduleItem? fault)
    {
        world.Watch.OnArrival(intent);
        Answer<SimulatedOrder>? decided = null;
        WireAnswer answer = wire.Venue.Place(
            text, request => (decided = simulated.Place(EpisodeVenue.Account, Struck(request, fault), world.Time.Now)).Value);
        return new Decision(answer, decided);
    }

    private AccountReport Read(Statement statement)
    {
        AccountReport read = wire.Desk.ReadAccount(statement.Answers, world.Time.Now);
        ReadingPromises.Check(read, statement.Summary, statement.Positions);
        return read;
    }

    private OrderRequest Struck(OrderRequest request, ScheduleItem? fault) => fault is { Kind: Line.Partial, Amount: var share }
        ? request with { FillAtMost = LotOf(request.Symbol).RoundDown(new Quantity(request.Quantity * share)).Value }
        : request;

    private LotSize LotOf(Symbol symbol) => simulated.TryGetInstrument(symbol, out InstrumentSetup? setup) ? setup.Instrument.Lot : default;

    private SimulatedOrder? Find(ClientOrderId id) => simulated.FindOrder(EpisodeVenue.Account, OrderKey.Of(id.Value));

    private VenueOutcome OutcomeOf(Reply<Decision> reply, Func<WireAnswer, VenueOutcome> read)
    {
        VenueOutcome outcome = reply switch
        {
            Reply<Decision>.Answered(var decision) => read(decision.Answer),
            Reply<Decision>.TurnedAway(var kind) => read(wire.Venue.Refuse(kind)),
            Reply<Decision>.NotSent(var kind, var reason) => new VenueOutcome.Refused(new VenueRefusal(kind, "not_sent", reason)),
            Reply<Decision>.Lost(var reason) => new VenueOutcome.Unknown(reason),
            _ => throw new System.Diagnostics.UnreachableException($"no outcome for {reply.GetType().Name}"),
        };
        if (reply is Reply<Decision>.Answered { Answer.Decided: { } decided })
        {
            ReadingPromises.Check(outcome, decided);
        }
        else if (reply is Reply<Decision>.TurnedAway(var meant))
        {
            ReadingPromises.Check(outcome, meant);
        }

        return outcome;
    }

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

    /// <param name="Decided">What the venue did; null: it did not understand which order was meant.</param>
    private sealed record Decision(WireAnswer Answer, Answer<SimulatedOrder>? Decided);

    private sealed record Statement(AccountAnswers Answers, AccountSummary Summary, IReadOnlyList<PositionStatement> Positions);
}
