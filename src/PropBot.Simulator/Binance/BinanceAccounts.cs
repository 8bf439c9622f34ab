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
    private readonly BinanceAccountText _text = new(instruments);

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
        _text.Account(venue.Summary(call.Account), venue.Positions(call.Account, includeFlat: !isThird), now, isThird, context.Accounts.MayTrade));

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
            json.WriteRounded("maxWithdrawAmount", BinanceAccountText.Withdrawable(one));
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

        return await context.AskAsync((venue, _) => _text.PositionRisk(
            venue.Positions(call.Account, includeFlat: !isThird)
                .Where(statement => one is null || statement.Position.Symbol == one.Instrument.Id.Symbol),
            isThird));
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
            return _text.Incomes(bills.Skip((page - 1) * limit).Take(limit));
        });
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
}
