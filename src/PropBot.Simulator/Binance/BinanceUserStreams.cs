using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// User data: what happened to an account, as events on its listen key; orders here, the rest by <see cref="BinanceAccountEvents"/>. Source of shapes: developers.binance.com, USDⓈ-M Futures,
/// User Data Streams, read 2026-11-22. Used on the loop only.
/// </summary>
internal sealed class BinanceUserStreams(
    VenueContext context, BinanceInstruments instruments, BinanceListenKeys keys, BinanceSubscriptions subscriptions)
{
    private readonly BinanceAccountEvents _account = new(context, instruments, keys, subscriptions);

    /// <summary>An accepted fill-or-kill order is told with its fill; one that is killed was never there.</summary>
    private SimulatedOrder? _undecided;

    public void OnAccount(AccountMutation mutation)
    {
        switch (mutation)
        {
            case AccountMutation.OrderAccepted { Order: { TimeInForce: TimeInForce.Fok, Type: OrderType.Limit } order }:
                _undecided = order;
                break;
            case AccountMutation.OrderAccepted:
                TellOrder(OrderUpdateOf(mutation)!, mutation.Time);
                break;
            case AccountMutation.OrderFilled filled:
                TellUndecided(filled.Order.OrderId, mutation.Time);
                if (filled.Fill.Origin is not (OrderOrigin.Liquidation or OrderOrigin.AutoDeleveraging))
                {
                    TellTrade(filled.Order, filled.Fill, mutation.Time);
                }

                _account.TellFill(filled, mutation.Time);
                TellOrder(OrderUpdateOf(mutation)!, mutation.Time);
                break;
            case AccountMutation.OrderAmended:
                TellOrder(OrderUpdateOf(mutation)!, mutation.Time);
                break;
            case AccountMutation.OrderEnded ended when BinanceTrading.IsHidden(ended.Order):
                _undecided = null;
                break;
            case AccountMutation.OrderEnded:
                TellOrder(OrderUpdateOf(mutation)!, mutation.Time);
                break;
            case AccountMutation.FundingPaid paid:
                _account.TellBalance(paid.Bill, paid.Position, "FUNDING_FEE", mutation.Time);
                break;
            case AccountMutation.WalletChanged changed:
                _account.TellBalance(changed.Bill, null, ReasonOf(changed.Bill.Type), mutation.Time);
                break;
            case AccountMutation.SettingsChanged changed:
                _account.TellSettings(changed, mutation.Time);
                break;
            case AccountMutation.IsolatedMarginMoved moved:
                _account.TellMargin(moved, mutation.Time);
                break;
            case AccountMutation.MarginCalled called:
                _account.TellMarginCall(called, mutation.Time);
                break;
        }
    }

    /// <summary>The keys that ran out are told so, once.</summary>
    public void OnTime(DateTimeOffset now) => End(keys.Expired(), now);

    public void EndAll(DateTimeOffset now) => End(keys.Accounts, now);

    private void End(IReadOnlyList<string> accounts, DateTimeOffset now)
    {
        foreach (string account in accounts)
        {
            string key = keys.End(account)!;
            subscriptions.Publish(key, BinanceEntrance.Private, json =>
            {
                json.WriteString("e", "listenKeyExpired");
                json.WriteTime("E", now);
                json.WriteString("listenKey", key);
            });
        }
    }

    private void TellUndecided(long orderId, DateTimeOffset time)
    {
        if (_undecided is { } order && order.OrderId == orderId)
        {
            _undecided = null;
            TellOrder(new BinanceOrderUpdate(order, "NEW", null), time);
        }
    }

    /// <summary>What an <c>ORDER_TRADE_UPDATE</c> says of a change; null when the change is not of an order.</summary>
    public static BinanceOrderUpdate? OrderUpdateOf(AccountMutation mutation) => mutation switch
    {
        AccountMutation.OrderAccepted accepted => new BinanceOrderUpdate(accepted.Order, "NEW", null),
        AccountMutation.OrderFilled { Fill.Origin: OrderOrigin.Liquidation or OrderOrigin.AutoDeleveraging } filled =>
            new BinanceOrderUpdate(filled.Order, "CALCULATED", filled.Fill),
        AccountMutation.OrderFilled filled => new BinanceOrderUpdate(filled.Order, "TRADE", filled.Fill),
        AccountMutation.OrderAmended amended => new BinanceOrderUpdate(amended.Order, "AMENDMENT", null),
        AccountMutation.OrderEnded ended =>
            new BinanceOrderUpdate(ended.Order, BinanceJson.StatusOf(ended.Order) == "CANCELED" ? "CANCELED" : "EXPIRED", null),
        _ => null,
    };

    /// <summary>The whole message.</summary>
    public static byte[] WriteUpdate(BinanceOrderUpdate update, Instrument instrument, DateTimeOffset time) =>
        BinanceReply.Object(json => WriteUpdate(json, update, instrument, time)).Body.ToArray();

    private static void WriteUpdate(Utf8JsonWriter json, BinanceOrderUpdate update, Instrument instrument, DateTimeOffset time)
    {
        json.WriteString("e", "ORDER_TRADE_UPDATE");
        json.WriteTime("E", time);
        json.WriteTime("T", time);
        json.WriteStartObject("o");
        WriteOrder(json, update.Order, update.Execution, update.Fill, instrument);
        json.WriteEndObject();
    }

    private void TellOrder(BinanceOrderUpdate update, DateTimeOffset time)
    {
        if (keys.KeyOf(update.Order.Account) is { } key && subscriptions.IsWanted(key))
        {
            Instrument instrument = instruments[update.Order.Symbol];
            subscriptions.Publish(key, BinanceEntrance.Private, json => WriteUpdate(json, update, instrument, time));
        }
    }

    /// <summary>The short form that comes before the long one, for trades alone.</summary>
    private void TellTrade(SimulatedOrder order, SimulatedFill fill, DateTimeOffset time)
    {
        if (keys.KeyOf(order.Account) is not { } key || !subscriptions.IsWanted(key))
        {
            return;
        }

        subscriptions.Publish(key, BinanceEntrance.Private, json =>
        {
            json.WriteString("e", "TRADE_LITE");
            json.WriteTime("E", time);
            json.WriteTime("T", time);
            json.WriteString("s", instruments[order.Symbol].NativeSymbol);
            json.WriteShort("q", order.Quantity);
            json.WriteShort("p", order.Price ?? 0m);
            json.WriteBoolean("m", fill.IsMaker);
            json.WriteString("c", BinanceIds.ClientOrderIdOf(order));
            json.WriteString("S", BinanceJson.Text(order.Side));
            json.WriteShort("L", fill.Price);
            json.WriteShort("l", fill.Quantity);
            json.WriteNumber("t", fill.TradeId);
            json.WriteNumber("i", order.OrderId);
        });
    }

    private static void WriteOrder(Utf8JsonWriter json, SimulatedOrder order, string execution, SimulatedFill? fill, Instrument instrument)
    {
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteString("c", BinanceIds.ClientOrderIdOf(order));
        json.WriteString("S", BinanceJson.Text(order.Side));
        json.WriteString("o", TypeOf(order));
        json.WriteString("f", BinanceJson.TimeInForceOf(order));
        json.WriteShort("q", order.Quantity);
        json.WriteShort("p", order.Price ?? 0m);
        json.WriteShort("ap", decimal.Round(order.AveragePrice, instrument.PriceScale + 3, MidpointRounding.AwayFromZero));
        json.WriteString("sp", "0");
        json.WriteString("x", execution);
        json.WriteString("X", BinanceJson.StatusOf(order));
        json.WriteNumber("i", order.OrderId);
        json.WriteShort("l", fill?.Quantity ?? 0m);
        json.WriteShort("z", order.FilledQuantity);
        json.WriteShort("L", fill?.Price ?? 0m);
        json.WriteShort("n", fill is null ? 0m : -fill.Fee);
        json.WriteString("N", instrument.SettleAsset.Code);
        json.WriteTime("T", order.UpdatedAt);
        json.WriteNumber("t", fill?.TradeId ?? 0);
        json.WriteShort("b", OpenNotional(order, Side.Buy));
        json.WriteShort("a", OpenNotional(order, Side.Sell));
        json.WriteBoolean("m", fill?.IsMaker ?? false);
        json.WriteBoolean("R", order.ReduceOnly);
        json.WriteString("wt", "CONTRACT_PRICE");
        json.WriteString("ot", TypeOf(order));
        json.WriteString("ps", BinanceJson.Text(order.PositionSide));
        json.WriteBoolean("cp", false);
        json.WriteShort("rp", fill?.RealizedPnl ?? 0m);
        json.WriteBoolean("pP", false);
        json.WriteNumber("si", 0);
        json.WriteNumber("ss", 0);
        json.WriteString("V", BinanceJson.Text(order.SelfTrade));
        json.WriteString("pm", "NONE");
        json.WriteNumber("gtd", 0);
        json.WriteString("er", ExpiryReasonOf(order));
    }

    private static decimal OpenNotional(SimulatedOrder order, Side side) =>
        order.IsOpen && order.Side == side ? order.RemainingQuantity * (order.Price ?? 0m) : 0m;

    private static string TypeOf(SimulatedOrder order) => order.IsLiquidation ? "LIQUIDATION" : BinanceJson.Text(order.Type);

    private static string ExpiryReasonOf(SimulatedOrder order) => order.EndReason switch
    {
        OrderEndReason.SelfTrade => "1",
        OrderEndReason.ImmediateRemainder when order.Type == OrderType.Limit => "2",
        OrderEndReason.ReduceOnly => "4",
        OrderEndReason.Liquidation => "5",
        OrderEndReason.ImmediateRemainder or OrderEndReason.NoLiquidity => "9",
        _ => "0",
    };

    private static string ReasonOf(BillType type) => type switch
    {
        BillType.Deposit => "DEPOSIT",
        BillType.Withdrawal => "WITHDRAW",
        _ => "INSURANCE_CLEAR",
    };
}
