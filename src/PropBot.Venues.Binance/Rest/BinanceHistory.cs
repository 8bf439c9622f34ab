using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>What was: orders, fills and income of a span of time, all pages (rules H1 to H5).</summary>
internal sealed class BinanceHistory(VenueOptions options, BinanceRest rest, BinanceOrders orders)
{
    /// <summary>Orders that ended without a fill are forgotten after this (rule H2).</summary>
    public static readonly TimeSpan OrderReach = TimeSpan.FromDays(3);

    /// <summary>"The past 6 months" (rule H3).</summary>
    public static readonly TimeSpan FillReach = TimeSpan.FromDays(180);

    /// <summary>"The last three months" (rule H4).</summary>
    public static readonly TimeSpan IncomeReach = TimeSpan.FromDays(90);

    public async Task<IReadOnlyList<OrderReport>?> OrdersAsync(Instrument instrument, HistorySpan span, CancellationToken cancellationToken) =>
        Reaches(span, OrderReach) && await WireOrdersAsync(instrument, span, cancellationToken) is { } found
            ? Read(found, o => BinanceReports.ToReport(o, instrument.Id, OwnOrderIds.ForeignIdOf(o.ClientOrderId)))
            : null;

    /// <summary>Fills do not carry client ids: those come from the orders of the same time, and one by one for older orders.</summary>
    public async Task<IReadOnlyList<FillReport>?> FillsAsync(Instrument instrument, HistorySpan span, CancellationToken cancellationToken)
    {
        if (!Reaches(span, FillReach) || await WireTradesAsync(instrument, span, cancellationToken) is not { } trades)
        {
            return null;
        }

        if (trades.Count == 0)
        {
            return [];
        }

        if (await ClientIdsAsync(instrument, span, [.. trades.Select(t => t.OrderId).Distinct()], cancellationToken) is not { } ids)
        {
            return null;
        }

        return Read(trades, t => BinanceReports.ToFill(t, instrument.Id, ids));
    }

    public async Task<IReadOnlyList<IncomeEntry>?> IncomeAsync(
        HistorySpan span, RequestLane lane, IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken) =>
        Reaches(span, IncomeReach) && await WireIncomeAsync(span, null, lane, cancellationToken) is { } incomes
            ? Read(incomes, i => BinanceIncomes.ToEntry(i, options.Venue, instruments))
            : null;

    /// <summary>Funding settlements since an instant, oldest first; null when no certain answer came.</summary>
    public async Task<IReadOnlyList<FundingPayment>?> FundingSinceAsync(
        DateTimeOffset since, RequestLane lane, IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        DateTimeOffset until = rest.Clock.VenueNow.AddMinutes(1);
        return await WireIncomeAsync(new HistorySpan(since < until ? since : until, until), BinanceIncomes.Funding, lane, cancellationToken) is { } incomes
            ? Read(incomes, i => BinanceIncomes.ToPayment(i, options.Venue, instruments))?.OfType<FundingPayment>().ToList()
            : null;
    }

    /// <summary>By the time they were made, then by id.</summary>
    public async Task<IReadOnlyList<BinanceOrder>?> WireOrdersAsync(Instrument instrument, HistorySpan span, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<BinanceOrder>?> AskAsync(BinanceParameters parameters) => ListAsync(
            "/fapi/v1/allOrders", parameters, 5, RequestLane.Reconcile, BinanceJson.Default.IReadOnlyListBinanceOrder, cancellationToken);

        List<BinanceOrder>? found = await BinanceWindows.ReadAsync<BinanceOrder>(
            span,
            (from, to) => AskAsync(BinanceParameters.Of(instrument).Window(from, to)),
            (millisecond, first) => BinanceWindows.ReadByIdAsync(
                millisecond, first, o => o.OrderId, o => o.Time,
                next => AskAsync(BinanceParameters.Of(instrument).Add("orderId", next).Add("limit", BinanceWindows.PageLimit))));
        return found is null ? null : [.. found.OrderBy(o => o.Time).ThenBy(o => o.OrderId)];
    }

    /// <summary>By time, then by id.</summary>
    public async Task<IReadOnlyList<BinanceUserTrade>?> WireTradesAsync(Instrument instrument, HistorySpan span, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<BinanceUserTrade>?> AskAsync(BinanceParameters parameters) => ListAsync(
            "/fapi/v1/userTrades", parameters, 5, RequestLane.Reconcile, BinanceJson.Default.IReadOnlyListBinanceUserTrade, cancellationToken);

        List<BinanceUserTrade>? found = await BinanceWindows.ReadAsync<BinanceUserTrade>(
            span,
            (from, to) => AskAsync(BinanceParameters.Of(instrument).Window(from, to)),
            (millisecond, first) => BinanceWindows.ReadByIdAsync(
                millisecond, first, t => t.Id, t => t.Time,
                next => AskAsync(BinanceParameters.Of(instrument).Add("fromId", next).Add("limit", BinanceWindows.PageLimit))));
        return found is null ? null : [.. found.OrderBy(t => t.Time).ThenBy(t => t.Id)];
    }

    private async Task<IReadOnlyList<BinanceIncome>?> WireIncomeAsync(
        HistorySpan span, string? type, RequestLane lane, CancellationToken cancellationToken)
    {
        BinanceParameters Kind() => type is null ? new BinanceParameters() : new BinanceParameters().Add("incomeType", type);
        Task<IReadOnlyList<BinanceIncome>?> AskAsync(BinanceParameters parameters) => ListAsync(
            "/fapi/v1/income", parameters, 30, lane, BinanceJson.Default.IReadOnlyListBinanceIncome, cancellationToken);

        List<BinanceIncome>? found = await BinanceWindows.ReadAsync<BinanceIncome>(
            span,
            (from, to) => AskAsync(Kind().Window(from, to)),
            async (millisecond, first) =>
            {
                var all = new List<BinanceIncome>(first);
                IReadOnlyList<BinanceIncome>? page = first;
                for (int number = 2; page?.Count == BinanceWindows.PageLimit; number++)
                {
                    page = await AskAsync(Kind().Window(millisecond, millisecond).Add("page", number));
                    all.AddRange(page ?? []);
                }

                return page is null ? null : all;
            });
        return found is null ? null : [.. found.OrderBy(i => i.Time)];
    }

    private async Task<Dictionary<long, string>?> ClientIdsAsync(
        Instrument instrument, HistorySpan span, IReadOnlyList<long> orderIds, CancellationToken cancellationToken)
    {
        if (await WireOrdersAsync(instrument, span, cancellationToken) is not { } made)
        {
            return null;
        }

        var ids = made.ToDictionary(o => o.OrderId, o => o.ClientOrderId);
        foreach (long orderId in orderIds.Where(id => !ids.ContainsKey(id)))
        {
            switch (await orders.FindAsync(instrument, orderId, cancellationToken))
            {
                case BinanceReply<BinanceOrder>.Ok { Value: var order }:
                    ids.Add(orderId, order.ClientOrderId);
                    break;
                case BinanceReply<BinanceOrder>.Refused refused when refused.Has(BinanceErrors.OrderDoesNotExist):
                    // Orders are forgotten after 90 days, their fills after six months.
                    ids.Add(orderId, "");
                    break;
                default:
                    return null;
            }
        }

        return ids;
    }

    /// <returns>Null when one entry says something that the venue's documents do not have: the list is not to be relied upon then.</returns>
    private List<TCore>? Read<TWire, TCore>(IReadOnlyList<TWire> entries, Func<TWire, TCore> read)
    {
        try
        {
            return [.. entries.Select(read)];
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            rest.CountMalformed(typeof(TWire).Name, e.Message);
            return null;
        }
    }

    private bool Reaches(HistorySpan span, TimeSpan reach) => span.From >= rest.Clock.VenueNow - reach;

    private async Task<IReadOnlyList<T>?> ListAsync<T>(
        string path, BinanceParameters parameters, int weight, RequestLane lane, JsonTypeInfo<IReadOnlyList<T>> type, CancellationToken cancellationToken)
    {
        BinanceReply<IReadOnlyList<T>> reply = await rest.SendSignedAsync(
            HttpMethod.Get, path, parameters, lane, rest.Budgets.Weight(weight), type, cancellationToken);
        return reply is BinanceReply<IReadOnlyList<T>>.Ok { Value: var entries } ? entries : null;
    }
}
