using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Balances, positions, income and settings. Source of shapes: developers.binance.com, USDⓈ-M Futures, Account, read 2026-11-22.</summary>
internal sealed class BinanceAccounts(VenueContext context, BinanceInstruments instruments)
{
    public IEnumerable<BinanceRoute> Routes =>
    [
        new("GET", "/fapi/v2/account", BinanceSecurity.Signed, 5, call => AccountAsync(call, isThird: false)),
        new("GET", "/fapi/v3/account", BinanceSecurity.Signed, 5, call => AccountAsync(call, isThird: true)),
        new("GET", "/fapi/v2/balance", BinanceSecurity.Signed, 5, BalanceAsync),
        new("GET", "/fapi/v3/balance", BinanceSecurity.Signed, 5, BalanceAsync),
        new("GET", "/fapi/v2/positionRisk", BinanceSecurity.Signed, 5, call => PositionRiskAsync(call, isThird: false)),
        new("GET", "/fapi/v3/positionRisk", BinanceSecurity.Signed, 5, call => PositionRiskAsync(call, isThird: true)),
        new("GET", "/fapi/v1/income", BinanceSecurity.Signed, 30, IncomeAsync),
        new("GET", "/fapi/v1/commissionRate", BinanceSecurity.Signed, 20, CommissionRateAsync),
        new("GET", "/fapi/v1/leverageBracket", BinanceSecurity.Signed, 1, LeverageBracketAsync),
    ];

    private Task<BinanceReply> AccountAsync(BinanceCall call, bool isThird) => context.AskAsync((venue, now) =>
    {
        AccountSummary summary = venue.Summary(call.Account);
        IReadOnlyList<PositionStatement> positions = venue.Positions(call.Account, includeFlat: !isThird);
        return BinanceReply.Object(json =>
        {
            if (!isThird)
            {
                WritePermissions(json);
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
    });

    private static void WritePermissions(Utf8JsonWriter json)
    {
        json.WriteNumber("feeTier", 0);
        json.WriteBoolean("canTrade", true);
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

    private Task<BinanceReply> BalanceAsync(BinanceCall call) => context.AskAsync((venue, now) =>
    {
        AccountSummary summary = venue.Summary(call.Account);
        return BinanceReply.Array([summary], (json, one) =>
        {
            json.WriteString("accountAlias", "SimA");
            json.WriteString("asset", one.Asset.Code);
            json.WriteMoney("balance", one.WalletBalance);
            json.WriteMoney("crossWalletBalance", one.CrossWalletBalance);
            json.WriteRounded("crossUnPnl", one.CrossUnrealizedPnl);
            json.WriteRounded("availableBalance", one.AvailableBalance);
            json.WriteRounded("maxWithdrawAmount", Withdrawable(one));
            json.WriteBoolean("marginAvailable", true);
            json.WriteTime("updateTime", now);
        });
    });

    /// <summary>The second version lists every symbol, the third those with a position.</summary>
    private async Task<BinanceReply> PositionRiskAsync(BinanceCall call, bool isThird)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, _) => BinanceReply.Array(
            venue.Positions(call.Account, includeFlat: !isThird)
                .Where(statement => one is null || statement.Position.Symbol == one.Instrument.Id.Symbol),
            (json, statement) => WritePositionRisk(json, statement, isThird)));
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

    /// <summary>The statement's lines, oldest first; without a time those of the last seven days.</summary>
    private async Task<BinanceReply> IncomeAsync(BinanceCall call)
    {
        BinanceParameters parameters = call.Parameters;
        InstrumentSetup? one = instruments.Optional(parameters);
        string? type = parameters.Text("incomeType");
        DateTimeOffset? from = parameters.Time("startTime");
        DateTimeOffset? to = parameters.Time("endTime");
        int page = parameters.NumberWithin("page", 1, 1_000_000, otherwise: 1);
        int limit = parameters.NumberWithin("limit", 1, 1000, otherwise: 100);
        if (parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, now) =>
        {
            var query = new HistoryQuery
            {
                Symbol = one?.Instrument.Id.Symbol,
                From = from ?? (now - TimeSpan.FromDays(7)),
                To = to,
                Limit = int.MaxValue,
            };
            IEnumerable<AccountBill> bills = venue.Bills(call.Account, query)
                .Where(bill => string.IsNullOrEmpty(type) || BinanceJson.IncomeTypeOf(bill.Type) == type);
            return BinanceReply.Array(bills.Skip((page - 1) * limit).Take(limit), WriteIncome);
        });
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

    private async Task<BinanceReply> CommissionRateAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, _) =>
        {
            FeeSchedule fees = venue.FeesOf(call.Account, setup!.Instrument.Id.Symbol);
            return BinanceReply.Object(json =>
            {
                json.WriteString("symbol", setup.Instrument.NativeSymbol);
                json.WriteDecimal("makerCommissionRate", fees.Maker.Value, 6);
                json.WriteDecimal("takerCommissionRate", fees.Taker.Value, 6);
            });
        });
    }

    private Task<BinanceReply> LeverageBracketAsync(BinanceCall call)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return Task.FromResult<BinanceReply>(error);
        }

        IReadOnlyList<InstrumentSetup> wanted = one is null ? instruments.All : [one];
        return Task.FromResult(BinanceReply.Array(wanted, BinanceBrackets.Write));
    }

    private string MaxNotionalText(Symbol symbol) =>
        WireNumber.Format(BinanceBrackets.LargestNotional(instruments.Setup(symbol)));

    /// <summary>The isolated wallet with the position's profit; 0 for a cross position.</summary>
    private static decimal IsolatedMarginOf(PositionStatement statement) => statement is { MarginMode: MarginMode.Isolated, Position.IsFlat: false }
        ? statement.Position.IsolatedMargin + statement.UnrealizedPnl
        : 0m;

    private static decimal SignedNotional(PositionStatement statement) => statement.Position.Quantity * statement.MarkPrice;

    private static decimal Withdrawable(AccountSummary summary) => Math.Max(0m, Math.Min(summary.CrossWalletBalance, summary.AvailableBalance));
}
