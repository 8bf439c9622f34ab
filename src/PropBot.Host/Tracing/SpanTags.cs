using System.Diagnostics;
using System.Globalization;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Host.Tracing;

/// <summary>What the spans say, in the field's words. Money, prices and quantities are exact texts; the runbook's chapter on traces lists them.</summary>
internal static class SpanTags
{
    public static void OfBegin(Activity? root, PairId pair, PairRecord? record, HandledNote note)
    {
        root?.SetTag("pair.id", pair.ToString()).SetTag("event.sequence", note.Sequence).SetTag("market.time", Time(note.At));
        if (record is not null)
        {
            root?.SetTag("symbol", record.Symbol.Name).SetTag("long.venue", record.Long.Instrument.Venue.Name).SetTag("short.venue", record.Short.Instrument.Venue.Name)
                .SetTag("entry", record.Entry.Mode.ToString()).SetTag("target_quantity", record.TargetQuantity.ToString());
        }
    }

    public static void OfEnd(Activity? root, PairRecord record)
    {
        root?.SetTag("status", record.Status.ToString()).SetTag("close_reason", record.CloseReason).SetTag("rescue_attempts", record.RescueAttempts)
            .SetTag("naked_notional_seconds", (double)record.NakedNotionalSeconds).SetTag("last_error", record.LastError);
        if (record.Status == PairStatus.Aborted)
        {
            root?.SetStatus(ActivityStatusCode.Error, record.LastError);
        }
    }

    public static void OfDecision(Activity span, PairRecord? record, IReadOnlyList<OrderIntent> intents, string trigger)
    {
        span.SetTag("trigger", trigger).SetTag("orders", intents.Count);
        if (record is not null && intents[0].Purpose == OrderPurpose.Open)
        {
            span.SetTag("edge.gross_bps", (double)record.ExpectedEdge.GrossBps).SetTag("edge.net_bps", (double)record.ExpectedEdge.NetBps).SetTag("risk", "approved");
        }
        else if (record?.CloseReason is { } reason)
        {
            span.SetTag("reason", reason);
        }
    }

    public static void OfOrder(Activity? span, OrderIntent intent)
    {
        Names(span, intent);
        span?.SetTag("leg", intent.Leg.ToString()).SetTag("purpose", intent.Purpose.ToString()).SetTag("side", intent.Side.ToString())
            .SetTag("quantity", intent.Quantity.ToString()).SetTag("type", intent.Type.ToString()).SetTag("time_in_force", intent.TimeInForce.ToString())
            .SetTag("limit_price", intent.LimitPrice?.ToString()).SetTag("reduce_only", intent.ReduceOnly);
    }

    public static void OfAnswer(Activity span, OrderCourse order, AnsweredNote note)
    {
        Names(span, order.Intent);
        span.SetTag("outcome", note.Outcome.GetType().Name);
        if (note.IsCancel)
        {
            span.SetTag("reason", order.CancelReason);
        }

        switch (note.Outcome)
        {
            case VenueOutcome.Accepted accepted:
                span.SetTag("venue_order_id", accepted.VenueOrderId.Value);
                break;
            case VenueOutcome.Refused { Refusal: var refusal }:
                span.SetTag("denial.code", refusal.Code).SetTag("denial.kind", refusal.Kind.ToString()).SetStatus(ActivityStatusCode.Error, refusal.Message);
                break;
            case VenueOutcome.Unknown unknown:
                span.SetStatus(ActivityStatusCode.Error, unknown.Reason);
                break;
            default:
                throw new UnreachableException($"no case for {note.Outcome.GetType().Name}");
        }
    }

    public static void OfFill(Activity span, OrderIntent intent, FillReport fill)
    {
        Names(span, intent);
        span.SetTag("side", fill.Side.ToString()).SetTag("quantity", fill.Quantity.ToString()).SetTag("price", fill.Price.ToString())
            .SetTag("fee", WireNumber.Format(fill.Fee.Amount)).SetTag("maker", fill.IsMaker).SetTag("trade_id", fill.TradeId.Value).SetTag("venue.time", Time(fill.VenueTime));
    }

    private static void Names(Activity? span, OrderIntent intent) => span?
        .SetTag("venue", intent.Instrument.Venue.Name).SetTag("symbol", intent.Instrument.Symbol.Name)
        .SetTag("pair.id", intent.Pair.ToString()).SetTag("client_order_id", intent.ClientOrderId.Value);

    private static string Time(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
