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
        + "short_reference_outlay, short_fees, short_funding, short_forced_quantity, entry_mode, entry_lead, "
        + "third_venue, third_bought_quantity, third_bought_notional, third_sold_quantity, third_sold_notional, "
        + "third_reference_outlay, third_fees, third_funding, third_forced_quantity, "
        + "rebalance_status, rebalance_attempts, rebalance_failures, rebalance_last_attempt_at, rebalance_last_error, "
        + "rebalance_last_leg, rebalance_filled_ratio, unequal_since, naked_counted_until, long_cost, short_cost, third_cost FROM pairs";

    private const int NumbersOfALeg = 8;
    private const int ColumnsOfARebalance = 7;

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
        "entry_mode", "entry_lead",
        "third_venue", "third_bought_quantity", "third_bought_notional", "third_sold_quantity", "third_sold_notional",
        "third_reference_outlay", "third_fees", "third_funding", "third_forced_quantity",
        "rebalance_status", "rebalance_attempts", "rebalance_failures", "rebalance_last_attempt_at", "rebalance_last_error",
        "rebalance_last_leg", "rebalance_filled_ratio", "unequal_since", "naked_counted_until", "long_cost", "short_cost", "third_cost",
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
        _upsert.Member(pair.Entry.Mode).MemberOrNull(pair.Entry.Lead);
        WriteLegOrNull(pair.Third);
        WriteRebalance(pair.Rebalance);
        _upsert
            .Time(pair.UnequalSince)
            .Time(pair.NakedCountedUntil)
            .Number(pair.Long.Cost)
            .Number(pair.Short.Cost)
            .Number(pair.Third?.Cost)
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
        var pair = new PairRecord
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
            Entry = new PairEntry(row.Member<EntryMode>(), row.MemberOrNull<LegRole>()),
            Third = ReadLegOrNull(ref row, symbol),
            Rebalance = ReadRebalance(ref row),
            UnequalSince = row.TimeOrNull(),
            NakedCountedUntil = row.TimeOrNull(),
        };
        return pair with
        {
            Long = WithCost(pair.Long, row.NumberOrNull()),
            Short = WithCost(pair.Short, row.NumberOrNull()),
            Third = pair.Third is { } third ? WithCost(third, row.NumberOrNull()) : null,
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

    private void WriteLegOrNull(LegRecord? leg)
    {
        if (leg is not null)
        {
            WriteLeg(leg);
            return;
        }

        _upsert.Text(null);
        for (int number = 0; number < NumbersOfALeg; number++)
        {
            _upsert.Number((decimal?)null);
        }
    }

    private void WriteRebalance(RebalanceRecord? record) => _upsert
        .MemberOrNull(record?.Status)
        .WholeOrNull(record?.Attempts)
        .WholeOrNull(record?.Failures)
        .Time(record?.LastAttemptAt)
        .Text(record?.LastError)
        .MemberOrNull(record?.LastLeg)
        .Number(record?.FilledRatio);

    private static LegRecord? ReadLegOrNull(ref Row row, Symbol symbol)
    {
        if (!row.IsNull)
        {
            return ReadLeg(ref row, symbol);
        }

        row.SkipMany(1 + NumbersOfALeg);
        return null;
    }

    private static RebalanceRecord? ReadRebalance(ref Row row)
    {
        if (!row.IsNull)
        {
            return new RebalanceRecord(
                row.Member<RebalanceStatus>(), checked((int)row.Whole()), checked((int)row.Whole()), row.Time(), row.TextOrNull(),
                row.Member<LegRole>(), row.Number());
        }

        row.SkipMany(ColumnsOfARebalance);
        return null;
    }

    /// <summary>A pair of before there was a cost is taken at the average of all trades on the side that it holds.</summary>
    private static LegRecord WithCost(LegRecord leg, decimal? cost) => leg with
    {
        Cost = cost ?? leg.SignedQuantity switch
        {
            > 0m => leg.SignedQuantity * leg.BoughtNotional / leg.BoughtQuantity,
            < 0m => leg.SignedQuantity * leg.SoldNotional / leg.SoldQuantity,
            _ => 0m,
        },
    };

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
