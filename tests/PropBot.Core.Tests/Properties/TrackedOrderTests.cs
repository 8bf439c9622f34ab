using FsCheck;
using FsCheck.Fluent;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Properties;

/// <summary>One order's messages in any order, told any number of times, end in the same state.</summary>
public sealed class TrackedOrderTests
{
    private static readonly OrderIntent Intent = new()
    {
        ClientOrderId = new ClientOrderId("pbdesk1p1l0"),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = TestInstruments.BinanceBtc.Id,
        Side = Side.Buy,
        Quantity = new Quantity(0.08m),
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Ioc,
        LimitPrice = new Price(60_012m),
        ReferencePrice = new Price(60_000m),
        DecidedAt = EngineHarness.Noon,
    };

    /// <summary>How much the venue fills in up to three parts; which message comes when, and which come again.</summary>
    private static readonly Gen<(int[] Parts, int[] Order)> Lives =
        from parts in Gen.Choose(0, 26).ArrayOf(3)
        from order in Gen.Choose(0, 1_000_000).ArrayOf(30)
        select (parts, order);

    [Fact]
    public void Messages_ShuffledAndRepeated_EndInTheSameState() => Seeded.Holds(
        Lives,
        life =>
        {
            List<Action<TrackedOrder>> messages = Messages(life.Parts, out decimal filled);
            TrackedOrder order = New();
            // Every message at least once; the first thirty draws may repeat some.
            foreach (int draw in life.Order)
            {
                messages[draw % messages.Count](order);
                AssertSane(order);
            }

            foreach (Action<TrackedOrder> message in messages.OrderBy(_ => life.Order[filled > 0m ? 1 : 0]))
            {
                message(order);
                AssertSane(order);
            }

            Assert.True(order.IsSettled);
            Assert.Equal(new Quantity(filled), order.Record.FilledQuantity);
            Assert.Equal(new Quantity(filled), order.Record.CumulativeQuantity);
            Assert.Equal(filled == 0.08m ? OrderStatus.Filled : OrderStatus.Expired, order.Record.Status);
            Assert.Equal(new VenueOrderId("v1"), order.Record.VenueOrderId);
        },
        tests: 2_000);

    [Fact]
    public void TerminalState_IsNeverLeft()
    {
        TrackedOrder order = New();
        order.Reported(Report(OrderStatus.Cancelled, 0.02m), default);
        order.Reported(Report(OrderStatus.PartiallyFilled, 0.02m), default);
        order.Answered(new VenueOutcome.Accepted(new VenueOrderId("v1")), default);
        order.Answered(new VenueOutcome.Unknown("late"), default);
        Assert.Equal(OrderStatus.Cancelled, order.Record.Status);
        Assert.False(order.IsSettled, "0.02 are told and not here");
        order.Filled(Fill("1", 0.02m), default);
        Assert.True(order.IsSettled);
    }

    [Fact]
    public void Refusal_OfAnOrderWithFills_IsNotBelieved()
    {
        TrackedOrder order = New();
        order.Filled(Fill("1", 0.02m), default);
        order.Answered(new VenueOutcome.Refused(new VenueRefusal(RefusalKind.RateLimited, "429", "")), default);
        Assert.Equal(OrderStatus.PartiallyFilled, order.Record.Status);
    }

    [Fact]
    public void NeverReached_WithFills_IsABrokenPromise()
    {
        TrackedOrder order = New();
        order.Filled(Fill("1", 0.02m), default);
        Assert.Throws<InvariantViolation>(() => order.NeverReached(new VenueProof("x", "y", default), default));
    }

    [Fact]
    public void Report_OfMoreThanOrdered_IsABrokenPromise() =>
        Assert.Throws<InvariantViolation>(() => New().Reported(Report(OrderStatus.Filled, 0.081m), default));

    private static List<Action<TrackedOrder>> Messages(int[] parts, out decimal filled)
    {
        List<Action<TrackedOrder>> messages = [o => o.Answered(new VenueOutcome.Accepted(new VenueOrderId("v1")), default)];
        decimal sum = 0m;
        for (int i = 0; i < parts.Length; i++)
        {
            // Three parts of up to 0.026 leave at least 0.002; a last draw of 26 fills the rest too.
            decimal quantity = parts[i] * 0.001m;
            if (i == parts.Length - 1 && parts[i] > 20)
            {
                quantity = 0.08m - sum;
            }

            if (quantity == 0m)
            {
                continue;
            }

            sum += quantity;
            decimal cumulative = sum;
            string trade = $"t{i}";
            OrderStatus status = cumulative == 0.08m ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
            messages.Add(o => o.Filled(Fill(trade, quantity), default));
            messages.Add(o => o.Reported(Report(status, cumulative), default));
        }

        decimal total = sum;
        messages.Add(o => o.Reported(Report(OrderStatus.Acknowledged, 0m), default));
        messages.Add(o => o.Reported(Report(total == 0.08m ? OrderStatus.Filled : OrderStatus.Expired, total), default));
        filled = total;
        return messages;
    }

    private static void AssertSane(TrackedOrder order)
    {
        Assert.True(order.Record.FilledQuantity <= order.Record.CumulativeQuantity);
        Assert.True(order.Record.CumulativeQuantity <= Intent.Quantity);
    }

    private static TrackedOrder New() =>
        new(new OrderRecord(Intent, OrderStatus.Intended, null, Quantity.Zero, Quantity.Zero, default, null), TimeSpan.Zero);

    private static FillReport Fill(string trade, decimal quantity) => new(
        Intent.Instrument, Intent.ClientOrderId, new TradeId(trade), Side.Buy, new Price(60_000m), new Quantity(quantity),
        new Money(-1m, Asset.Usdt), false, default);

    private static OrderReport Report(OrderStatus status, decimal cumulative) => new(
        Intent.Instrument, Intent.ClientOrderId, new VenueOrderId("v1"), status, new Quantity(cumulative), 60_000m, default);
}
