using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Walks;

/// <summary>
/// A venue behind a bad network: requests are refused, lost, late or answered by nothing; messages come twice, late, in another
/// order or not at all. What it says is always true; its answers tell what it knew when it looked.
/// </summary>
internal sealed class WalkedVenue(EngineHarness desk, VenueTruth truth, SeededRandom random, WalkSchedule schedule)
{
    /// <summary>Off: every request arrives and every message is delivered, at once.</summary>
    public bool IsFaulty { get; set; } = true;

    public bool IsUp { get; set; }

    /// <summary>The most that one order may have; null, or not there: anything.</summary>
    public Dictionary<InstrumentId, Quantity?> Largest { get; } = [];

    public VenueId Venue => truth.Venue;

    public void Place(OrderIntent intent)
    {
        int fate = IsFaulty ? random.NextInt(100) : 0;
        switch (fate)
        {
            case < 60:
                schedule.AtVenue(Delay(0.3), () => Arrive(intent, answers: true));
                break;
            case < 72:
                Answer(intent, Delay(0.5), new VenueOutcome.Refused(new VenueRefusal(RefusalKind.RateLimited, "429", "slow down")));
                break;
            case < 80:
                schedule.AtVenue(Delay(0.3), () => Arrive(intent, answers: false));
                Answer(intent, Delay(3), new VenueOutcome.Unknown("timed out"));
                break;
            case < 88:
                Answer(intent, Delay(3), new VenueOutcome.Unknown("timed out before it was sent"));
                break;
            case < 95:
                // As late as a venue accepts a request at all (its receive window).
                schedule.AtVenue(Delay(5), () => Arrive(intent, answers: false));
                Answer(intent, Delay(1), new VenueOutcome.Unknown("connection reset"));
                break;
            default:
                schedule.AtVenue(Delay(0.3), () => Arrive(intent, answers: false));
                break;
        }
    }

    public void Ask(VenueEffect question)
    {
        if (IsFaulty && random.NextInt(10) == 0)
        {
            Fail(question);
            return;
        }

        // It looks at some time, and its answer takes some more.
        schedule.AtVenue(Delay(1.5), () => Look(question));
    }

    /// <summary>A settlement on what is held; told some time later, perhaps twice.</summary>
    public void Settle(InstrumentId id, decimal rate)
    {
        if (truth.Settle(id, rate, 60_000m, desk.At) is { } payment)
        {
            schedule.ToEveryRun(new FundingSettled(payment));
            schedule.ToDesk(Delay(2), new FundingSettled(payment));
        }
    }

    /// <summary>
    /// Liquidation or auto-deleveraging takes a part of what is held, or all of it; told some time later, perhaps twice, and
    /// again to every later run.
    /// </summary>
    public void Force(InstrumentId id)
    {
        decimal held = Math.Abs(truth.PositionOf(id));
        if (held == 0m)
        {
            return;
        }

        decimal lot = desk.Instruments.First(i => i.Id == id).Lot.Value;
        decimal taken = random.NextInt(2) == 0 ? held : Math.Min(held, lot * (1 + random.NextInt((int)(held / lot) + 1)));
        OrderOrigin origin = random.NextInt(2) == 0 ? OrderOrigin.Liquidation : OrderOrigin.AutoDeleveraging;
        DepthView view = desk.ViewOf(id);
        decimal price = view.HasBothSides ? view.Mid.Value : 60_000m;
        ForcedFill fill = truth.Force(id, origin, taken, price, fee: taken * price * 0.00123m, desk.At);
        schedule.ToEveryRun(new ForcedFillSeen(fill));
        schedule.ToDesk(Delay(2), new ForcedFillSeen(fill));
        if (random.NextInt(3) == 0)
        {
            schedule.ToDesk(Delay(5), new ForcedFillSeen(fill));
        }

        if (random.NextInt(3) == 0)
        {
            schedule.ToDesk(Delay(1), new MarginCallReceived(Venue, "walk"));
        }
    }

    /// <summary>Somebody sells what we hold there, or a part of it; nobody tells the desk.</summary>
    public void TakeOffByHand(InstrumentId id)
    {
        decimal held = truth.PositionOf(id);
        decimal lot = desk.Instruments.First(i => i.Id == id).Lot.Value;
        decimal taken = random.NextInt(2) == 0 ? Math.Abs(held) : Math.Min(Math.Abs(held), lot * (1 + random.NextInt((int)(Math.Abs(held) / lot) + 1)));
        DepthView view = desk.ViewOf(id);
        truth.Interfere(id, -taken * Math.Sign(held), view.HasBothSides ? view.Mid.Value : 60_000m);
    }

    private void Look(VenueEffect question)
    {
        if (!IsUp)
        {
            Fail(question);
            return;
        }

        switch (question)
        {
            case QueryOrder(var instrument, var id):
                schedule.ToDesk(Delay(3), truth.ReportOf(id, desk.At) is { } report ? new OrderReported(report) : new OrderNotFound(instrument, id, new VenueProof("order by client id", "unknown order", desk.At)));
                break;
            case QueryFills(_, var id):
                foreach (FillReport fill in truth.FillsOf(id))
                {
                    schedule.ToDesk(Delay(2), new FillReported(fill));
                }

                break;
            case QueryOpenOrders query:
                schedule.ToDesk(Delay(2), new OpenOrdersReported(Venue, truth.OpenOrders(desk.At)) { Question = query.Question });
                break;
            case QueryFillHistory query:
                schedule.ToDesk(Delay(2), truth.History(query));
                break;
            case QueryTradingRights query:
                schedule.ToDesk(Delay(1), new TradingRightsReported(truth.Rights) { Question = query.Question });
                break;
            case QueryPositionTiers query:
                schedule.ToDesk(Delay(1), new PositionTiersReported(query.Instrument, truth.Tiers) { Question = query.Question });
                break;
            case QueryAccount query:
                schedule.ToDesk(Delay(2), new AccountReported(truth.Account(desk.At)) { Question = query.Question });
                break;
        }
    }

    private void Fail(VenueEffect question)
    {
        EngineEvent? answer = question switch
        {
            QueryOrder(var instrument, var id) => new OrderQueryFailed(instrument, id, "503"),
            QueryOpenOrders(var venue) => new OpenOrdersQueryFailed(venue, "503"),
            QueryIncome query => new IncomeQueryFailed(query.Venue, "503"),
            QueryTradingRights query => new TradingRightsQueryFailed(query.Venue, "503") { Question = query.Question },
            QueryAccount(var venue) => new AccountQueryFailed(venue, "503"),
            QueryPositionTiers query => new PositionTiersQueryFailed(query.Instrument, "503") { Question = query.Question },
            QueryFillHistory(var instrument, _, _) => new FillHistoryQueryFailed(instrument, "503"),
            _ => null,
        };
        if (answer is not null)
        {
            schedule.ToDesk(Delay(1), answer);
        }
    }

    private void Arrive(OrderIntent intent, bool answers)
    {
        if (Largest.GetValueOrDefault(intent.Instrument) is { } most && intent.Quantity > most)
        {
            if (answers)
            {
                Answer(intent, TimeSpan.Zero, new VenueOutcome.Refused(new VenueRefusal(RefusalKind.InvalidRequest, "-4005", $"more than {most}")));
            }

            return;
        }

        if (intent.ReduceOnly && Reducible(intent) == 0m)
        {
            if (answers)
            {
                Answer(intent, TimeSpan.Zero, new VenueOutcome.Refused(new VenueRefusal(RefusalKind.ReduceOnlyRejected, "-2022", "nothing to reduce")));
            }

            return;
        }

        truth.Take(intent);
        if (answers)
        {
            Answer(intent, Delay(0.4), new VenueOutcome.Accepted(new VenueOrderId($"v-{intent.ClientOrderId}")));
        }

        foreach (FillReport fill in Match(intent))
        {
            Stream(new FillReported(fill));
        }

        Stream(new OrderReported(truth.Expire(intent.ClientOrderId, desk.At)));
    }

    private List<FillReport> Match(OrderIntent intent)
    {
        var fills = new List<FillReport>();
        DepthView view = desk.ViewOf(intent.Instrument);
        if (!view.HasBothSides)
        {
            return fills;
        }

        Price touch = view.Touch(intent.Side);
        bool isMarketable = intent.LimitPrice is not { } limit || (intent.Side == Side.Buy ? limit >= touch : limit <= touch);
        int parts = !isMarketable || (IsFaulty && random.NextInt(8) == 0) ? 0 : IsFaulty ? 1 + random.NextInt(3) : 1;
        decimal lot = desk.Instruments.First(i => i.Id == intent.Instrument).Lot.Value;
        decimal left = intent.ReduceOnly ? Math.Min(intent.Quantity.Value, Reducible(intent)) : intent.Quantity.Value;
        for (int part = 0; part < parts && left > 0m; part++)
        {
            bool isWhole = part == parts - 1 && (!IsFaulty || random.NextInt(4) != 0);
            decimal quantity = isWhole ? left : lot * (1 + random.NextInt((int)(left / lot)));
            fills.Add(truth.Execute(intent.ClientOrderId, quantity, touch.Value, desk.At));
            left -= quantity;
        }

        return fills;
    }

    private decimal Reducible(OrderIntent intent) => Math.Max(0m, -truth.PositionOf(intent.Instrument) * intent.Side.Sign());

    /// <summary>A message of the private stream: lost one time in ten, told twice one time in ten.</summary>
    private void Stream(EngineEvent message)
    {
        int fate = IsFaulty ? random.NextInt(10) : 9;
        if (fate == 0 || !IsUp)
        {
            return;
        }

        schedule.ToDesk(Delay(0.5), message);
        if (fate == 1)
        {
            schedule.ToDesk(Delay(4), message);
        }
    }

    private void Answer(OrderIntent intent, TimeSpan after, VenueOutcome outcome) =>
        schedule.ToDesk(after, new PlaceAnswered(intent.ClientOrderId, outcome));

    private TimeSpan Delay(double mostSeconds) => IsFaulty ? TimeSpan.FromSeconds(random.NextDouble() * mostSeconds) : TimeSpan.Zero;
}
