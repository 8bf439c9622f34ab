using Microsoft.Data.Sqlite;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>Fills, each once by venue, symbol and the venue's trade id.</summary>
internal sealed class FillTable(SqliteConnection connection) : IDisposable
{
    public const string Select = "SELECT venue, symbol, quote_asset, trade_id, client_order_id, pair_id, leg, purpose, side, price, "
        + "quantity, fee, fee_asset, is_maker, venue_time FROM fills";

    private readonly Statement _find = new(
        connection, Select + " WHERE venue = $venue AND symbol = $symbol AND trade_id = $trade_id", "venue", "symbol", "trade_id");

    private readonly Statement _insert = Statement.Insert(
        connection,
        "fills",
        "venue", "symbol", "quote_asset", "trade_id", "client_order_id", "pair_id", "leg", "purpose", "side", "price", "quantity",
        "fee", "fee_asset", "is_maker", "venue_time");

    /// <returns>Whether the fill is new.</returns>
    /// <exception cref="LedgerConflictException">The trade id is already there with another content.</exception>
    public bool Write(FillRecord record)
    {
        FillReport fill = record.Fill;
        FillRecord? known = Find(fill);
        if (known is not null)
        {
            return known == AsStored(record)
                ? false
                : throw new LedgerConflictException($"fill {fill.Instrument}:{fill.TradeId} is already there as {known}, not as {record}");
        }

        _insert.Run(
            fill.Instrument.Venue.Name,
            fill.Instrument.Symbol.Name,
            fill.Instrument.Symbol.Quote.Code,
            fill.TradeId.Value,
            fill.ClientOrderId.Value,
            record.Pair.Number,
            EnumText<LegRole>.Of(record.Leg),
            EnumText<OrderPurpose>.Of(record.Purpose),
            EnumText<Side>.Of(fill.Side),
            fill.Price.ToString(),
            fill.Quantity.ToString(),
            WireNumber.Format(fill.Fee.Amount),
            fill.Fee.Asset.Code,
            fill.IsMaker,
            LedgerTime.Format(fill.VenueTime));
        return true;
    }

    public static FillRecord Read(SqliteDataReader reader)
    {
        var row = new Row(reader);
        var instrument = new InstrumentId(new VenueId(row.Text()), row.Symbol());
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
        record with { Fill = record.Fill with { VenueTime = LedgerTime.Parse(LedgerTime.Format(record.Fill.VenueTime)) } };

    private FillRecord? Find(FillReport fill)
    {
        using SqliteDataReader reader = _find.Read(fill.Instrument.Venue.Name, fill.Instrument.Symbol.Name, fill.TradeId.Value);
        return reader.Read() ? Read(reader) : null;
    }
}
