using Microsoft.Data.Sqlite;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>Forced fills, each once by venue, symbol and the venue's trade id, with the legs that each was taken from.</summary>
internal sealed class ForcedFillTable(SqliteConnection connection) : IDisposable
{
    public const string Select = "SELECT venue, symbol, quote_asset, venue_order_id, trade_id, origin, position, side, price, quantity, "
        + "fee, fee_asset, venue_time, id FROM forced_fills";

    private const string SelectShares = "SELECT pair_id, leg, quantity, fee, fee_asset FROM forced_fill_shares WHERE forced_fill_id = $1 ORDER BY number";

    private readonly Statement _find = new(
        connection, Select + " WHERE venue = $venue AND symbol = $symbol AND trade_id = $trade_id", "venue", "symbol", "trade_id");

    private readonly Statement _insert = Statement.Insert(
        connection,
        "forced_fills",
        "venue", "symbol", "quote_asset", "trade_id", "venue_order_id", "origin", "position", "side", "price", "quantity", "fee",
        "fee_asset", "venue_time", "is_assigned");

    private readonly Statement _assigned = new(
        connection, "UPDATE forced_fills SET is_assigned = $is_assigned WHERE id = $id", "is_assigned", "id");

    private readonly Statement _deleteShares = new(
        connection, "DELETE FROM forced_fill_shares WHERE forced_fill_id = $id", "id");

    private readonly Statement _insertShare = Statement.Insert(
        connection, "forced_fill_shares", "forced_fill_id", "number", "pair_id", "leg", "quantity", "fee", "fee_asset");

    /// <returns>Whether anything of it is new.</returns>
    /// <exception cref="LedgerConflictException">The trade id is already there with another content.</exception>
    public bool Write(ForcedFillRecord record)
    {
        (long id, ForcedFillRecord? known) = Find(record.Fill);
        if (known is null)
        {
            Insert(record);
            id = Find(record.Fill).Id;
        }
        else if (!LedgerConflicts.IsContinued(known, AsStored(record)))
        {
            throw new LedgerConflictException($"forced fill {record.Fill.Instrument}:{record.Fill.TradeId} is already there as {known}, not as {record}");
        }
        else if (known.Shares.SequenceEqual(record.Shares))
        {
            return false;
        }

        _deleteShares.Run(id);
        for (int number = 0; number < record.Shares.Count; number++)
        {
            ForcedFillShare share = record.Shares[number];
            _insertShare.Run(
                id, number, share.Pair.Number, EnumText<LegRole>.Of(share.Leg), share.Quantity.ToString(),
                WireNumber.Format(share.Fee.Amount), share.Fee.Asset.Code);
        }

        _assigned.Run(record.Unassigned.IsZero, id);
        return true;
    }

    /// <summary>What the condition selects, with its shares.</summary>
    public static List<ForcedFillRecord> ReadAll(SqliteConnection connection, string condition, params object[] values) =>
    [
        .. Query.List(connection, $"{Select} {condition}", ReadFill, values)
            .Select(found => new ForcedFillRecord(found.Fill, Query.List(connection, SelectShares, ReadShare, found.Id))),
    ];

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _assigned.Dispose();
        _deleteShares.Dispose();
        _insertShare.Dispose();
    }

    private static ForcedFillRecord AsStored(ForcedFillRecord record) => new(
        record.Fill with { VenueTime = LedgerTime.Parse(LedgerTime.Format(record.Fill.VenueTime)) }, record.Shares);

    private static (ForcedFill Fill, long Id) ReadFill(SqliteDataReader reader)
    {
        var row = new Row(reader);
        var fill = new ForcedFill(
            new InstrumentId(new VenueId(row.Text()), row.Symbol()),
            new VenueOrderId(row.Text()),
            new TradeId(row.Text()),
            row.Member<OrderOrigin>(),
            row.Member<PositionSide>(),
            row.Member<Side>(),
            new Price(row.Number()),
            new Quantity(row.Number()),
            new Money(row.Number(), new Asset(row.Text())),
            row.Time());
        return (fill, row.Whole());
    }

    private static ForcedFillShare ReadShare(SqliteDataReader reader)
    {
        var row = new Row(reader);
        return new ForcedFillShare(
            new PairId(row.Whole()), row.Member<LegRole>(), new Quantity(row.Number()), new Money(row.Number(), new Asset(row.Text())));
    }

    private void Insert(ForcedFillRecord record)
    {
        ForcedFill fill = record.Fill;
        _insert.Run(
            fill.Instrument.Venue.Name,
            fill.Instrument.Symbol.Name,
            fill.Instrument.Symbol.Quote.Code,
            fill.TradeId.Value,
            fill.VenueOrderId.Value ?? "",
            EnumText<OrderOrigin>.Of(fill.Origin),
            EnumText<PositionSide>.Of(fill.Position),
            EnumText<Side>.Of(fill.Side),
            fill.Price.ToString(),
            fill.Quantity.ToString(),
            WireNumber.Format(fill.Fee.Amount),
            fill.Fee.Asset.Code,
            LedgerTime.Format(fill.VenueTime),
            record.Unassigned.IsZero);
    }

    private (long Id, ForcedFillRecord? Record) Find(ForcedFill fill)
    {
        (ForcedFill Fill, long Id) found;
        using (SqliteDataReader reader = _find.Read(fill.Instrument.Venue.Name, fill.Instrument.Symbol.Name, fill.TradeId.Value))
        {
            if (!reader.Read())
            {
                return (0, null);
            }

            found = ReadFill(reader);
        }

        return (found.Id, new ForcedFillRecord(found.Fill, Query.List(connection, SelectShares, ReadShare, found.Id)));
    }
}
