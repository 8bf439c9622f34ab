using System.Globalization;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.SystemTests.Crash;

/// <summary>An order as the simulated venue has it.</summary>
internal sealed record VenueOrder(
    InstrumentId Instrument, string ClientOrderId, Side Side, OrderType Type, decimal? Price, bool ReduceOnly, decimal Quantity, decimal Filled, bool IsOpen, bool IsClients);

/// <summary>A fill as the simulated venue has it.</summary>
internal sealed record VenueFill(InstrumentId Instrument, string ClientOrderId, Side Side, decimal Price, decimal Quantity, decimal Fee, bool IsClients);

/// <summary>Everything that the simulated venues have in their own books, and how often an order was sent to them again.</summary>
internal sealed record VenueBooks(IReadOnlyList<VenueOrder> Orders, IReadOnlyList<VenueFill> Fills, long RepeatedClientOrderIds)
{
    public static async Task<VenueBooks> ReadAsync(SimulatorControl control, CancellationToken limit)
    {
        JsonElement orders = await control.GetAsync("/sim/orders", limit);
        JsonElement fills = await control.GetAsync("/sim/fills", limit);
        JsonElement status = await control.GetAsync("/sim/status", limit);
        return new VenueBooks(
            [.. orders.EnumerateArray().Select(OrderOf)],
            [.. fills.EnumerateArray().Select(FillOf)],
            status.GetProperty("venues").EnumerateArray().Sum(v => v.GetProperty("repeated_client_order_ids").GetInt64()));
    }

    private static VenueOrder OrderOf(JsonElement order) => new(
        InstrumentOf(order),
        Text(order, "client_order_id"),
        Enum.Parse<Side>(Text(order, "side")),
        Enum.Parse<OrderType>(Text(order, "type")),
        order.GetProperty("price").ValueKind == JsonValueKind.Null ? null : Number(order, "price"),
        order.GetProperty("reduce_only").GetBoolean(),
        Number(order, "quantity"),
        Number(order, "filled_quantity"),
        Text(order, "status") is "New" or "PartiallyFilled",
        Text(order, "origin") == nameof(OrderOrigin.Client));

    private static VenueFill FillOf(JsonElement fill) => new(
        InstrumentOf(fill),
        Text(fill, "client_order_id"),
        Enum.Parse<Side>(Text(fill, "side")),
        Number(fill, "price"),
        Number(fill, "quantity"),
        Number(fill, "fee"),
        Text(fill, "origin") == nameof(OrderOrigin.Client));

    private static InstrumentId InstrumentOf(JsonElement element) => new(new VenueId(Text(element, "venue")), Symbol.Parse(Text(element, "symbol")));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement element, string name) => decimal.Parse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture);
}
