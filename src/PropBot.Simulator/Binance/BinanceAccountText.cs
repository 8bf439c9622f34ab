using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Simulator.Binance;

/// <summary>How an account and its positions are written. Source of shapes: developers.binance.com, USDⓈ-M Futures, Account, read 2026-11-22.</summary>
internal sealed class BinanceAccountText(BinanceInstruments instruments)
{
    public BinanceReply Account(AccountSummary summary, IReadOnlyList<PositionStatement> positions, DateTimeOffset now, bool isThird, bool mayTrade = true) =>
        BinanceReply.Object(json =>
        {
            if (!isThird)
            {
                WritePermissions(json, mayTrade);
            }

            WriteTotals(json, summary);
            json.WriteStartArray("assets");
            json.WriteStartObject();
            WriteAsset(json, summary, now, showsAvailability: !isThird);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("positions");
            foreach (PositionStatement position in positions)
            {
                json.WriteStartObject();
                WriteAccountPosition(json, position, isThird);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public BinanceReply PositionRisk(IEnumerable<PositionStatement> positions, bool isThird) =>
        BinanceReply.Array(positions, (json, statement) => WritePositionRisk(json, statement, isThird));

    public BinanceReply Incomes(IEnumerable<AccountBill> bills) => BinanceReply.Array(bills, WriteIncome);

    public static decimal Withdrawable(AccountSummary summary) => Math.Max(0m, Math.Min(summary.CrossWalletBalance, summary.AvailableBalance));

    private static void WritePermissions(Utf8JsonWriter json, bool mayTrade)
    {
        json.WriteNumber("feeTier", 0);
        json.WriteBoolean("canTrade", mayTrade);
        json.WriteBoolean("canDeposit", true);
        json.WriteBoolean("canWithdraw", true);
        json.WriteNumber("updateTime", 0);
        json.WriteBoolean("multiAssetsMargin", false);
        json.WriteNumber("tradeGroupId", -1);
    }

    private static void WriteTotals(Utf8JsonWriter json, AccountSummary summary)
    {
        json.WriteRounded("totalInitialMargin", summary.InitialMargin);
        json.WriteRounded("totalMaintMargin", summary.MaintenanceMargin);
        json.WriteMoney("totalWalletBalance", summary.WalletBalance);
        json.WriteRounded("totalUnrealizedProfit", summary.UnrealizedPnl);
        json.WriteRounded("totalMarginBalance", summary.Equity);
        json.WriteRounded("totalPositionInitialMargin", summary.PositionInitialMargin);
        json.WriteRounded("totalOpenOrderInitialMargin", summary.OrderInitialMargin);
        json.WriteMoney("totalCrossWalletBalance", summary.CrossWalletBalance);
        json.WriteRounded("totalCrossUnPnl", summary.CrossUnrealizedPnl);
        json.WriteRounded("availableBalance", summary.AvailableBalance);
        json.WriteRounded("maxWithdrawAmount", Withdrawable(summary));
    }

    private static void WriteAsset(Utf8JsonWriter json, AccountSummary summary, DateTimeOffset now, bool showsAvailability)
    {
        json.WriteString("asset", summary.Asset.Code);
        json.WriteMoney("walletBalance", summary.WalletBalance);
        json.WriteRounded("unrealizedProfit", summary.UnrealizedPnl);
        json.WriteRounded("marginBalance", summary.Equity);
        json.WriteRounded("maintMargin", summary.MaintenanceMargin);
        json.WriteRounded("initialMargin", summary.InitialMargin);
        json.WriteRounded("positionInitialMargin", summary.PositionInitialMargin);
        json.WriteRounded("openOrderInitialMargin", summary.OrderInitialMargin);
        json.WriteMoney("crossWalletBalance", summary.CrossWalletBalance);
        json.WriteRounded("crossUnPnl", summary.CrossUnrealizedPnl);
        json.WriteRounded("availableBalance", summary.AvailableBalance);
        json.WriteRounded("maxWithdrawAmount", Withdrawable(summary));
        if (showsAvailability)
        {
            json.WriteBoolean("marginAvailable", true);
        }

        json.WriteTime("updateTime", now);
    }

    private void WriteAccountPosition(Utf8JsonWriter json, PositionStatement statement, bool isThird)
    {
        SimulatedPosition position = statement.Position;
        Instrument instrument = instruments[position.Symbol];
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteString("positionSide", BinanceJson.Text(position.PositionSide));
        json.WriteDecimal("positionAmt", position.Quantity, instrument.QuantityScale);
        json.WriteRounded("unrealizedProfit", statement.UnrealizedPnl);
        json.WriteRounded("initialMargin", statement.InitialMargin);
        json.WriteRounded("maintMargin", statement.MaintenanceMargin);
        if (isThird)
        {
            json.WriteRounded("isolatedMargin", IsolatedMarginOf(statement));
            json.WriteRounded("notional", SignedNotional(statement));
            json.WriteMoney("isolatedWallet", position.IsolatedMargin);
        }
        else
        {
            json.WriteRounded("positionInitialMargin", statement.InitialMargin);
            json.WriteMoney("openOrderInitialMargin", 0m);
            json.WriteString("leverage", statement.Leverage.ToString());
            json.WriteBoolean("isolated", statement.MarginMode == MarginMode.Isolated);
            json.WriteRounded("entryPrice", position.EntryPrice);
            json.WriteRounded("breakEvenPrice", position.EntryPrice);
            json.WriteString("maxNotional", MaxNotionalText(position.Symbol));
            json.WriteString("bidNotional", "0");
            json.WriteString("askNotional", "0");
        }

        json.WriteTime("updateTime", position.UpdatedAt);
    }

    private void WritePositionRisk(Utf8JsonWriter json, PositionStatement statement, bool isThird)
    {
        SimulatedPosition position = statement.Position;
        Instrument instrument = instruments[position.Symbol];
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteString("positionSide", BinanceJson.Text(position.PositionSide));
        json.WriteDecimal("positionAmt", position.Quantity, instrument.QuantityScale);
        json.WriteRounded("entryPrice", position.EntryPrice);
        json.WriteRounded("breakEvenPrice", position.EntryPrice);
        json.WriteRounded("markPrice", statement.MarkPrice);
        json.WriteRounded("unRealizedProfit", statement.UnrealizedPnl);
        json.WriteRounded("liquidationPrice", position.IsFlat ? 0m : statement.LiquidationPrice ?? 0m);
        json.WriteRounded("isolatedMargin", IsolatedMarginOf(statement));
        json.WriteRounded("notional", SignedNotional(statement));
        json.WriteShort("isolatedWallet", position.IsolatedMargin);
        if (isThird)
        {
            json.WriteString("marginAsset", instrument.SettleAsset.Code);
            json.WriteRounded("initialMargin", statement.InitialMargin);
            json.WriteRounded("maintMargin", statement.MaintenanceMargin);
            json.WriteRounded("positionInitialMargin", statement.InitialMargin);
            json.WriteMoney("openOrderInitialMargin", 0m);
            json.WriteNumber("adl", statement.AutoDeleverageRank);
            json.WriteString("bidNotional", "0");
            json.WriteString("askNotional", "0");
        }
        else
        {
            json.WriteString("leverage", statement.Leverage.ToString());
            json.WriteString("maxNotionalValue", MaxNotionalText(position.Symbol));
            json.WriteString("marginType", statement.MarginMode == MarginMode.Isolated ? "isolated" : "cross");
            json.WriteString("isAutoAddMargin", "false");
        }

        json.WriteTime("updateTime", position.UpdatedAt);
    }

    private void WriteIncome(Utf8JsonWriter json, AccountBill bill)
    {
        string type = BinanceJson.IncomeTypeOf(bill.Type);
        json.WriteString("symbol", bill.Symbol is { } symbol ? instruments[symbol].NativeSymbol : "");
        json.WriteString("incomeType", type);
        json.WriteMoney("income", bill.Amount);
        json.WriteString("asset", bill.Asset.Code);
        json.WriteTime("time", bill.Time);
        json.WriteString("info", bill.TradeId is { } trade ? trade.ToString() : type);
        json.WriteNumber("tranId", bill.BillId);
        json.WriteString("tradeId", bill.TradeId?.ToString() ?? "");
    }

    private string MaxNotionalText(Symbol symbol) =>
        WireNumber.Format(BinanceBrackets.LargestNotional(instruments.Setup(symbol)));

    /// <summary>The isolated wallet with the position's profit; 0 for a cross position.</summary>
    private static decimal IsolatedMarginOf(PositionStatement statement) => statement is { MarginMode: MarginMode.Isolated, Position.IsFlat: false }
        ? statement.Position.IsolatedMargin + statement.UnrealizedPnl
        : 0m;

    private static decimal SignedNotional(PositionStatement statement) => statement.Position.Quantity * statement.MarkPrice;
}
