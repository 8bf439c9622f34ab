using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

internal static class SweepJson
{
    public static void Write(Utf8JsonWriter json, Sweep sweep)
    {
        json.WriteString("id", sweep.Id);
        json.Member("kind", sweep.Kind);
        json.TextOrNull("venue", sweep.Scope.Venue?.Name);
        json.TextOrNull("symbol", sweep.Scope.Symbol?.Name);
        json.WriteBoolean("takes_off", sweep.Scope.TakesOff);
        json.WriteString("actor", sweep.Actor);
        json.WriteString("source", sweep.Source);
        json.WriteString("reason", sweep.Reason);
        json.Member("status", sweep.Status);
        json.Time("started_at", sweep.StartedAt);
        json.Time("ended_at", sweep.EndedAt);
        WriteAll(json, "orders", sweep.Orders, WriteOrder);
        WriteAll(json, "legs", sweep.Legs, WriteLeg);
        WriteAll(json, "venues", sweep.Venues, WriteVenue);
    }

    public static Sweep Read(JsonElement body) => new()
    {
        Id = body.Text("id"),
        Kind = body.Member<SweepKind>("kind"),
        Scope = new SweepScope(
            body.TextOrNull("venue") is { } venue ? new VenueId(venue) : null,
            body.TextOrNull("symbol") is { } symbol ? Symbol.Parse(symbol) : null,
            body.GetProperty("takes_off").GetBoolean()),
        Actor = body.Text("actor"),
        Source = body.Text("source"),
        Reason = body.Text("reason"),
        Status = body.Member<SweepStatus>("status"),
        StartedAt = body.Time("started_at"),
        EndedAt = body.TimeOrNull("ended_at"),
        Orders = ReadAll(body, "orders", ReadOrder),
        Legs = ReadAll(body, "legs", ReadLeg),
        Venues = ReadAll(body, "venues", ReadVenue),
    };

    private static void WriteOrder(Utf8JsonWriter json, SweepOrder order)
    {
        json.Instrument(order.Instrument);
        json.WriteString("client_order_id", order.ClientOrderId.Value);
        json.TextOrNull("venue_order_id", order.VenueOrderId?.Value);
        json.WriteBoolean("is_ours", order.IsOurs);
        json.TextOrNull("side", order.Side is { } side ? EnumText<Side>.Of(side) : null);
        json.Number("quantity", order.Quantity?.Value);
        json.Number("limit_price", order.LimitPrice?.Value);
        json.Member("outcome", order.Outcome);
        json.WriteNumber("requests", order.Requests);
        json.TextOrNull("trouble", order.Trouble);
    }

    private static SweepOrder ReadOrder(JsonElement order) => new(
        order.Instrument(),
        new ClientOrderId(order.Text("client_order_id")),
        order.TextOrNull("venue_order_id") is { } id ? new VenueOrderId(id) : null,
        order.GetProperty("is_ours").GetBoolean(),
        order.TextOrNull("side") is { } side ? EnumText<Side>.Parse(side) : null,
        order.NumberOrNull("quantity") is { } quantity ? new Quantity(quantity) : null,
        order.NumberOrNull("limit_price") is { } price ? new Price(price) : null,
        order.Member<SweepOrderOutcome>("outcome"),
        order.GetProperty("requests").GetInt32(),
        order.TextOrNull("trouble"));

    private static void WriteLeg(Utf8JsonWriter json, SweepLeg leg)
    {
        json.Instrument(leg.Instrument);
        json.TextOrNull("pair", leg.Pair?.ToString());
        json.Member("role", leg.Role);
        json.WriteBoolean("is_adopted", leg.IsAdopted);
        json.Member("side", leg.Side);
        json.Number("quantity", leg.Quantity);
        json.Number("remaining", leg.Remaining);
        json.Number("reference_price", leg.ReferencePrice);
        json.Number("estimated_cost", leg.EstimatedCost);
        json.Number("filled", leg.Filled);
        json.Number("filled_notional", leg.FilledNotional);
        json.Number("fees", leg.Fees);
        json.WriteNumber("first_step", leg.FirstStep);
        json.WriteStartObject("before");
        WriteBefore(json, leg.Before);
        json.WriteEndObject();
        json.WriteStartArray("orders");
        foreach (ClientOrderId order in leg.Orders)
        {
            json.WriteStringValue(order.Value);
        }

        json.WriteEndArray();
        json.TextOrNull("trouble", leg.Trouble);
    }

    private static SweepLeg ReadLeg(JsonElement leg) => new()
    {
        Pair = leg.TextOrNull("pair") is { } pair ? new PairId(long.Parse(pair.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)) : null,
        Role = leg.Member<LegRole>("role"),
        Instrument = leg.Instrument(),
        IsAdopted = leg.GetProperty("is_adopted").GetBoolean(),
        Side = leg.Member<Side>("side"),
        Quantity = leg.Number("quantity"),
        Remaining = leg.Number("remaining"),
        ReferencePrice = leg.NumberOrNull("reference_price"),
        EstimatedCost = leg.NumberOrNull("estimated_cost"),
        Filled = leg.Number("filled"),
        FilledNotional = leg.Number("filled_notional"),
        Fees = leg.Number("fees"),
        FirstStep = leg.GetProperty("first_step").GetInt32(),
        Before = ReadBefore(leg.GetProperty("before"), leg.Instrument()),
        Orders = [.. leg.GetProperty("orders").EnumerateArray().Select(o => new ClientOrderId(o.GetString()!))],
        Trouble = leg.TextOrNull("trouble"),
    };

    private static void WriteBefore(Utf8JsonWriter json, LegRecord leg)
    {
        json.Number("bought_quantity", leg.BoughtQuantity);
        json.Number("bought_notional", leg.BoughtNotional);
        json.Number("sold_quantity", leg.SoldQuantity);
        json.Number("sold_notional", leg.SoldNotional);
        json.Number("reference_outlay", leg.ReferenceOutlay);
        json.Number("fees", leg.Fees);
        json.Number("funding", leg.Funding);
        json.Number("forced_quantity", leg.ForcedQuantity);
        json.Number("cost", leg.Cost);
    }

    private static LegRecord ReadBefore(JsonElement leg, InstrumentId instrument) => new()
    {
        Instrument = instrument,
        BoughtQuantity = leg.Number("bought_quantity"),
        BoughtNotional = leg.Number("bought_notional"),
        SoldQuantity = leg.Number("sold_quantity"),
        SoldNotional = leg.Number("sold_notional"),
        ReferenceOutlay = leg.Number("reference_outlay"),
        Fees = leg.Number("fees"),
        Funding = leg.Number("funding"),
        ForcedQuantity = leg.Number("forced_quantity"),
        Cost = leg.NumberIfAny("cost") ?? 0m,
    };

    private static void WriteVenue(Utf8JsonWriter json, SweepVenue venue)
    {
        json.WriteString("venue", venue.Venue.Name);
        json.Time("orders_clean_at", venue.OrdersCleanAt);
        json.Time("positions_clean_at", venue.PositionsCleanAt);
        json.Member("wait", venue.Wait);
        json.TextOrNull("detail", venue.Detail);
        if (venue.Abandoned is { } abandoned)
        {
            json.WriteStartObject("abandoned");
            json.WriteString("requested_by", abandoned.RequestedBy);
            json.WriteString("confirmed_by", abandoned.ConfirmedBy);
            json.WriteString("reason", abandoned.Reason);
            json.Time("at", abandoned.At);
            json.WriteEndObject();
        }

        WriteAll(json, "remaining", venue.Remaining, static (json, remainder) =>
        {
            json.Instrument(remainder.Instrument);
            // Not only what this desk trades: the name alone does not say where the base asset ends.
            json.WriteString("quote_asset", remainder.Instrument.Symbol.Quote.Code);
            json.Number("quantity", remainder.SignedQuantity);
            json.Member("reason", remainder.Reason);
        });
    }

    private static SweepVenue ReadVenue(JsonElement venue) => new(
        new VenueId(venue.Text("venue")),
        venue.TimeOrNull("orders_clean_at"),
        venue.TimeOrNull("positions_clean_at"),
        venue.Member<SweepWait>("wait"),
        venue.TextOrNull("detail"),
        ReadAll(venue, "remaining", r => new SweepRemainder(
            new InstrumentId(new VenueId(r.Text("venue")), ReadSymbol(r)), r.Number("quantity"), r.Member<RemainderReason>("reason"))))
    {
        Abandoned = venue.TryGetProperty("abandoned", out JsonElement abandoned)
            ? new SweepAbandonment(abandoned.Text("requested_by"), abandoned.Text("confirmed_by"), abandoned.Text("reason"), abandoned.TimeOrNull("at")!.Value)
            : null,
    };

    private static Symbol ReadSymbol(JsonElement remainder)
    {
        string quote = remainder.Text("quote_asset");
        return new Symbol(new Asset(remainder.Text("symbol")[..^quote.Length].TrimEnd('-')), new Asset(quote));
    }

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static T[] ReadAll<T>(JsonElement json, string name, Func<JsonElement, T> read) => [.. json.GetProperty(name).EnumerateArray().Select(read)];
}
