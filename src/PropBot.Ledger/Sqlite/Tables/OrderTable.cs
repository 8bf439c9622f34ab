using Microsoft.Data.Sqlite;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>Orders by client order id: the intent, which never changes, and what became of it.</summary>
internal sealed class OrderTable(SqliteConnection connection) : IDisposable
{
    public const string Select = "SELECT client_order_id, pair_id, leg, purpose, venue, symbol, quote_asset, side, quantity, type, "
        + "time_in_force, limit_price, reduce_only, reference_price, decided_at, status, venue_order_id, cumulative_quantity, "
        + "filled_quantity, updated_at, detail FROM orders";

    // The intent is part of the condition: an order of the same id with another intent is not updated, and its insert fails.
    private readonly Statement _update = new(
        connection,
        "UPDATE orders SET status = $status, venue_order_id = $venue_order_id, cumulative_quantity = $cumulative_quantity, "
        + "filled_quantity = $filled_quantity, updated_at = $updated_at, detail = $detail "
        + "WHERE client_order_id = $client_order_id AND pair_id = $pair_id AND leg = $leg AND venue = $venue AND symbol = $symbol "
        + "AND side = $side AND quantity = $quantity",
        "status", "venue_order_id", "cumulative_quantity", "filled_quantity", "updated_at", "detail",
        "client_order_id", "pair_id", "leg", "venue", "symbol", "side", "quantity");

    private readonly Statement _insert = Statement.Insert(
        connection,
        "orders",
        "client_order_id", "pair_id", "leg", "purpose", "venue", "symbol", "quote_asset", "side", "quantity", "type",
        "time_in_force", "limit_price", "reduce_only", "reference_price", "decided_at", "status", "venue_order_id",
        "cumulative_quantity", "filled_quantity", "updated_at", "detail");

    /// <returns>Whether the order is new.</returns>
    /// <exception cref="LedgerConflictException">An order of that id has another intent.</exception>
    public bool Write(OrderRecord order)
    {
        OrderIntent intent = order.Intent;
        int updated = _update.Run(
            EnumText<OrderStatus>.Of(order.Status),
            order.VenueOrderId?.Value,
            order.CumulativeQuantity.ToString(),
            order.FilledQuantity.ToString(),
            LedgerTime.Format(order.UpdatedAt),
            order.Detail,
            intent.ClientOrderId.Value,
            intent.Pair.Number,
            EnumText<LegRole>.Of(intent.Leg),
            intent.Instrument.Venue.Name,
            intent.Instrument.Symbol.Name,
            EnumText<Side>.Of(intent.Side),
            intent.Quantity.ToString());
        if (updated == 1)
        {
            return false;
        }

        try
        {
            Insert(order, intent);
            return true;
        }
        catch (SqliteException violated) when (violated.SqliteErrorCode == SqliteCodes.Constraint)
        {
            throw new LedgerConflictException($"order {intent.ClientOrderId} is already there with another intent");
        }
    }

    public static OrderRecord Read(SqliteDataReader reader)
    {
        var row = new Row(reader);
        var intent = new OrderIntent
        {
            ClientOrderId = new ClientOrderId(row.Text()),
            Pair = new PairId(row.Whole()),
            Leg = row.Member<LegRole>(),
            Purpose = row.Member<OrderPurpose>(),
            Instrument = new InstrumentId(new VenueId(row.Text()), row.Symbol()),
            Side = row.Member<Side>(),
            Quantity = new Quantity(row.Number()),
            Type = row.Member<OrderType>(),
            TimeInForce = row.Member<TimeInForce>(),
            LimitPrice = row.NumberOrNull() is { } limit ? new Price(limit) : null,
            ReduceOnly = row.Flag(),
            ReferencePrice = new Price(row.Number()),
            DecidedAt = row.Time(),
        };
        return new OrderRecord(
            intent,
            row.Member<OrderStatus>(),
            row.TextOrNull() is { } id ? new VenueOrderId(id) : null,
            new Quantity(row.Number()),
            new Quantity(row.Number()),
            row.Time(),
            row.TextOrNull());
    }

    public void Dispose()
    {
        _update.Dispose();
        _insert.Dispose();
    }

    private void Insert(OrderRecord order, OrderIntent intent) => _insert.Run(
        intent.ClientOrderId.Value,
        intent.Pair.Number,
        EnumText<LegRole>.Of(intent.Leg),
        EnumText<OrderPurpose>.Of(intent.Purpose),
        intent.Instrument.Venue.Name,
        intent.Instrument.Symbol.Name,
        intent.Instrument.Symbol.Quote.Code,
        EnumText<Side>.Of(intent.Side),
        intent.Quantity.ToString(),
        EnumText<OrderType>.Of(intent.Type),
        EnumText<TimeInForce>.Of(intent.TimeInForce),
        intent.LimitPrice?.ToString(),
        intent.ReduceOnly,
        intent.ReferencePrice.ToString(),
        LedgerTime.Format(intent.DecidedAt),
        EnumText<OrderStatus>.Of(order.Status),
        order.VenueOrderId?.Value,
        order.CumulativeQuantity.ToString(),
        order.FilledQuantity.ToString(),
        LedgerTime.Format(order.UpdatedAt),
        order.Detail);
}
