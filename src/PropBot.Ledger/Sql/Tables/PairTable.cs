using PropBot.Core.Costs;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>Pairs as they are now; how they came to be so is in the journal.</summary>
internal sealed class PairTable(Session session) : IDisposable
{
    public const string Select = "SELECT id, symbol, quote_asset, status, target_quantity, opened_at, closed_at, close_reason, "
        + "last_error, rescue_attempts, naked_notional_seconds, steps, edge_gross_bps, edge_entry_fees_bps, edge_exit_fees_bps, "
        + "edge_entry_slippage_bps, edge_exit_slippage_bps, edge_funding_bps, edge_residual_basis_bps, "
        + "long_venue, long_bought_quantity, long_bought_notional, long_sold_quantity, long_sold_notional, long_reference_outlay, "
        + "long_fees, long_funding, long_forced_quantity, "
        + "short_venue, short_bought_quantity, short_bought_notional, short_sold_quantity, short_sold_notional, "
        + "short_reference_outlay, short_fees, short_funding, short_forced_quantity FROM pairs";

    private readonly Statement _upsert = session.Upsert(
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
        PairPnl? pnl = pair.Status.IsTerminal() ? pair.RealizedPnl() : null;
        _upsert
            .Whole(pair.Id.Number)
            .Symbol(pair.Symbol)
            .Member(pair.Status)
            .Number(pair.TargetQuantity.Value)
            .Time(pair.OpenedAt)
            .Time(pair.ClosedAt)
            .Text(pair.CloseReason)
            .Text(pair.LastError)
            .Whole(pair.RescueAttempts)
            .Number(pair.NakedNotionalSeconds)
            .Whole(pair.Steps)
            .Number(edge.GrossBps)
            .Number(edge.EntryFeesBps)
            .Number(edge.ExitFeesBps)
            .Number(edge.EntrySlippageBps)
            .Number(edge.ExitSlippageBps)
            .Number(edge.FundingBps)
            .Number(edge.ResidualBasisBps);
        WriteLeg(pair.Long);
        WriteLeg(pair.Short);
        _upsert
            .Number(pnl?.Spread)
            .Number(pnl?.Slippage)
            .Number(pnl?.Fees)
            .Number(pnl?.Funding)
            .Run();
    }

    public static PairRecord Read(ref Row row)
    {
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

    private void WriteLeg(LegRecord leg) => _upsert
        .Text(leg.Instrument.Venue.Name)
        .Number(leg.BoughtQuantity)
        .Number(leg.BoughtNotional)
        .Number(leg.SoldQuantity)
        .Number(leg.SoldNotional)
        .Number(leg.ReferenceOutlay)
        .Number(leg.Fees)
        .Number(leg.Funding)
        .Number(leg.ForcedQuantity);

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
