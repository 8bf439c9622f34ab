using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>Fills, each once by venue, symbol and the venue's trade id.</summary>
internal sealed class FillTable(Session session) : IDisposable
{
    public const string Select = "SELECT venue, symbol, quote_asset, trade_id, client_order_id, pair_id, leg, purpose, side, price, "
        + "quantity, fee, fee_asset, is_maker, venue_time FROM fills";

    private readonly Statement _find = session.Prepare(Select + " WHERE venue = $1 AND symbol = $2 AND trade_id = $3");

    private readonly Statement _insert = session.Insert(
        "fills",
        "venue", "symbol", "quote_asset", "trade_id", "client_order_id", "pair_id", "leg", "purpose", "side", "price", "quantity",
        "fee", "fee_asset", "is_maker", "venue_time");

    /// <returns>Whether the fill is new.</returns>
    /// <exception cref="LedgerConflictException">The trade id is already there with another content.</exception>
    public bool Write(FillRecord record)
    {
        FillReport fill = record.Fill;
        InstrumentId instrument = fill.Instrument;
        if (_find.Text(instrument.Venue.Name).Text(instrument.Symbol.Name).Text(fill.TradeId.Value).TryFirst(Read, out FillRecord? known))
        {
            return known == AsStored(record)
                ? false
                : throw new LedgerConflictException($"fill {instrument}:{fill.TradeId} is already there as {known}, not as {record}");
        }

        _insert
            .Text(instrument.Venue.Name)
            .Symbol(instrument.Symbol)
            .Text(fill.TradeId.Value)
            .Text(fill.ClientOrderId.Value)
            .Whole(record.Pair.Number)
            .Member(record.Leg)
            .Member(record.Purpose)
            .Member(fill.Side)
            .Number(fill.Price.Value)
            .Number(fill.Quantity.Value)
            .Number(fill.Fee.Amount)
            .Text(fill.Fee.Asset.Code)
            .Flag(fill.IsMaker)
            .Time(fill.VenueTime)
            .Run();
        return true;
    }

    public static FillRecord Read(ref Row row)
    {
        InstrumentId instrument = row.Instrument();
        var trade = new TradeId(row.Text());
        var order = new ClientOrderId(row.Text());
        var pair = new PairId(row.Whole());
        LegRole leg = row.Member<LegRole>();
        OrderPurpose purpose = row.Member<OrderPurpose>();
        var fill = new FillReport(
            instrument,
            order,
            trade,
            row.Member<Side>(),
            new Price(row.Number()),
            new Quantity(row.Number()),
            new Money(row.Number(), new Asset(row.Text())),
            row.Flag(),
            row.Time());
        return new FillRecord(fill, pair, leg, purpose);
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }

    private static FillRecord AsStored(FillRecord record) =>
        record with { Fill = record.Fill with { VenueTime = LedgerTime.Cut(record.Fill.VenueTime) } };
}
