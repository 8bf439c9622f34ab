using System.Globalization;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Replay.Backtest;

/// <summary>The simulated venue's records as the engine's.</summary>
internal sealed class VenueTranslation(VenueId venue, Asset settleAsset)
{
    public static OrderRequest RequestOf(OrderIntent intent) => new()
    {
        Symbol = intent.Instrument.Symbol,
        ClientOrderId = intent.ClientOrderId.Value,
        Side = intent.Side,
        Type = intent.Type,
        TimeInForce = intent.TimeInForce,
        Quantity = intent.Quantity.Value,
        Price = intent.LimitPrice?.Value,
        ReduceOnly = intent.ReduceOnly,
    };

    public static VenueOrderId IdOf(SimulatedOrder order) => new(order.OrderId.ToString(CultureInfo.InvariantCulture));

    public static VenueRefusal RefusalOf(Refusal refusal) => new(KindOf(refusal.Reason), refusal.Reason.ToString(), refusal.Message);

    /// <summary>What the private stream says of a change.</summary>
    public IReadOnlyList<EngineEvent> EventsOf(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => [new OrderReported(ReportOf(accepted.Order))],
        AccountMutation.OrderFilled filled => [new FillReported(ReportOf(filled.Fill)), new OrderReported(ReportOf(filled.Order))],
        AccountMutation.OrderEnded ended => [new OrderReported(ReportOf(ended.Order))],
        AccountMutation.FundingPaid { Bill: { Symbol: { } symbol } bill } => [new FundingSettled(PaymentOf(bill, symbol))],
        _ => [],
    };

    public OrderReport ReportOf(SimulatedOrder order) => new(
        new InstrumentId(venue, order.Symbol),
        ClientIdOf(order.ClientOrderId),
        IdOf(order),
        StatusOf(order),
        new Quantity(order.FilledQuantity),
        order.AveragePrice,
        order.UpdatedAt);

    public FillReport ReportOf(SimulatedFill fill) => new(
        new InstrumentId(venue, fill.Symbol),
        ClientIdOf(fill.ClientOrderId),
        new TradeId(fill.TradeId.ToString(CultureInfo.InvariantCulture)),
        fill.Side,
        new Price(fill.Price),
        new Quantity(fill.Quantity),
        new Money(fill.Fee, settleAsset),
        fill.IsMaker,
        fill.Time);

    public AccountReport ReportOf(AccountSummary summary, IReadOnlyList<PositionStatement> positions, DateTimeOffset time) => new(
        venue,
        settleAsset,
        summary.WalletBalance,
        summary.UnrealizedPnl,
        summary.AvailableBalance,
        [.. positions.Select(statement => new PositionReport(
            new InstrumentId(venue, statement.Position.Symbol),
            statement.Position.Quantity,
            statement.Position.EntryPrice,
            statement.MarkPrice,
            statement.UnrealizedPnl))],
        time);

    public static IncomeEntry IncomeOf(VenueId venue, AccountBill bill) => new(
        venue,
        bill.BillId.ToString(CultureInfo.InvariantCulture),
        bill.Type switch
        {
            BillType.Deposit or BillType.Withdrawal => IncomeKind.Transfer,
            BillType.RealizedPnl => IncomeKind.RealizedPnl,
            BillType.Fee => IncomeKind.Fee,
            BillType.Funding => IncomeKind.Funding,
            BillType.LiquidationFee => IncomeKind.Liquidation,
            _ => IncomeKind.Other,
        },
        $"{bill.Type}",
        bill.Symbol is { } symbol ? new InstrumentId(venue, symbol) : null,
        new Money(bill.Amount, bill.Asset),
        bill.Time);

    private FundingPayment PaymentOf(AccountBill bill, Symbol symbol) => new(
        new InstrumentId(venue, symbol),
        bill.BillId.ToString(CultureInfo.InvariantCulture),
        new Money(bill.Amount, bill.Asset),
        bill.Time);

    private static OrderStatus StatusOf(SimulatedOrder order) => order.Status switch
    {
        SimulatedOrderStatus.New => OrderStatus.Acknowledged,
        SimulatedOrderStatus.PartiallyFilled => OrderStatus.PartiallyFilled,
        SimulatedOrderStatus.Filled => OrderStatus.Filled,
        _ => order.EndReason == OrderEndReason.CancelledByClient ? OrderStatus.Cancelled : OrderStatus.Expired,
    };

    /// <summary>The venue's own orders (forced closes) have names with signs that ours never have.</summary>
    private static ClientOrderId ClientIdOf(string id) => new(new string([.. id.Where(char.IsAsciiLetterOrDigit)]));

    private static RefusalKind KindOf(RefusalReason reason) => reason switch
    {
        RefusalReason.InsufficientMargin => RefusalKind.InsufficientMargin,
        RefusalReason.ReduceOnlyWouldIncrease => RefusalKind.ReduceOnlyRejected,
        RefusalReason.WouldTakeLiquidity => RefusalKind.WouldTakeLiquidity,
        RefusalReason.PriceOutOfBand => RefusalKind.PriceOutOfBand,
        RefusalReason.InstrumentNotTrading or RefusalReason.NoMarket => RefusalKind.InstrumentNotTrading,
        RefusalReason.DuplicateClientOrderId => RefusalKind.DuplicateClientOrderId,
        RefusalReason.UnknownOrder or RefusalReason.OrderAlreadyClosed => RefusalKind.OrderNotFound,
        RefusalReason.TooManyOpenOrders => RefusalKind.RateLimited,
        RefusalReason.UnknownAccount => RefusalKind.Unauthorized,
        _ => RefusalKind.InvalidRequest,
    };
}
