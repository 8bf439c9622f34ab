using PropBot.Simulation;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Control;

/// <summary>Every order and fill that the venues have, for whoever holds a client's books against theirs. No key is among it.</summary>
internal sealed class OrderBookkeeping(SimulatedMarket market)
{
    private static readonly HistoryQuery All = new() { Limit = int.MaxValue };

    /// <summary>By venue and account, oldest first.</summary>
    public object Orders() => Of((venue, account, number) => venue.Orders(account, All).Select(order => new OrderView(
        venue.Id.Name,
        number,
        order.OrderId,
        order.ClientOrderId,
        order.Symbol.Name,
        order.Side.ToString(),
        order.Type.ToString(),
        order.TimeInForce.ToString(),
        order.Price,
        order.ReduceOnly,
        order.Quantity,
        order.FilledQuantity,
        order.Status.ToString(),
        order.EndReason.ToString(),
        order.Origin.ToString(),
        order.CreatedAt)));

    /// <summary>By venue and account, oldest first.</summary>
    public object Fills() => Of((venue, account, number) => venue.Fills(account, All).Select(fill => new FillView(
        venue.Id.Name,
        number,
        fill.TradeId,
        fill.OrderId,
        fill.ClientOrderId,
        fill.Symbol.Name,
        fill.Side.ToString(),
        fill.Price,
        fill.Quantity,
        fill.Fee,
        fill.IsMaker,
        fill.Origin.ToString(),
        fill.Time)));

    private List<T> Of<T>(Func<SimulatedVenue, string, int, IEnumerable<T>> read) =>
        [.. market.Venues.SelectMany(venue => venue.Accounts.SelectMany((account, index) => read(venue, account, index + 1)))];

    private sealed record OrderView(
        string Venue,
        int Account,
        long OrderId,
        string ClientOrderId,
        string Symbol,
        string Side,
        string Type,
        string TimeInForce,
        decimal? Price,
        bool ReduceOnly,
        decimal Quantity,
        decimal FilledQuantity,
        string Status,
        string EndReason,
        string Origin,
        DateTimeOffset CreatedAt);

    private sealed record FillView(
        string Venue,
        int Account,
        long TradeId,
        long OrderId,
        string ClientOrderId,
        string Symbol,
        string Side,
        decimal Price,
        decimal Quantity,
        decimal Fee,
        bool IsMaker,
        string Origin,
        DateTimeOffset Time);
}
