using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Control;

/// <summary>
/// <c>GET /sim/status</c> and <c>GET /sim/accounts</c>: what the simulator is doing and the accounts' own statements, for people
/// and for reconciliation in tests. Reads only.
/// </summary>
internal sealed class ControlEndpoint(
    SimulatorOptions options, SimulatedMarket market, SimulationClock clock, SimulatorLoop loop, IReadOnlyList<VenueListener> listeners)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new DecimalText() },
    };

    public async Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            await AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, new { detail = "only GET: this endpoint changes nothing" });
            return;
        }

        try
        {
            switch (context.Request.Path.Value)
            {
                case "/sim/status":
                    await AnswerAsync(context, StatusCodes.Status200OK, await loop.RunAsync(null, _ => Status()));
                    break;
                case "/sim/accounts":
                    await AnswerAsync(context, StatusCodes.Status200OK, await loop.RunAsync(null, _ => Accounts()));
                    break;
                default:
                    await AnswerAsync(context, StatusCodes.Status404NotFound, new { detail = "there are /sim/status and /sim/accounts" });
                    break;
            }
        }
        catch (SimulatorStoppedException stopped)
        {
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, new { detail = stopped.Message });
        }
    }

    private StatusView Status() => new(
        options.FeedDescription,
        market.Feed.Start,
        market.Feed.End,
        market.HasEnded,
        market.Now,
        clock.Lag.TotalSeconds,
        options.Speed,
        options.Seed,
        [.. listeners.Select(listener => new VenueView(
            listener.Protocol.Venue.Name,
            listener.Addresses.Rest.ToString(),
            listener.Addresses.PublicStream.ToString(),
            listener.Addresses.PrivateStream.ToString(),
            listener.Counts))]);

    private IReadOnlyList<AccountView> Accounts() =>
        [.. market.Venues.SelectMany(venue => venue.Accounts.Select((account, index) => AccountOf(venue, account, index)))];

    /// <summary>Accounts are numbered here: their names are API keys, which do not belong on a page.</summary>
    private static AccountView AccountOf(SimulatedVenue venue, string account, int index)
    {
        AccountSummary summary = venue.Summary(account);
        return new AccountView(
            venue.Id.Name,
            index + 1,
            summary.Asset.Code,
            summary.WalletBalance,
            summary.UnrealizedPnl,
            summary.Equity,
            summary.AvailableBalance,
            summary.InitialMargin,
            summary.MaintenanceMargin,
            [.. venue.Positions(account).Select(position => new PositionView(
                position.Position.Symbol.Name,
                position.Position.Quantity,
                position.Position.EntryPrice,
                position.MarkPrice,
                position.UnrealizedPnl))],
            [.. venue.OpenOrders(account).Select(order => new OrderView(
                order.Symbol.Name,
                order.ClientOrderId,
                order.Side.ToString(),
                order.Price,
                order.Quantity,
                order.FilledQuantity))],
            BillTotals(venue, account));
    }

    private static Dictionary<string, decimal> BillTotals(SimulatedVenue venue, string account) =>
        venue.Bills(account, new HistoryQuery { Limit = int.MaxValue })
            .GroupBy(bill => bill.Type)
            .OrderBy(group => group.Key)
            .ToDictionary(group => group.Key.ToString(), group => group.Sum(bill => bill.Amount));

    private static Task AnswerAsync<T>(HttpContext context, int status, T body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, Json, context.RequestAborted);
    }

    private sealed record StatusView(
        string Feed,
        DateTimeOffset FeedStart,
        DateTimeOffset? FeedEnd,
        bool FeedEnded,
        DateTimeOffset MarketTime,
        double LagSeconds,
        double Speed,
        ulong Seed,
        IReadOnlyList<VenueView> Venues);

    private sealed record VenueView(string Venue, string Rest, string PublicStream, string PrivateStream, RequestCounts Counts);

    private sealed record AccountView(
        string Venue,
        int Account,
        string Asset,
        decimal WalletBalance,
        decimal UnrealizedPnl,
        decimal Equity,
        decimal AvailableBalance,
        decimal InitialMargin,
        decimal MaintenanceMargin,
        IReadOnlyList<PositionView> Positions,
        IReadOnlyList<OrderView> OpenOrders,
        IReadOnlyDictionary<string, decimal> BillTotals);

    private sealed record PositionView(string Symbol, decimal Quantity, decimal EntryPrice, decimal MarkPrice, decimal UnrealizedPnl);

    private sealed record OrderView(string Symbol, string ClientOrderId, string Side, decimal? Price, decimal Quantity, decimal FilledQuantity);

    /// <summary>Money leaves as text, so that no reader turns it into a double.</summary>
    private sealed class DecimalText : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WireNumber.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(WireNumber.Format(value));
    }
}
