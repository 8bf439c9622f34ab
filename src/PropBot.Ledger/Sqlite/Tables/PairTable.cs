using Microsoft.Data.Sqlite;
using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>Pairs as they are now; how they came to be so is in the journal.</summary>
internal sealed class PairTable(SqliteConnection connection) : IDisposable
{
    public const string Select = "SELECT id, symbol, quote_asset, status, target_quantity, opened_at, closed_at, close_reason, "
        + "last_error, rescue_attempts, naked_notional_seconds, steps, edge_gross_bps, edge_entry_fees_bps, edge_exit_fees_bps, "
        + "edge_entry_slippage_bps, edge_exit_slippage_bps, edge_funding_bps, edge_residual_basis_bps, "
        + "long_venue, long_bought_quantity, long_bought_notional, long_sold_quantity, long_sold_notional, long_reference_outlay, "
        + "long_fees, long_funding, long_forced_quantity, "
        + "short_venue, short_bought_quantity, short_bought_notional, short_sold_quantity, short_sold_notional, "
        + "short_reference_outlay, short_fees, short_funding, short_forced_quantity FROM pairs";

    private readonly Statement _upsert = Statement.Upsert(
        connection,
        "pairs",
        "id", "symbol", "quote_asset", "status", "target_quantity", "opened_at", "closed_at", "close_reason", "last_error",
        "rescue_attempts", "naked_notional_seconds", "steps",
        "edge_gross_bps", "edge_entry_fees_bps", "edge_exit_fees_bps", "edge_entry_slippage_bps", "edge_exit_slippage_bps",
        "edge_funding_bps", "edge_residual_basis_bps",
        "long_venue", "long_bought_quantity", "long_bought_notional", "long_sold_quantity", "long_sold_notional",
        "long_reference_outlay", "long_fees", "long_funding", "long_forced_quantity",
        "short_venue", "short_bought_quantity", "short_bought_notional", "short_sold_quantity", "short_sold_notional",
        "short_reference_outlay", "short_fees", "short_funding", "short_forced_quantity",
        "pnl_spread", "pnl_slippage", "pnl_fees", "pnl_funding");

    public void Write(PairRecord pair)
    {
        EdgeEstimate edge = pair.ExpectedEdge;
        LegRecord longLeg = pair.Long;
        LegRecord shortLeg = pair.Short;
        PairPnl? pnl = pair.Status.IsTerminal() ? pair.RealizedPnl() : null;
        _upsert.Run(
            pair.Id.Number,
            pair.Symbol.Name,
            pair.Symbol.Quote.Code,
            EnumText<PairStatus>.Of(pair.Status),
            pair.TargetQuantity.ToString(),
            LedgerTime.Format(pair.OpenedAt),
            pair.ClosedAt is { } closed ? LedgerTime.Format(closed) : null,
            pair.CloseReason,
            pair.LastError,
            pair.RescueAttempts,
            WireNumber.Format(pair.NakedNotionalSeconds),
            pair.Steps,
            WireNumber.Format(edge.GrossBps),
            WireNumber.Format(edge.EntryFeesBps),
            WireNumber.Format(edge.ExitFeesBps),
            WireNumber.Format(edge.EntrySlippageBps),
            WireNumber.Format(edge.ExitSlippageBps),
            WireNumber.Format(edge.FundingBps),
            WireNumber.Format(edge.ResidualBasisBps),
            longLeg.Instrument.Venue.Name,
            WireNumber.Format(longLeg.BoughtQuantity),
            WireNumber.Format(longLeg.BoughtNotional),
            WireNumber.Format(longLeg.SoldQuantity),
            WireNumber.Format(longLeg.SoldNotional),
            WireNumber.Format(longLeg.ReferenceOutlay),
            WireNumber.Format(longLeg.Fees),
            WireNumber.Format(longLeg.Funding),
            WireNumber.Format(longLeg.ForcedQuantity),
            shortLeg.Instrument.Venue.Name,
            WireNumber.Format(shortLeg.BoughtQuantity),
            WireNumber.Format(shortLeg.BoughtNotional),
            WireNumber.Format(shortLeg.SoldQuantity),
            WireNumber.Format(shortLeg.SoldNotional),
            WireNumber.Format(shortLeg.ReferenceOutlay),
            WireNumber.Format(shortLeg.Fees),
            WireNumber.Format(shortLeg.Funding),
            WireNumber.Format(shortLeg.ForcedQuantity),
            pnl is null ? null : WireNumber.Format(pnl.Value.Spread),
            pnl is null ? null : WireNumber.Format(pnl.Value.Slippage),
            pnl is null ? null : WireNumber.Format(pnl.Value.Fees),
            pnl is null ? null : WireNumber.Format(pnl.Value.Funding));
    }

    public static PairRecord Read(SqliteDataReader reader)
    {
        var row = new Row(reader);
        var id = new PairId(row.Whole());
        Symbol symbol = row.Symbol();
        return new PairRecord
        {
            Id = id,
            Symbol = symbol,
            Status = row.Member<PairStatus>(),
            TargetQuantity = new Quantity(row.Number()),
            OpenedAt = row.Time(),
            ClosedAt = row.TimeOrNull(),
            CloseReason = row.TextOrNull(),
            LastError = row.TextOrNull(),
            RescueAttempts = checked((int)row.Whole()),
            NakedNotionalSeconds = row.Number(),
            Steps = checked((int)row.Whole()),
            ExpectedEdge = new EdgeEstimate(
                row.Number(), row.Number(), row.Number(), row.Number(), row.Number(), row.Number(), row.Number()),
            Long = ReadLeg(ref row, symbol),
            Short = ReadLeg(ref row, symbol),
        };
    }

    public void Dispose() => _upsert.Dispose();

    private static LegRecord ReadLeg(ref Row row, Symbol symbol) => new()
    {
        Instrument = new InstrumentId(new VenueId(row.Text()), symbol),
        BoughtQuantity = row.Number(),
        BoughtNotional = row.Number(),
        SoldQuantity = row.Number(),
        SoldNotional = row.Number(),
        ReferenceOutlay = row.Number(),
        Fees = row.Number(),
        Funding = row.Number(),
        ForcedQuantity = row.Number(),
    };
}
