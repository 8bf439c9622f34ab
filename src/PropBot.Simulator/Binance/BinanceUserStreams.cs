using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>
/// User data: what happened to an account, as events on its listen key. Source of shapes: developers.binance.com, USDⓈ-M Futures,
/// User Data Streams, read 2026-11-22. Used on the loop only.
/// </summary>
internal sealed class BinanceUserStreams(
    VenueContext context, BinanceInstruments instruments, BinanceListenKeys keys, BinanceSubscriptions subscriptions)
{
    private readonly Dictionary<(string Account, Symbol Symbol), decimal> _realized = [];

    /// <summary>An accepted fill-or-kill order is told with its fill; one that is killed was never there.</summary>
    private SimulatedOrder? _undecided;

    public void OnAccount(AccountMutation mutation)
    {
        switch (mutation)
        {
            case AccountMutation.OrderAccepted { Order: { TimeInForce: TimeInForce.Fok, Type: OrderType.Limit } order }:
                _undecided = order;
                break;
            case AccountMutation.OrderAccepted accepted:
                TellOrder(accepted.Order, "NEW", null, mutation.Time);
                break;
            case AccountMutation.OrderFilled filled:
                TellUndecided(filled.Order.OrderId, mutation.Time);
                TellAccount(filled, mutation.Time);
                TellOrder(filled.Order, filled.Fill.IsLiquidation ? "CALCULATED" : "TRADE", filled.Fill, mutation.Time);
                break;
            case AccountMutation.OrderEnded ended when BinanceTrading.IsHidden(ended.Order):
                _undecided = null;
                break;
            case AccountMutation.OrderEnded ended:
                TellOrder(ended.Order, ended.Order.EndReason == OrderEndReason.CancelledByClient ? "CANCELED" : "EXPIRED", null, mutation.Time);
                break;
            case AccountMutation.FundingPaid paid:
                TellBalance(paid.Bill, "FUNDING_FEE", mutation.Time);
                break;
            case AccountMutation.WalletChanged changed:
                TellBalance(changed.Bill, ReasonOf(changed.Bill.Type), mutation.Time);
                break;
            case AccountMutation.SettingsChanged changed:
                TellSettings(changed.Settings, mutation.Time);
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
            TellOrder(order, "NEW", null, time);
        }
    }

    private void TellOrder(SimulatedOrder order, string execution, SimulatedFill? fill, DateTimeOffset time)
    {
        if (keys.KeyOf(order.Account) is not { } key || !subscriptions.IsWanted(key))
        {
            return;
        }

        Instrument instrument = instruments[order.Symbol];
        subscriptions.Publish(key, BinanceEntrance.Private, json =>
        {
            json.WriteString("e", "ORDER_TRADE_UPDATE");
            json.WriteTime("E", time);
            json.WriteTime("T", time);
            json.WriteStartObject("o");
            WriteOrder(json, order, execution, fill, instrument);
            json.WriteEndObject();
        });
    }

    private static void WriteOrder(Utf8JsonWriter json, SimulatedOrder order, string execution, SimulatedFill? fill, Instrument instrument)
    {
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteString("c", BinanceIds.ClientOrderIdOf(order));
        json.WriteString("S", BinanceJson.Text(order.Side));
        json.WriteString("o", BinanceJson.Text(order.Type));
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
        json.WriteString("ot", BinanceJson.Text(order.Type));
        json.WriteString("ps", "BOTH");
        json.WriteBoolean("cp", false);
        json.WriteShort("rp", fill?.RealizedPnl ?? 0m);
        json.WriteBoolean("pP", false);
        json.WriteNumber("si", 0);
        json.WriteNumber("ss", 0);
        json.WriteString("V", "EXPIRE_MAKER");
        json.WriteString("pm", "NONE");
        json.WriteNumber("gtd", 0);
        json.WriteString("er", ExpiryReasonOf(order));
    }

    private void TellAccount(AccountMutation.OrderFilled filled, DateTimeOffset time)
    {
        SimulatedPosition position = filled.Position;
        decimal realized = RealizedAfter(filled);
        if (keys.KeyOf(position.Account) is not { } key || !subscriptions.IsWanted(key) || filled.Bills.Count == 0)
        {
            return;
        }

        Instrument instrument = instruments[position.Symbol];
        decimal mark = context.VenueOnLoop.Market(position.Symbol)?.MarkPrice ?? position.EntryPrice;
        subscriptions.Publish(key, BinanceEntrance.Private, json =>
        {
            WriteAccountHead(json, "ORDER", time);
            WriteBalance(json, filled.Bills[^1], changeOutsideOfTrading: 0m);
            json.WriteStartArray("P");
            json.WriteStartObject();
            json.WriteString("s", instrument.NativeSymbol);
            json.WriteShort("pa", position.Quantity);
            json.WriteRounded("ep", position.EntryPrice);
            json.WriteRounded("bep", position.EntryPrice);
            json.WriteShort("cr", realized);
            json.WriteRounded("up", position.UnrealizedPnl(mark));
            json.WriteString("mt", "cross");
            json.WriteString("iw", "0");
            json.WriteString("ps", "BOTH");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Crossed positions are not named: the balance alone.</summary>
    private void TellBalance(AccountBill bill, string reason, DateTimeOffset time)
    {
        if (keys.KeyOf(bill.Account) is not { } key || !subscriptions.IsWanted(key))
        {
            return;
        }

        subscriptions.Publish(key, BinanceEntrance.Private, json =>
        {
            WriteAccountHead(json, reason, time);
            WriteBalance(json, bill, bill.Amount);
            json.WriteStartArray("P");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteAccountHead(Utf8JsonWriter json, string reason, DateTimeOffset time)
    {
        json.WriteString("e", "ACCOUNT_UPDATE");
        json.WriteTime("E", time);
        json.WriteTime("T", time);
        json.WriteStartObject("a");
        json.WriteString("m", reason);
    }

    /// <param name="changeOutsideOfTrading">The field <c>bc</c>: the change except profit and commission.</param>
    private static void WriteBalance(Utf8JsonWriter json, AccountBill last, decimal changeOutsideOfTrading)
    {
        json.WriteStartArray("B");
        json.WriteStartObject();
        json.WriteString("a", last.Asset.Code);
        json.WriteMoney("wb", last.BalanceAfter);
        json.WriteMoney("cw", last.BalanceAfter);
        json.WriteShort("bc", changeOutsideOfTrading);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void TellSettings(SymbolSettings settings, DateTimeOffset time)
    {
        if (keys.KeyOf(settings.Account) is not { } key)
        {
            return;
        }

        subscriptions.Publish(key, BinanceEntrance.Private, json =>
        {
            json.WriteString("e", "ACCOUNT_CONFIG_UPDATE");
            json.WriteTime("E", time);
            json.WriteTime("T", time);
            json.WriteStartObject("ac");
            json.WriteString("s", instruments[settings.Symbol].NativeSymbol);
            json.WriteNumber("l", settings.Leverage);
            json.WriteEndObject();
        });
    }

    /// <summary>Profit realised at the instrument so far, before fees; summed from the statement once, then kept.</summary>
    private decimal RealizedAfter(AccountMutation.OrderFilled filled)
    {
        (string Account, Symbol Symbol) key = (filled.Position.Account, filled.Position.Symbol);
        if (_realized.TryGetValue(key, out decimal sum))
        {
            return _realized[key] = sum + filled.Fill.RealizedPnl;
        }

        // The statement already has this fill's line, and those of the same call that are still to be told.
        decimal booked = context.VenueOnLoop.Fills(key.Account, new HistoryQuery { Symbol = key.Symbol, Limit = int.MaxValue })
            .TakeWhile(fill => fill != filled.Fill)
            .Sum(fill => fill.RealizedPnl);
        return _realized[key] = booked + filled.Fill.RealizedPnl;
    }

    private static decimal OpenNotional(SimulatedOrder order, Side side) =>
        order.IsOpen && order.Side == side ? order.RemainingQuantity * (order.Price ?? 0m) : 0m;

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
