using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Bybit.Wire;
using PropBot.Simulator.Statements;

namespace PropBot.Simulator.Bybit;

/// <summary>Orders, executions, positions and wallet of the simulation in this venue's words. Pure.</summary>
internal static class BybitStatements
{
    public const string Linear = "linear";
    private const string Unknown = "UNKNOWN";
    private static readonly Dictionary<string, string> NoFees = [];

    public static BybitOrder Order(BybitContract contract, SimulatedOrder order, decimal lastPrice)
    {
        decimal leaves = order.IsOpen ? order.RemainingQuantity : 0m;
        return new BybitOrder
        {
            Symbol = contract.Name,
            OrderId = BybitIds.Order(order.OrderId),
            OrderLinkId = ClientIds.Given(order.ClientOrderId, order.OrderId),
            Side = BybitText.Side(order.Side),
            OrderStatus = Status(order.Status),
            CancelType = CancelType(order.EndReason),
            RejectReason = RejectReason(order.EndReason),
            SmpType = SmpType(order.SelfTrade),
            SmpOrderId = order.SelfTradeOrderId is { } other ? BybitIds.Order(other) : "",
            TimeInForce = TimeInForceText(order),
            Price = order.Type == OrderType.Limit ? contract.Price(order.Price ?? 0m) : "0",
            Qty = contract.Quantity(order.Quantity),
            AvgPrice = order.FilledQuantity > 0m ? contract.OffTickPrice(order.AveragePrice) : "",
            LeavesQty = contract.Quantity(leaves),
            LeavesValue = BybitText.Money(leaves * (order.Price ?? lastPrice)),
            CumExecQty = contract.Quantity(order.FilledQuantity),
            CumExecValue = BybitText.Money(order.FilledNotional),
            CumExecFee = BybitText.Number(-order.Fees),
            CumFeeDetail = order.FilledQuantity > 0m
                ? new Dictionary<string, string> { [contract.Instrument.SettleAsset.Code] = BybitText.Number(-order.Fees) }
                : NoFees,
            OrderType = order.Type == OrderType.Market ? "Market" : "Limit",
            LastPriceOnCreated = "",
            ReduceOnly = order.ReduceOnly,
            CreateType = CreateType(order.Origin),
            PositionIdx = BybitModes.Index(order.PositionSide),
            CreatedTime = BybitText.Millis(order.CreatedAt),
            UpdatedTime = BybitText.Millis(order.UpdatedAt),
        };
    }

    /// <param name="order">The fill's order as it was after the fill.</param>
    public static BybitExecution Execution(BybitContract contract, SimulatedFill fill, SimulatedOrder order, decimal leaves) => new()
    {
        Symbol = contract.Name,
        OrderId = BybitIds.Order(fill.OrderId),
        OrderLinkId = ClientIds.Given(fill.ClientOrderId, fill.OrderId),
        Side = BybitText.Side(fill.Side),
        OrderPrice = order.Type == OrderType.Limit ? contract.Price(order.Price ?? 0m) : "0",
        OrderQty = contract.Quantity(order.Quantity),
        LeavesQty = contract.Quantity(leaves),
        CreateType = CreateType(fill.Origin),
        OrderType = order.Type == OrderType.Market ? "Market" : "Limit",
        ExecFee = BybitText.Number(-fill.Fee),
        ExecId = BybitIds.Execution(fill.TradeId, fill.OrderId),
        ExecPrice = contract.Price(fill.Price),
        ExecQty = contract.Quantity(fill.Quantity),
        ExecType = ExecType(fill.Origin),
        ExecValue = BybitText.Number(fill.Price * fill.Quantity),
        ExecTime = BybitText.Millis(fill.Time),
        IsMaker = fill.IsMaker,
        FeeRate = BybitText.Number(fill.FeeRate),
        MarkPrice = "",
        ClosedSize = "",
        Seq = fill.TradeId,
        ExecPnl = BybitText.Number(fill.RealizedPnl),
    };

    /// <summary>A funding payment as an execution: the fee is what was paid, at the mark, on the position held.</summary>
    public static BybitExecution FundingExecution(BybitContract contract, AccountBill bill)
    {
        decimal quantity = bill.PositionQuantity ?? 0m;
        decimal mark = bill.MarkPrice ?? 0m;
        return new BybitExecution
        {
            Symbol = contract.Name,
            OrderId = BybitIds.Funding(bill.BillId),
            OrderLinkId = "",
            Side = PositionSide(quantity),
            OrderPrice = "0",
            OrderQty = "0",
            LeavesQty = "0",
            CreateType = "",
            OrderType = Unknown,
            ExecFee = BybitText.Number(-bill.Amount),
            ExecId = BybitIds.Funding(bill.BillId),
            ExecPrice = contract.OffTickPrice(mark),
            ExecQty = contract.Quantity(Math.Abs(quantity)),
            ExecType = "Funding",
            ExecValue = BybitText.Money(Math.Abs(quantity) * mark),
            ExecTime = BybitText.Millis(bill.Time),
            IsMaker = false,
            FeeRate = BybitText.Number(bill.FundingRate ?? 0m),
            MarkPrice = contract.OffTickPrice(mark),
            ClosedSize = "",
            Seq = bill.BillId,
            ExecPnl = "",
        };
    }

    /// <param name="cumulative">Everything the symbol's fills and funding ever brought, settle asset.</param>
    public static BybitPosition Position(BybitContract contract, PositionStatement statement, PositionRound round, decimal cumulative)
    {
        SimulatedPosition position = statement.Position;
        MarginTier last = contract.Setup.MarginTiers[^1];
        decimal riskLimit = contract.Setup.MarginTiers[0].NotionalCap ?? last.NotionalCap ?? 0m;
        return new BybitPosition
        {
            RiskLimitValue = BybitText.Number(riskLimit),
            Symbol = contract.Name,
            Side = PositionSide(position.Quantity),
            Size = contract.Quantity(Math.Abs(position.Quantity)),
            AvgPrice = position.IsFlat ? "0" : contract.OffTickPrice(position.EntryPrice),
            PositionValue = position.IsFlat ? "" : BybitText.Money(Math.Abs(position.EntryNotional)),
            Leverage = BybitText.Number(statement.Leverage),
            PositionBalance = position.IsFlat ? "0" : BybitText.Money(statement.MarginMode == MarginMode.Isolated ? position.IsolatedMargin : statement.InitialMargin),
            MarkPrice = contract.OffTickPrice(statement.MarkPrice),
            LiqPrice = statement.LiquidationPrice is { } price ? contract.Price(price) : "",
            PositionMM = position.IsFlat ? "0" : BybitText.Money(statement.MaintenanceMargin),
            PositionIM = position.IsFlat ? "0" : BybitText.Money(statement.InitialMargin),
            UnrealisedPnl = position.IsFlat ? "0" : BybitText.Money(statement.UnrealizedPnl),
            CurRealisedPnl = position.IsFlat ? "0" : BybitText.Money(round.Realized),
            CumRealisedPnl = BybitText.Money(cumulative),
            AdlRankIndicator = position.IsFlat ? 0 : statement.AutoDeleverageRank + 1,
            PositionIdx = BybitModes.Index(position.PositionSide),
            TradeMode = statement.MarginMode == MarginMode.Isolated ? 1 : 0,
            Seq = round.LastTradeId,
            CreatedTime = BybitText.Millis(round.OpenedAt),
            UpdatedTime = BybitText.Millis(position.UpdatedAt),
        };
    }

    /// <param name="cumulativePnl">Everything but deposits and withdrawals, settle asset.</param>
    public static BybitWallet Wallet(AccountSummary summary, decimal cumulativePnl)
    {
        string equity = BybitText.Money(summary.Equity);
        string wallet = BybitText.Money(summary.WalletBalance);
        string initial = BybitText.Money(summary.InitialMargin);
        string maintenance = BybitText.Money(summary.MaintenanceMargin);
        string unrealized = BybitText.Money(summary.UnrealizedPnl);
        return new BybitWallet
        {
            AccountIMRate = Rate(summary.InitialMargin, summary.Equity),
            AccountMMRate = Rate(summary.MaintenanceMargin, summary.Equity),
            TotalEquity = equity,
            TotalWalletBalance = wallet,
            TotalMarginBalance = equity,
            TotalAvailableBalance = BybitText.Money(summary.AvailableBalance),
            TotalPerpUPL = unrealized,
            TotalInitialMargin = initial,
            TotalMaintenanceMargin = maintenance,
            Coin =
            [
                new BybitCoin
                {
                    Coin = summary.Asset.Code,
                    Equity = equity,
                    UsdValue = equity,
                    WalletBalance = BybitText.Number(summary.WalletBalance),
                    TotalOrderIM = BybitText.Money(summary.OrderInitialMargin),
                    TotalPositionIM = BybitText.Money(summary.PositionInitialMargin),
                    TotalPositionMM = maintenance,
                    UnrealisedPnl = unrealized,
                    CumRealisedPnl = BybitText.Money(cumulativePnl),
                },
            ],
        };
    }

    public static string PositionSide(decimal quantity) => Math.Sign(quantity) switch
    {
        > 0 => "Buy",
        < 0 => "Sell",
        _ => "",
    };

    private static string Rate(decimal margin, decimal equity) => equity > 0m ? BybitText.Money(margin / equity) : "0";

    /// <summary>
    /// Source: Bybit API v5 docs, "Enums Definitions", createType, read 2026-11-22. The takeover, as <c>BustTrade</c> is; the ladder before it
    /// (<c>CreateByLiq</c>) is not simulated.
    /// </summary>
    private static string CreateType(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Liquidation => "CreateByTakeOver_PassThrough",
        OrderOrigin.AutoDeleveraging => "CreateByAdl_PassThrough",
        OrderOrigin.Settlement => "CreateBySettle",
        _ => "CreateByUser",
    };

    /// <summary>Source: Bybit API v5 docs, "Enums Definitions", execType, read 2026-11-22.</summary>
    private static string ExecType(OrderOrigin origin) => origin switch
    {
        OrderOrigin.Liquidation => "BustTrade",
        OrderOrigin.AutoDeleveraging => "AdlTrade",
        OrderOrigin.Settlement => "Delivery",
        _ => "Trade",
    };

    private static string SmpType(SelfTradeRule rule) => rule switch
    {
        SelfTradeRule.CancelMaker => "CancelMaker",
        SelfTradeRule.CancelTaker => "CancelTaker",
        SelfTradeRule.CancelBoth => "CancelBoth",
        _ => "None",
    };

    private static string Status(SimulatedOrderStatus status) => status switch
    {
        SimulatedOrderStatus.New => "New",
        SimulatedOrderStatus.PartiallyFilled => "PartiallyFilled",
        SimulatedOrderStatus.Filled => "Filled",
        _ => "Cancelled",
    };

    private static string TimeInForceText(SimulatedOrder order) => order.Type == OrderType.Market
        ? "IOC"
        : order.TimeInForce switch
        {
            TimeInForce.Ioc => "IOC",
            TimeInForce.Fok => "FOK",
            TimeInForce.PostOnly => "PostOnly",
            _ => "GTC",
        };

    /// <summary>Source: Bybit API v5 docs, "Enums Definitions", cancelType, read 2026-11-22.</summary>
    private static string CancelType(OrderEndReason reason) => reason switch
    {
        OrderEndReason.CancelledByClient => "CancelByUser",
        OrderEndReason.ReduceOnly => "CancelByReduceOnly",
        OrderEndReason.Liquidation => "CancelAllBeforeLiq",
        OrderEndReason.SelfTrade => "CancelBySmp",
        _ => Unknown,
    };

    /// <summary>Source: Bybit API v5 docs, "Enums Definitions", rejectReason, read 2026-11-22.</summary>
    private static string RejectReason(OrderEndReason reason) => reason switch
    {
        OrderEndReason.CancelledByClient => "EC_PerCancelRequest",
        OrderEndReason.PostOnly => "EC_PostOnlyWillTakeLiquidity",
        OrderEndReason.FillOrKill => "EC_NoEnoughQtyToFill",
        OrderEndReason.ImmediateRemainder or OrderEndReason.NoLiquidity => "EC_NoImmediateQtyToFill",
        OrderEndReason.SelfTrade => "EC_BySelfMatch",
        OrderEndReason.ReduceOnly or OrderEndReason.Liquidation => "EC_Others",
        _ => "EC_NoError",
    };
}
