using System.Text.Json;
using PropBot.Core.Accounting;
using PropBot.Core.Costs;
using PropBot.Core.Engine;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;

namespace PropBot.Ledger.Text;

/// <summary>The fields of the records that the ledger keeps, in a fixed order, snake_case. Each writes into an open object.</summary>
public static class RecordJson
{
    public static void WriteIntent(Utf8JsonWriter json, OrderIntent intent)
    {
        json.WriteString("client_order_id", intent.ClientOrderId.Value);
        json.WriteString("pair", intent.Pair.ToString());
        json.Member("leg", intent.Leg);
        json.Member("purpose", intent.Purpose);
        json.Instrument(intent.Instrument);
        json.Member("side", intent.Side);
        json.Number("quantity", intent.Quantity.Value);
        json.Member("type", intent.Type);
        json.Member("time_in_force", intent.TimeInForce);
        json.Number("limit_price", intent.LimitPrice?.Value);
        json.WriteBoolean("reduce_only", intent.ReduceOnly);
        json.Number("reference_price", intent.ReferencePrice.Value);
        json.Time("decided_at", intent.DecidedAt);
    }

    public static void WriteOrderState(Utf8JsonWriter json, OrderRecord order)
    {
        json.Member("status", order.Status);
        json.TextOrNull("venue_order_id", order.VenueOrderId?.Value);
        json.Number("cumulative_quantity", order.CumulativeQuantity.Value);
        json.Number("filled_quantity", order.FilledQuantity.Value);
        json.Time("updated_at", order.UpdatedAt);
        json.TextOrNull("detail", order.Detail);
    }

    public static void WriteFill(Utf8JsonWriter json, FillRecord record)
    {
        FillReport fill = record.Fill;
        json.Instrument(fill.Instrument);
        json.WriteString("trade_id", fill.TradeId.Value);
        json.WriteString("client_order_id", fill.ClientOrderId.Value);
        json.WriteString("pair", record.Pair.ToString());
        json.Member("leg", record.Leg);
        json.Member("purpose", record.Purpose);
        json.Member("side", fill.Side);
        json.Number("price", fill.Price.Value);
        json.Number("quantity", fill.Quantity.Value);
        json.Number("fee", fill.Fee.Amount);
        json.WriteString("fee_asset", fill.Fee.Asset.Code);
        json.WriteBoolean("is_maker", fill.IsMaker);
        json.Time("venue_time", fill.VenueTime);
    }

    public static void WriteForcedFill(Utf8JsonWriter json, ForcedFillRecord record)
    {
        ForcedFill fill = record.Fill;
        json.Instrument(fill.Instrument);
        json.WriteString("trade_id", fill.TradeId.Value);
        json.TextOrNull("venue_order_id", fill.VenueOrderId.Value);
        json.Member("origin", fill.Origin);
        json.Member("position", fill.Position);
        json.Member("side", fill.Side);
        json.Number("price", fill.Price.Value);
        json.Number("quantity", fill.Quantity.Value);
        json.Number("fee", fill.Fee.Amount);
        json.WriteString("fee_asset", fill.Fee.Asset.Code);
        json.Time("venue_time", fill.VenueTime);
        json.WriteStartArray("shares");
        foreach (ForcedFillShare share in record.Shares)
        {
            json.WriteStartObject();
            json.WriteString("pair", share.Pair.ToString());
            json.Member("leg", share.Leg);
            json.Number("quantity", share.Quantity.Value);
            json.Number("fee", share.Fee.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Number("unassigned", record.Unassigned.Value);
    }

    public static void WriteRules(Utf8JsonWriter json, AcceptedRules accepted)
    {
        json.Instrument(accepted.Instrument);
        json.WriteStartObject("rules");
        foreach ((string name, string value) in accepted.Rules)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    public static void WriteEntry(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteString("id", entry.Id);
        json.Member("kind", entry.Kind);
        json.Time("at", entry.At);
        json.WriteStartArray("postings");
        foreach (Posting posting in entry.Postings)
        {
            json.WriteStartObject();
            json.WriteString("account", posting.Account.Name);
            json.WriteString("asset", posting.Asset.Code);
            json.Number("amount", posting.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WritePair(Utf8JsonWriter json, PairRecord pair)
    {
        json.WriteString("pair", pair.Id.ToString());
        json.WriteString("symbol", pair.Symbol.Name);
        json.Member("status", pair.Status);
        json.Number("target_quantity", pair.TargetQuantity.Value);
        json.Time("opened_at", pair.OpenedAt);
        json.Time("closed_at", pair.ClosedAt);
        json.TextOrNull("close_reason", pair.CloseReason);
        json.TextOrNull("last_error", pair.LastError);
        json.WriteNumber("rescue_attempts", pair.RescueAttempts);
        json.Number("naked_notional_seconds", pair.NakedNotionalSeconds);
        json.Time("unequal_since", pair.UnequalSince);
        json.Time("naked_counted_until", pair.NakedCountedUntil);
        json.WriteNumber("steps", pair.Steps);
        WriteEdge(json, "expected_edge", pair.ExpectedEdge);
        WriteLeg(json, "long", pair.Long);
        WriteLeg(json, "short", pair.Short);
        json.Member("entry_mode", pair.Entry.Mode);
        json.TextOrNull("entry_lead", pair.Entry.Lead is { } lead ? EnumText<LegRole>.Of(lead) : null);
        if (pair.Third is { } third)
        {
            WriteLeg(json, "third", third);
        }

        if (pair.Rebalance is { } rebalance)
        {
            WriteRebalance(json, rebalance);
        }
    }

    public static void WriteControl(Utf8JsonWriter json, ControlState control)
    {
        json.Member("mode", control.Mode);
        json.TextOrNull("hold_reason", control.HoldReason);
        json.TextOrNull("hold_source", control.HoldSource);
        json.Time("hold_since", control.HoldSince);
        ControlJson.WriteBrakes(json, control);
        json.Day("daily_loss_breached_on", control.DailyLossBreachedOn);
        json.Day("day_anchor", control.DayAnchor);
        json.Number("day_start_equity", control.DayStartEquity);
        json.Number("day_start_realized", control.DayStartRealized);
        json.Number("day_peak_equity", control.DayPeakEquity);
        json.Day("drawdown_breached_on", control.DrawdownBreachedOn);
    }

    private static void WriteRebalance(Utf8JsonWriter json, RebalanceRecord record)
    {
        json.WriteStartObject("rebalance");
        json.Member("status", record.Status);
        json.WriteNumber("attempts", record.Attempts);
        json.WriteNumber("failures", record.Failures);
        json.Time("last_attempt_at", record.LastAttemptAt);
        json.TextOrNull("last_error", record.LastError);
        json.Member("last_leg", record.LastLeg);
        json.Number("filled_ratio", record.FilledRatio);
        json.WriteEndObject();
    }

    private static void WriteEdge(Utf8JsonWriter json, string name, EdgeEstimate edge)
    {
        json.WriteStartObject(name);
        json.Number("gross_bps", edge.GrossBps);
        json.Number("entry_fees_bps", edge.EntryFeesBps);
        json.Number("exit_fees_bps", edge.ExitFeesBps);
        json.Number("entry_slippage_bps", edge.EntrySlippageBps);
        json.Number("exit_slippage_bps", edge.ExitSlippageBps);
        json.Number("funding_bps", edge.FundingBps);
        json.Number("residual_basis_bps", edge.ResidualBasisBps);
        json.Number("net_bps", edge.NetBps);
        json.WriteEndObject();
    }

    private static void WriteLeg(Utf8JsonWriter json, string name, LegRecord leg)
    {
        json.WriteStartObject(name);
        json.Instrument(leg.Instrument);
        json.Number("bought_quantity", leg.BoughtQuantity);
        json.Number("bought_notional", leg.BoughtNotional);
        json.Number("sold_quantity", leg.SoldQuantity);
        json.Number("sold_notional", leg.SoldNotional);
        json.Number("reference_outlay", leg.ReferenceOutlay);
        json.Number("fees", leg.Fees);
        json.Number("funding", leg.Funding);
        json.Number("forced_quantity", leg.ForcedQuantity);
        json.Number("cost", leg.Cost);
        json.WriteEndObject();
    }
}
