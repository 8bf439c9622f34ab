using System.Diagnostics;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Tracing;
using PropBot.Testing;

namespace PropBot.Host.Tests.Tracing;

/// <summary>Goal: what seldom happens to an order is under its span too: a cancel with its reason, an answer before its order, an end that nobody heard.</summary>
public sealed class PairCoursesTests : IDisposable
{
    private static readonly OrderIntent Intent = new()
    {
        ClientOrderId = new ClientOrderId("pbdesk1p3l0e1"),
        Pair = SampleDesk.OpenPair.Id,
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = SampleDesk.OpenPair.Long.Instrument,
        Side = Side.Buy,
        Quantity = new Quantity(1m),
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.PostOnly,
        LimitPrice = new Price(100m),
        ReferencePrice = new Price(100m),
        DecidedAt = default,
    };

    private static readonly PairRecord Opening = SampleDesk.OpenPair with { Status = PairStatus.Opening };

    private readonly ActivitySource _source = new(nameof(PairCoursesTests));
    private readonly ActivityListener _listener;
    private readonly List<Activity> _ended = [];
    private readonly PairCourses _courses;
    private long _now = Stopwatch.GetTimestamp();

    public PairCoursesTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        _courses = new PairCourses(new SpanWriter(_source, TimeProvider.System));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void Cancel_HasItsReason_AndIsUnderItsOrder()
    {
        Place();
        Answer(new VenueOutcome.Accepted(new VenueOrderId("v1")));
        Handle("ClockTicked", new Journaled("order.cancel_intent", [new("client_order_id", Intent.ClientOrderId.Value), new("reason", "edge_gone")]));
        _courses.Take(new AnsweredNote(Intent.ClientOrderId, IsCancel: true, ++_now, ++_now, new VenueOutcome.Accepted(new VenueOrderId("v1"))));
        Handle("OrderReported", new OrderChanged(Record(OrderStatus.Cancelled)), new PairChanged(Opening with { Status = PairStatus.Aborted, LastError = "edge_gone" }));

        Activity cancel = Single("cancel");
        Assert.Equal("edge_gone", cancel.GetTagItem("reason"));
        Activity order = Single("order");
        Assert.Equal(order.SpanId, cancel.ParentSpanId);
        Assert.Equal("Cancelled", order.GetTagItem("status"));
        Activity root = Single("pair.open");
        Assert.Equal((ActivityStatusCode.Error, "edge_gone"), (root.Status, root.StatusDescription));
    }

    [Fact]
    public void Answer_BeforeTheLoopsNote_IsUnderItsOrder()
    {
        Answer(new VenueOutcome.Unknown("time-out"));
        Assert.Empty(_ended);
        Place();
        Activity request = Single("request");
        Assert.Equal(("Unknown", ActivityStatusCode.Error), (request.GetTagItem("outcome"), request.Status));
    }

    [Fact]
    public void Order_NeverSent_EndsWithoutAnAnswer()
    {
        Place();
        Handle("OrderNotSent", new OrderChanged(Record(OrderStatus.NeverReached)), new PairChanged(Opening with { Status = PairStatus.Aborted }));
        Assert.Equal("NeverReached", Single("order").GetTagItem("status"));
        Assert.Null(Single("pair.open").GetTagItem("unfinished"));
    }

    [Fact]
    public void Courses_MoreThanMayBeOpen_EndTheOldestAsItIs()
    {
        for (int n = 1; n <= PairCourses.MostOpen + 1; n++)
        {
            OrderIntent intent = Intent with { Pair = new PairId(n), ClientOrderId = new ClientOrderId($"pbdesk1p{n}l0e1") };
            Handle("DepthChanged", new PairChanged(Opening with { Id = intent.Pair }), new PlaceOrder(intent));
        }

        Activity oldest = Single("pair.open");
        Assert.Equal(("P000001", true), (oldest.GetTagItem("pair.id"), oldest.GetTagItem("unfinished")));
        _courses.EndAll();
        Assert.Equal(PairCourses.MostOpen + 1, _ended.Count(s => s.OperationName == "pair.open"));
    }

    private void Place() => Handle("DepthChanged", new PairChanged(Opening), new OrderChanged(Record(OrderStatus.Intended)), new PlaceOrder(Intent));

    private void Answer(VenueOutcome outcome) => _courses.Take(new AnsweredNote(Intent.ClientOrderId, IsCancel: false, ++_now, ++_now, outcome));

    private void Handle(string trigger, params Effect[] effects)
    {
        long taken = ++_now;
        _courses.Take(new HandledNote(trigger, null, 1, default, taken, taken, ++_now, ++_now, ++_now, IsLate: false, effects));
    }

    private static OrderRecord Record(OrderStatus status) => new(Intent, status, null, Quantity.Zero, Quantity.Zero, default, null);

    private Activity Single(string name) => Assert.Single(_ended, s => s.OperationName == name);
}
