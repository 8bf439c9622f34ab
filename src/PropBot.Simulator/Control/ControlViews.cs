using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Core.Values;
using PropBot.Simulation;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Control;

/// <summary>What the control port shows. No key is among it: accounts are numbered.</summary>
internal sealed class ControlViews(SimulatorOptions options, SimulationClock clock, SimulatedMarket market, IReadOnlyList<VenueListener> listeners)
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new DecimalText() },
    };

    public object Status(FaultReport faults) => new StatusView(
        options.FeedDescription,
        market.Feed.Start,
        market.Feed.End,
        market.HasEnded,
        market.Now,
        clock.Lag.TotalSeconds,
        clock.Speed,
        options.Seed,
        [.. listeners.Select(listener => new VenueView(
            listener.Protocol.Venue.Name,
            listener.Addresses.Rest.ToString(),
            listener.Addresses.PublicStream.ToString(),
            listener.Addresses.PrivateStream.ToString(),
            listener.Counts,
            market.Venues.Single(venue => venue.Id == listener.Protocol.Venue).RepeatedClientOrderIds))],
        new FaultSummary(faults.Seed, faults.Faults.Count(fault => fault.IsActive), Named(faults.Counts)));

    public object Accounts() =>
        market.Venues.SelectMany(venue => venue.Accounts.Select((account, index) => AccountOf(venue, account, index))).ToList();

    public static object Faults(FaultReport report) => new FaultList(report.Seed, Of(report.Faults), Named(report.Counts));

    public static IReadOnlyList<FaultView> Of(IEnumerable<FaultState> faults) => [.. faults.Select(fault => new FaultView(
        fault.Id,
        FaultCatalogue.NameOf(fault.Rule.Kind),
        fault.Venue.Name,
        fault.Rule.Instrument?.Name,
        fault.Rule.Match,
        fault.Begins,
        fault.Ends,
        fault.IsActive,
        fault.IsOver,
        fault.Seen,
        fault.Struck))];

    private static Dictionary<string, long> Named(IReadOnlyDictionary<FaultKind, long> counts) =>
        counts.ToDictionary(pair => FaultCatalogue.NameOf(pair.Key), pair => pair.Value);

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

    private sealed record StatusView(
        string Feed,
        DateTimeOffset FeedStart,
        DateTimeOffset? FeedEnd,
        bool FeedEnded,
        DateTimeOffset MarketTime,
        double LagSeconds,
        double Speed,
        ulong Seed,
        IReadOnlyList<VenueView> Venues,
        FaultSummary Faults);

    private sealed record VenueView(string Venue, string Rest, string PublicStream, string PrivateStream, RequestCounts Counts, long RepeatedClientOrderIds);

    private sealed record FaultSummary(ulong Seed, int Active, IReadOnlyDictionary<string, long> Counts);

    private sealed record FaultList(ulong Seed, IReadOnlyList<FaultView> Faults, IReadOnlyDictionary<string, long> Counts);

    public sealed record FaultView(
        int Id,
        string Kind,
        string Venue,
        string? Instrument,
        string? Match,
        DateTimeOffset Begins,
        DateTimeOffset? Ends,
        bool Active,
        bool Over,
        long Seen,
        long Struck);

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
