using System.Data.Common;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>Orders by client order id: the intent, which never changes, and what became of it.</summary>
internal sealed class OrderTable(Session session) : IDisposable
{
    public const string Select = "SELECT client_order_id, pair_id, leg, purpose, venue, symbol, quote_asset, side, quantity, type, "
        + "time_in_force, limit_price, reduce_only, reference_price, decided_at, status, venue_order_id, cumulative_quantity, "
        + "filled_quantity, updated_at, detail FROM orders";

    // The intent is part of the condition: an order of the same id with another intent is not updated, and its insert fails.
    private readonly Statement _update = session.Prepare(
        "UPDATE orders SET status = $1, venue_order_id = $2, cumulative_quantity = $3, filled_quantity = $4, updated_at = $5, detail = $6 "
        + "WHERE client_order_id = $7 AND pair_id = $8 AND leg = $9 AND venue = $10 AND symbol = $11 AND side = $12 AND quantity = $13");

    private readonly Statement _insert = session.Insert(
        "orders",
        "client_order_id", "pair_id", "leg", "purpose", "venue", "symbol", "quote_asset", "side", "quantity", "type",
        "time_in_force", "limit_price", "reduce_only", "reference_price", "decided_at", "status", "venue_order_id",
        "cumulative_quantity", "filled_quantity", "updated_at", "detail");

    /// <returns>Whether the order is new.</returns>
    /// <exception cref="LedgerConflictException">An order of that id has another intent.</exception>
    public bool Write(OrderRecord order)
    {
        OrderIntent intent = order.Intent;
        int updated = State(_update, order)
            .Text(intent.ClientOrderId.Value)
            .Whole(intent.Pair.Number)
            .Member(intent.Leg)
            .Text(intent.Instrument.Venue.Name)
            .Text(intent.Instrument.Symbol.Name)
            .Member(intent.Side)
            .Number(intent.Quantity.Value)
            .Run();
        if (updated == 1)
        {
            return false;
        }

        try
        {
            Insert(order, intent);
            return true;
        }
        catch (DbException violated) when (session.Dialect.IsConstraint(violated))
        {
            throw new LedgerConflictException($"order {intent.ClientOrderId} is already there with another intent");
        }
    }

    public static OrderRecord Read(ref Row row)
    {
        var intent = new OrderIntent
        {
            ClientOrderId = new ClientOrderId(row.Text()),
            Pair = new PairId(row.Whole()),
            Leg = row.Member<LegRole>(),
            Purpose = row.Member<OrderPurpose>(),
            Instrument = row.Instrument(),
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

    private void Insert(OrderRecord order, OrderIntent intent)
    {
        _insert
            .Text(intent.ClientOrderId.Value)
            .Whole(intent.Pair.Number)
            .Member(intent.Leg)
            .Member(intent.Purpose)
            .Text(intent.Instrument.Venue.Name)
            .Symbol(intent.Instrument.Symbol)
            .Member(intent.Side)
            .Number(intent.Quantity.Value)
            .Member(intent.Type)
            .Member(intent.TimeInForce)
            .Number(intent.LimitPrice?.Value)
            .Flag(intent.ReduceOnly)
            .Number(intent.ReferencePrice.Value)
            .Time(intent.DecidedAt);
        State(_insert, order).Run();
    }

    private static Statement State(Statement statement, OrderRecord order) => statement
        .Member(order.Status)
        .Text(order.VenueOrderId?.Value)
        .Number(order.CumulativeQuantity.Value)
        .Number(order.FilledQuantity.Value)
        .Time(order.UpdatedAt)
        .Text(order.Detail);
}
