using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>Forced fills, each once by venue, symbol and the venue's trade id, with the legs that each was taken from.</summary>
internal sealed class ForcedFillTable(Session session) : IDisposable
{
    public const string Select = "SELECT venue, symbol, quote_asset, venue_order_id, trade_id, origin, position, side, price, quantity, "
        + "fee, fee_asset, venue_time, id FROM forced_fills";

    private const string SelectShares = "SELECT pair_id, leg, quantity, fee, fee_asset FROM forced_fill_shares WHERE forced_fill_id = $1 ORDER BY number";

    private readonly Statement _find = session.Prepare(Select + " WHERE venue = $1 AND symbol = $2 AND trade_id = $3");

    private readonly Statement _shares = session.Prepare(SelectShares);

    private readonly Statement _insert = session.Insert(
        "forced_fills",
        "venue", "symbol", "quote_asset", "trade_id", "venue_order_id", "origin", "position", "side", "price", "quantity", "fee",
        "fee_asset", "venue_time", "is_assigned");

    private readonly Statement _assigned = session.Prepare("UPDATE forced_fills SET is_assigned = $1 WHERE id = $2");

    private readonly Statement _deleteShares = session.Prepare("DELETE FROM forced_fill_shares WHERE forced_fill_id = $1");

    private readonly Statement _insertShare = session.Insert(
        "forced_fill_shares", "forced_fill_id", "number", "pair_id", "leg", "quantity", "fee", "fee_asset");

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

        _deleteShares.Whole(id).Run();
        for (int number = 0; number < record.Shares.Count; number++)
        {
            ForcedFillShare share = record.Shares[number];
            _insertShare
                .Whole(id).Whole(number).Whole(share.Pair.Number).Member(share.Leg).Number(share.Quantity.Value)
                .Number(share.Fee.Amount).Text(share.Fee.Asset.Code)
                .Run();
        }

        _assigned.Flag(record.Unassigned.IsZero).Whole(id).Run();
        return true;
    }

    /// <summary>What was found, with its shares.</summary>
    public static List<ForcedFillRecord> WithShares(Session session, List<(ForcedFill Fill, long Id)> found) =>
        [.. found.Select(one => new ForcedFillRecord(one.Fill, session.Ask(SelectShares).Whole(one.Id).List(ReadShare)))];

    public static (ForcedFill Fill, long Id) Read(ref Row row)
    {
        var fill = new ForcedFill(
            row.Instrument(),
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

    public void Dispose()
    {
        _find.Dispose();
        _shares.Dispose();
        _insert.Dispose();
        _assigned.Dispose();
        _deleteShares.Dispose();
        _insertShare.Dispose();
    }

    private static ForcedFillRecord AsStored(ForcedFillRecord record) => new(
        record.Fill with { VenueTime = LedgerTime.Cut(record.Fill.VenueTime) }, record.Shares);

    private static ForcedFillShare ReadShare(ref Row row) => new(
        new PairId(row.Whole()), row.Member<LegRole>(), new Quantity(row.Number()), new Money(row.Number(), new Asset(row.Text())));

    private void Insert(ForcedFillRecord record)
    {
        ForcedFill fill = record.Fill;
        _insert
            .Text(fill.Instrument.Venue.Name)
            .Symbol(fill.Instrument.Symbol)
            .Text(fill.TradeId.Value)
            .Text(fill.VenueOrderId.Value ?? "")
            .Member(fill.Origin)
            .Member(fill.Position)
            .Member(fill.Side)
            .Number(fill.Price.Value)
            .Number(fill.Quantity.Value)
            .Number(fill.Fee.Amount)
            .Text(fill.Fee.Asset.Code)
            .Time(fill.VenueTime)
            .Flag(record.Unassigned.IsZero)
            .Run();
    }

    private (long Id, ForcedFillRecord? Record) Find(ForcedFill fill)
    {
        _find.Text(fill.Instrument.Venue.Name).Text(fill.Instrument.Symbol.Name).Text(fill.TradeId.Value);
        return _find.TryFirst(Read, out (ForcedFill Fill, long Id) found)
            ? (found.Id, new ForcedFillRecord(found.Fill, _shares.Whole(found.Id).List(ReadShare)))
            : (0, null);
    }
}
