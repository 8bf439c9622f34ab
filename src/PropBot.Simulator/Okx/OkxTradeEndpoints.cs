using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>Placing, cancelling and asking for orders and fills.</summary>
internal sealed class OkxTradeEndpoints(VenueContext context, OkxContracts contracts, OkxAccountView view)
{
    private const int BatchMax = 20;

    // How far back the venue's lists reach.
    private static readonly TimeSpan FillSpan = TimeSpan.FromDays(3);
    private static readonly TimeSpan HistorySpan = TimeSpan.FromDays(7);
    private static readonly TimeSpan ArchiveSpan = TimeSpan.FromDays(90);

    private readonly OkxAmending _amending = new(contracts);

    public void AddTo(OkxRoutes routes)
    {
        routes.AddPrivate("POST", "/api/v5/trade/order", PlaceAsync);
        routes.AddPrivate("POST", "/api/v5/trade/cancel-order", CancelAsync);
        routes.AddPrivate("POST", "/api/v5/trade/amend-order", AmendAsync);
        routes.AddPrivate("POST", "/api/v5/trade/amend-batch-orders", request => BatchAsync(request, _amending.Amend));
        routes.AddPrivate("POST", "/api/v5/trade/batch-orders", PlaceBatchAsync);
        routes.AddPrivate("POST", "/api/v5/trade/cancel-batch-orders", CancelBatchAsync);
        routes.AddPrivate("GET", "/api/v5/trade/order", OrderAsync);
        routes.AddPrivate("GET", "/api/v5/trade/orders-pending", PendingAsync);
        routes.AddPrivate("GET", "/api/v5/trade/orders-history", request => HistoryAsync(request, HistorySpan));
        routes.AddPrivate("GET", "/api/v5/trade/orders-history-archive", request => HistoryAsync(request, ArchiveSpan));
        routes.AddPrivate("GET", "/api/v5/trade/fills", request => FillsAsync(request, FillSpan));
        routes.AddPrivate("GET", "/api/v5/trade/fills-history", request => FillsAsync(request, ArchiveSpan));
    }

    private Task<OkxReply> PlaceAsync(OkxRequest request) => request.Body.ValueKind == JsonValueKind.Object
        ? context.TradeAsync((venue, now) => OkxAcks.One(Place(venue, request.Account, request.Body, now)))
        : Task.FromResult(OkxReply.Refused(OkxErrors.JsonBroken, 400));

    private Task<OkxReply> CancelAsync(OkxRequest request) => request.Body.ValueKind == JsonValueKind.Object
        ? context.TradeAsync((_, now) => OkxAcks.One(Cancel(request.Account, request.Body, now)))
        : Task.FromResult(OkxReply.Refused(OkxErrors.JsonBroken, 400));

    private Task<OkxReply> AmendAsync(OkxRequest request) => request.Body.ValueKind == JsonValueKind.Object
        ? context.TradeAsync((venue, now) => OkxAcks.One(_amending.Amend(venue, request.Account, request.Body, now)))
        : Task.FromResult(OkxReply.Refused(OkxErrors.JsonBroken, 400));

    private Task<OkxReply> PlaceBatchAsync(OkxRequest request) => BatchAsync(request, Place);

    private Task<OkxReply> CancelBatchAsync(OkxRequest request) => BatchAsync(request, (_, account, item, now) => Cancel(account, item, now));

    private Task<OkxReply> BatchAsync(OkxRequest request, Func<SimulatedVenue, string, JsonElement, DateTimeOffset, OkxOrderAck> command)
    {
        if (request.Body.ValueKind != JsonValueKind.Array || request.Body.GetArrayLength() == 0)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.JsonBroken, 400));
        }

        if (request.Body.GetArrayLength() > BatchMax)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.BatchTooLarge));
        }

        return context.TradeAsync((venue, now) =>
        {
            OkxOrderAck[] acks = [.. request.Body.EnumerateArray().Select(item => command(venue, request.Account, item, now))];
            int failed = acks.Count(ack => ack.SCode != "0");
            OkxError result = failed == 0 ? new OkxError("0", "") : failed == acks.Length ? OkxErrors.AllFailed : OkxErrors.PartlyFailed;
            return new OkxReply(200, result, acks, IsTimed: true);
        });
    }

    private OkxOrderAck Place(SimulatedVenue venue, string account, JsonElement item, DateTimeOffset now)
    {
        OkxParsedOrder parsed = OkxParsedOrder.Read(item, contracts);
        OkxOrderAck ack = parsed.Request is not { } order ? OkxAcks.Of("", parsed.ClientOrderId, parsed.Error!.Value, now)
            : !TakesMode(venue, account, parsed, now) ? OkxAcks.Of("", parsed.ClientOrderId, OkxErrors.AccountMode, now)
            : OkxAcks.Placed(context.Place(account, order, now), parsed, now);
        return ack with { Tag = OkxRequest.Field(item, "tag") ?? "" };
    }

    /// <summary>
    /// The venue holds cross and isolated positions beside each other; here an instrument has one mode, and the order's becomes it once
    /// the instrument is flat.
    /// </summary>
    private static bool TakesMode(SimulatedVenue venue, string account, OkxParsedOrder parsed, DateTimeOffset now)
    {
        Symbol symbol = parsed.Request!.Symbol;
        return venue.SettingsOf(account, symbol).MarginMode == parsed.MarginMode
            || venue.SetMarginMode(account, symbol, parsed.MarginMode, now).IsAccepted;
    }

    private OkxOrderAck Cancel(string account, JsonElement item, DateTimeOffset now) =>
        OkxAcks.Cancel(item, contracts, (symbol, key) => context.Cancel(account, symbol, key, now), now);

    private Task<OkxReply> OrderAsync(OkxRequest request)
    {
        if (request["instId"] is not { } instId)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instId"), 400));
        }

        var name = new OkxOrderName(request["ordId"] ?? "", request["clOrdId"] ?? "");
        if (name.IsEmpty)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.EitherOrderId));
        }

        if (contracts.Find(instId) is not { } contract)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        return context.AskAsync((venue, _) =>
            name.Key is { } key && venue.FindOrder(request.Account, key) is { } order && order.Symbol == contract.Symbol
                ? OkxReply.Ok(view.Order(order))
                : OkxReply.Refused(OkxErrors.OrderUnknown));
    }

    private Task<OkxReply> PendingAsync(OkxRequest request)
    {
        if (request["instId"] is { } instId && contracts.Find(instId) is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        return context.AskAsync((venue, _) => Page(request, venue.OpenOrders(request.Account, SymbolOf(request))));
    }

    private Task<OkxReply> HistoryAsync(OkxRequest request, TimeSpan span)
    {
        if (request["instType"] is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("instType"), 400));
        }

        if (request["instId"] is { } instId && contracts.Find(instId) is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        return context.AskAsync((venue, now) => Page(
            request,
            venue.Orders(request.Account, new HistoryQuery
            {
                Symbol = SymbolOf(request),
                From = request.Time("begin") ?? now - span,
                To = request.Time("end"),
                AfterId = request.Long("before"),
                Limit = int.MaxValue,
            }).Where(order => !order.IsOpen)));
    }

    /// <summary>Newest first; <c>after</c> asks for older orders than a number, <c>before</c> for newer ones.</summary>
    private OkxReply Page(OkxRequest request, IEnumerable<SimulatedOrder> orders)
    {
        long olderThan = request.Long("after") ?? long.MaxValue;
        long newerThan = request.Long("before") ?? long.MinValue;
        string? type = request["instType"];
        IEnumerable<OkxOrder> page = orders
            .Where(order => type is null or OkxContract.InstType && order.OrderId < olderThan && order.OrderId > newerThan)
            .OrderByDescending(order => order.OrderId)
            .Select(view.Order)
            .Where(order => IsWanted(request, "ordType", order.OrdType) && IsWanted(request, "state", order.State))
            .Take(request.Limit());
        return OkxReply.Ok([.. page]);
    }

    private static bool IsWanted(OkxRequest request, string name, string value) =>
        request[name] is not { } wanted || wanted.Split(',').Contains(value);

    private Task<OkxReply> FillsAsync(OkxRequest request, TimeSpan span)
    {
        if (request["instId"] is { } instId && contracts.Find(instId) is null)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        return context.AskAsync((venue, now) =>
            OkxReply.Ok([.. OkxFillPages.Find(venue, contracts, request, SymbolOf(request), now - span)]));
    }

    private Symbol? SymbolOf(OkxRequest request) => contracts.Find(request["instId"])?.Symbol;
}
