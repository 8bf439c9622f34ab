using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Okx.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Okx;

/// <summary>Orders, fills, positions and bills of the simulation in this venue's words. Pure.</summary>
internal static class OkxStatements
{
    /// <param name="fills">The order's fills so far, oldest first.</param>
    /// <param name="settings">Of the instrument, as set by the account.</param>
    public static OkxOrder Order(OkxContract contract, SimulatedOrder order, IReadOnlyList<SimulatedFill> fills, SymbolSettings settings)
    {
        SimulatedFill? last = fills.Count > 0 ? fills[^1] : null;
        string settleCcy = contract.Instrument.SettleAsset.Code;
        return new OkxOrder
        {
            AccFillSz = contract.Size(order.FilledQuantity),
            AvgPx = order.FilledQuantity > 0m ? OkxText.Quotient(order.AveragePrice) : "",
            CTime = OkxText.Millis(order.CreatedAt),
            CancelSource = CancelSource(order.EndReason),
            Category = Category(order.Origin),
            StpMode = StpMode(order.SelfTrade),
            ClOrdId = ClientIds.Given(order.ClientOrderId, order.OrderId),
            Fee = OkxText.Number(order.Fees),
            FeeCcy = settleCcy,
            FillPx = last is null ? "" : OkxText.Number(last.Price),
            FillSz = last is null ? "0" : contract.Size(last.Quantity),
            FillTime = last is null ? "" : OkxText.Millis(last.Time),
            InstId = contract.InstId,
            Lever = OkxText.Number(settings.Leverage),
            OrdId = OkxText.Id(order.OrderId),
            OrdType = OrdType(order),
            Pnl = OkxText.Number(fills.Sum(fill => fill.RealizedPnl)),
            PosSide = OkxModes.Text(order.PositionSide),
            Px = order.Price is { } price && order.Type == OrderType.Limit ? OkxText.Number(price) : "",
            RebateCcy = settleCcy,
            ReduceOnly = order.ReduceOnly ? "true" : "false",
            Side = OkxText.Side(order.Side),
            State = State(order.Status),
            Sz = contract.Size(order.Quantity),
            Tag = "",
            TdMode = OkxModes.Text(settings.MarginMode),
            TradeId = OkxText.Id(last?.TradeId),
            UTime = OkxText.Millis(order.UpdatedAt),
        };
    }

    /// <summary>The same as the channel tells it: with what this event changed.</summary>
    /// <param name="fill">The fill that is told; null when none is.</param>
    /// <param name="fills">The order's fills up to and with this one.</param>
    /// <param name="amended">The event is an amendment that was carried out.</param>
    public static OkxOrder OrderEvent(
        OkxContract contract, SimulatedOrder order, SimulatedFill? fill, IReadOnlyList<SimulatedFill> fills, SymbolSettings settings, decimal lastPrice, bool amended = false)
    {
        OkxOrder told = Order(contract, order, fills, settings);
        decimal valuedAt = order.Price ?? lastPrice;
        return told with
        {
            AvgPx = told.AvgPx.Length > 0 ? told.AvgPx : "0",
            AmendResult = amended ? "0" : "",
            Code = "0",
            ExecType = fill is null ? "" : ExecType(fill),
            FillFee = fill is null ? "0" : OkxText.Number(fill.Fee),
            FillFeeCcy = fill is null ? "" : told.FeeCcy,
            FillNotionalUsd = fill is null ? "" : OkxText.Number(fill.Price * fill.Quantity),
            FillPnl = fill is null ? "0" : OkxText.Number(fill.RealizedPnl),
            FillPx = fill is null ? "" : OkxText.Number(fill.Price),
            FillSz = fill is null ? "0" : contract.Size(fill.Quantity),
            FillTime = fill is null ? "" : OkxText.Millis(fill.Time),
            LastPx = OkxText.Number(lastPrice),
            Msg = "",
            NotionalUsd = OkxText.Number(order.Quantity * valuedAt),
            ReqId = "",
            TradeId = OkxText.Id(fill?.TradeId),
        };
    }

    public static OkxFill Fill(OkxContract contract, SimulatedFill fill, long billId) => new()
    {
        BillId = OkxText.Id(billId),
        ClOrdId = ClientIds.Given(fill.ClientOrderId, fill.OrderId),
        ExecType = ExecType(fill),
        Fee = OkxText.Number(fill.Fee),
        FeeCcy = contract.Instrument.SettleAsset.Code,
        FeeRate = OkxText.Number(-fill.FeeRate),
        FillIdxPx = "",
        FillMarkPx = "",
        FillPnl = OkxText.Number(fill.RealizedPnl),
        FillPx = OkxText.Number(fill.Price),
        FillSz = contract.Size(fill.Quantity),
        FillTime = OkxText.Millis(fill.Time),
        InstId = contract.InstId,
        OrdId = OkxText.Id(fill.OrderId),
        PosSide = OkxModes.Text(fill.PositionSide),
        Side = OkxText.Side(fill.Side),
        SubType = FillSubType(fill),
        TradeId = OkxText.Id(fill.TradeId),
        Ts = OkxText.Millis(fill.Time),
    };

    public static OkxPosition Position(
        OkxContract contract, PositionStatement statement, PositionRound round, decimal lastPrice, decimal indexPrice, DateTimeOffset now)
    {
        SimulatedPosition position = statement.Position;
        bool isNet = position.PositionSide == PositionSide.Net;
        string size = contract.Size(isNet ? position.Quantity : Math.Abs(position.Quantity));
        decimal uplLast = position.UnrealizedPnl(lastPrice);
        return new OkxPosition
        {
            AvailPos = position.IsFlat ? "" : OkxText.Number(Math.Abs(contract.ToContracts(position.Quantity))),
            AvgPx = position.IsFlat ? "" : OkxText.Quotient(position.EntryPrice),
            BePx = position.IsFlat ? "" : OkxText.Quotient(position.EntryPrice - (round.Realized / position.Quantity)),
            CTime = OkxText.Millis(round.OpenedAt),
            Ccy = contract.Instrument.SettleAsset.Code,
            Fee = OkxText.Number(round.Fees),
            FundingFee = OkxText.Number(round.Funding),
            IdxPx = OkxText.Quotient(indexPrice),
            Imr = OkxText.Quotient(statement.InitialMargin),
            InstId = contract.InstId,
            Last = OkxText.Number(lastPrice),
            Lever = OkxText.Number(statement.Leverage),
            LiqPenalty = "0",
            LiqPx = statement.LiquidationPrice is { } liquidation ? OkxText.Quotient(liquidation) : "",
            Adl = OkxText.Number(statement.AutoDeleverageRank),
            Margin = statement.MarginMode == MarginMode.Isolated ? OkxText.Quotient(position.IsolatedMargin) : "",
            MarkPx = OkxText.Quotient(statement.MarkPrice),
            MgnMode = OkxModes.Text(statement.MarginMode),
            MgnRatio = MarginRatio(statement),
            Mmr = OkxText.Quotient(statement.MaintenanceMargin),
            NotionalUsd = OkxText.Quotient(statement.Notional),
            PTime = OkxText.Millis(now),
            Pnl = OkxText.Number(round.Pnl),
            Pos = size,
            PosId = OkxText.StableNumber(isNet ? contract.InstId : $"{contract.InstId}:{position.PositionSide}"),
            PosSide = OkxModes.Text(position.PositionSide),
            RealizedPnl = OkxText.Number(round.Realized),
            TradeId = round.LastTradeId == 0 ? "" : OkxText.Id(round.LastTradeId),
            UTime = OkxText.Millis(position.UpdatedAt),
            Upl = position.IsFlat ? "" : OkxText.Quotient(statement.UnrealizedPnl),
            UplLastPx = position.IsFlat ? "" : OkxText.Quotient(uplLast),
            UplRatio = Ratio(statement.UnrealizedPnl, statement.InitialMargin),
            UplRatioLastPx = Ratio(uplLast, statement.InitialMargin),
        };
    }

    public static OkxBalance Balance(AccountSummary summary, decimal positionNotional, DateTimeOffset now)
    {
        string equity = OkxText.Quotient(summary.Equity);
        string available = OkxText.Quotient(summary.AvailableBalance);
        string ratio = summary.MaintenanceMargin > 0m ? OkxText.Quotient(summary.Equity / summary.MaintenanceMargin) : "";
        string time = OkxText.Millis(now);
        var detail = new OkxBalanceDetail
        {
            AvailBal = available,
            AvailEq = available,
            CashBal = OkxText.Number(summary.WalletBalance),
            Ccy = summary.Asset.Code,
            DisEq = equity,
            Eq = equity,
            EqUsd = equity,
            FrozenBal = OkxText.Quotient(summary.InitialMargin),
            Imr = OkxText.Quotient(summary.InitialMargin),
            MgnRatio = ratio,
            Mmr = OkxText.Quotient(summary.MaintenanceMargin),
            NotionalLever = summary.Equity > 0m ? OkxText.Quotient(positionNotional / summary.Equity) : "0",
            OrdFrozen = OkxText.Quotient(summary.OrderInitialMargin),
            UTime = time,
            Upl = OkxText.Quotient(summary.UnrealizedPnl),
        };
        return new OkxBalance
        {
            AdjEq = equity,
            AvailEq = available,
            Details = [detail],
            Imr = detail.Imr,
            MgnRatio = ratio,
            Mmr = detail.Mmr,
            NotionalUsd = OkxText.Quotient(positionNotional),
            NotionalUsdForSwap = OkxText.Quotient(positionNotional),
            OrdFroz = detail.OrdFrozen,
            TotalEq = equity,
            UTime = time,
            Upl = detail.Upl,
        };
    }

    private static string Ratio(decimal profit, decimal margin) => margin > 0m ? OkxText.Quotient(profit / margin) : "";

    /// <summary>Equity over maintenance margin, as this venue counts it; of the account for a cross position, so empty there.</summary>
    private static string MarginRatio(PositionStatement statement) =>
        statement.MarginMode == MarginMode.Isolated && statement.MaintenanceMargin > 0m
            ? OkxText.Quotient((statement.Position.IsolatedMargin + statement.UnrealizedPnl) / statement.MaintenanceMargin)
            : "";

    /// <summary>Source: OKX API v5 guide, "Order channel", category, read 2026-11-22.</summary>
    private static string Category(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Liquidation => "full_liquidation",
        OrderOrigin.AutoDeleveraging => "adl",
        OrderOrigin.Settlement => "delivery",
        _ => "normal",
    };

    private static string ExecType(SimulatedFill fill) => fill.IsMaker ? "M" : "T";

    /// <summary>
    /// Source: OKX API v5 guide, "Get bills details" and "Get transaction details", subType, read 2026-11-22. A net position is bought and sold,
    /// one of long-short mode is closed; of deliveries there are only long and short.
    /// </summary>
    public static string FillSubType(SimulatedFill fill) => (fill.Origin, fill.PositionSide, fill.Side) switch
    {
        (OrderOrigin.Liquidation, PositionSide.Long, _) => "104",
        (OrderOrigin.Liquidation, PositionSide.Short, _) => "105",
        (OrderOrigin.Liquidation, _, Side.Buy) => "106",
        (OrderOrigin.Liquidation, _, _) => "107",
        (OrderOrigin.AutoDeleveraging, PositionSide.Long, _) => "125",
        (OrderOrigin.AutoDeleveraging, PositionSide.Short, _) => "126",
        (OrderOrigin.AutoDeleveraging, _, Side.Buy) => "127",
        (OrderOrigin.AutoDeleveraging, _, _) => "128",
        (OrderOrigin.Settlement, PositionSide.Long, _) or (OrderOrigin.Settlement, PositionSide.Net, Side.Sell) => "112",
        (OrderOrigin.Settlement, _, _) => "113",
        (_, PositionSide.Long, Side.Buy) => "3",
        (_, PositionSide.Short, Side.Sell) => "4",
        (_, PositionSide.Long, _) => "5",
        (_, PositionSide.Short, _) => "6",
        (_, _, Side.Buy) => "1",
        _ => "2",
    };

    private static string OrdType(SimulatedOrder order) => (order.Type, order.TimeInForce) switch
    {
        (OrderType.Market, _) => "market",
        (_, TimeInForce.Ioc) => "ioc",
        (_, TimeInForce.Fok) => "fok",
        (_, TimeInForce.PostOnly) => "post_only",
        _ => "limit",
    };

    private static string StpMode(SelfTradeRule rule) => rule switch
    {
        SelfTradeRule.CancelTaker => "cancel_taker",
        SelfTradeRule.CancelBoth => "cancel_both",
        _ => "cancel_maker",
    };

    private static string State(SimulatedOrderStatus status) => status switch
    {
        SimulatedOrderStatus.New => "live",
        SimulatedOrderStatus.PartiallyFilled => "partially_filled",
        SimulatedOrderStatus.Filled => "filled",
        _ => "canceled",
    };

    /// <summary>Source: OKX API v5 guide, "Order channel", cancelSource, read 2026-11-22.</summary>
    private static string CancelSource(OrderEndReason reason) => reason switch
    {
        OrderEndReason.None => "",
        OrderEndReason.CancelledByClient => "1",
        OrderEndReason.Liquidation => "3",
        OrderEndReason.FillOrKill => "13",
        OrderEndReason.ImmediateRemainder => "14",
        OrderEndReason.ReduceOnly => "17",
        OrderEndReason.PostOnly => "31",
        OrderEndReason.SelfTrade => "32",
        _ => "0",
    };
}
