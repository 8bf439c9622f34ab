using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Okx.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Okx;

/// <summary>
/// Pages of fills and bills: newest first, by bill number. <c>after</c> asks for older ones than a number, <c>before</c> for newer
/// ones, <c>begin</c> and <c>end</c> bound the time.
/// </summary>
internal static class OkxFillPages
{
    /// <summary>A fill has at most this many bills (fee and profit).</summary>
    private const int BillsPerFill = 2;

    public static IEnumerable<OkxFill> Find(SimulatedVenue venue, OkxContracts contracts, OkxRequest request, Symbol? symbol, DateTimeOffset since)
    {
        long? orderId = request.Long("ordId");
        if (request["instType"] is not (null or OkxContract.InstType) || (request["ordId"] is not null && orderId is null))
        {
            return [];
        }

        return Lines(venue, request, new HistoryQuery { Symbol = symbol, OrderId = orderId, From = since })
            .Where(line => line.IsFill)
            .Take(request.Limit())
            .Select(line => (line, Fill: FillOf(venue, request.Account, line)))
            .Where(pair => pair.Fill is not null)
            .Select(pair => OkxStatements.Fill(contracts[pair.Fill!.Symbol], pair.Fill, pair.line.Id));
    }

    public static IEnumerable<OkxBill> FindBills(SimulatedVenue venue, OkxContracts contracts, OkxRequest request, DateTimeOffset since)
    {
        string? instType = request["instType"];
        string? ccy = request["ccy"];
        return Bills(venue, contracts, request, since)
            .Where(bill => (instType is null || bill.InstType == instType)
                && (ccy is null || bill.Ccy == ccy)
                && (request["type"] is not { } type || bill.Type == type)
                && (request["subType"] is not { } subType || bill.SubType == subType)
                && (request["instId"] is not { } instId || bill.InstId == instId))
            .Take(request.Limit());
    }

    private static IEnumerable<OkxBill> Bills(SimulatedVenue venue, OkxContracts contracts, OkxRequest request, DateTimeOffset since) =>
        Lines(venue, request, new HistoryQuery { From = since })
            .Select(line => OkxBills.Bill(
                line, line.Symbol is { } symbol ? contracts[symbol] : null, line.IsFill ? FillOf(venue, request.Account, line) : null));

    /// <summary>Newest first.</summary>
    private static IEnumerable<StatementLine> Lines(SimulatedVenue venue, OkxRequest request, HistoryQuery query)
    {
        long olderThan = request.Long("after") ?? long.MaxValue;
        long newerThan = request.Long("before") ?? 0L;

        // From below the bound by one fill's bills, so that a fill at the bound keeps both of them and is then left out whole.
        IReadOnlyList<AccountBill> bills = venue.Bills(request.Account, query with
        {
            From = request.Time("begin") ?? query.From,
            To = request.Time("end"),
            AfterId = Math.Max(0L, newerThan - BillsPerFill),
            Limit = int.MaxValue,
        });
        return StatementLine.From(bills).Where(line => line.Id < olderThan && line.Id > newerThan).Reverse();
    }

    private static SimulatedFill? FillOf(SimulatedVenue venue, string account, StatementLine line) => venue
        .Fills(account, new HistoryQuery { OrderId = line.OrderId, From = line.Time, To = line.Time, Limit = int.MaxValue })
        .FirstOrDefault(fill => fill.TradeId == line.TradeId);
}
