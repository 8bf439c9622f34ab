using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Leverage, margin type and position mode.</summary>
internal sealed class BinanceSettings(VenueContext context, BinanceInstruments instruments)
{
    /// <summary>Accounts that asked for their fees in BNB. They are asked for and told; the wallet here has no BNB, so that every fee is taken in USDT as at the venue.</summary>
    private readonly HashSet<string> _burning = new(StringComparer.Ordinal);

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("POST", "/fapi/v1/leverage", BinanceSecurity.Signed, 1, SetLeverageAsync),
        new("POST", "/fapi/v1/marginType", BinanceSecurity.Signed, 1, SetMarginTypeAsync),
        new("GET", "/fapi/v1/positionSide/dual", BinanceSecurity.Signed, 30, GetPositionModeAsync),
        new("POST", "/fapi/v1/positionSide/dual", BinanceSecurity.Signed, 1, SetPositionModeAsync),
        new("GET", "/fapi/v1/multiAssetsMargin", BinanceSecurity.Signed, 30, _ => Task.FromResult(MultiAssetsMargin())),
        new("GET", "/fapi/v1/feeBurn", BinanceSecurity.Signed, 30, FeeBurnAsync),
        new("POST", "/fapi/v1/feeBurn", BinanceSecurity.Signed, 1, SetFeeBurnAsync),
        new("GET", "/fapi/v1/accountConfig", BinanceSecurity.Signed, 5, AccountConfigAsync),
        new("GET", "/fapi/v1/symbolConfig", BinanceSecurity.Signed, 5, SymbolConfigAsync),
    ];

    private async Task<BinanceReply> SetLeverageAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        call.Parameters.MandatoryText("leverage");
        int leverage = call.Parameters.NumberWithin("leverage", 0, 1000, otherwise: 0);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((venue, now) =>
        {
            Answer<SymbolSettings> answer = venue.SetLeverage(call.Account, setup!.Instrument.Id.Symbol, leverage, now);
            if (!answer.IsAccepted)
            {
                return BinanceError.Of(answer.Refusal);
            }

            return BinanceReply.Object(json =>
            {
                json.WriteString("symbol", setup.Instrument.NativeSymbol);
                json.WriteNumber("leverage", answer.Value.Leverage);
                json.WriteString("maxNotionalValue", WireNumber.Format(BinanceBrackets.LargestNotional(setup)));
            });
        });
    }

    private async Task<BinanceReply> SetMarginTypeAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        string type = call.Parameters.MandatoryText("marginType");
        if (call.Parameters.Error is null && type is not ("CROSSED" or "ISOLATED"))
        {
            call.Parameters.Fail(BinanceError.InvalidValue("marginType"));
        }

        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        MarginMode mode = type == "CROSSED" ? MarginMode.Cross : MarginMode.Isolated;
        return await context.AskAsync<BinanceReply>((venue, now) =>
        {
            Symbol symbol = setup!.Instrument.Id.Symbol;
            if (venue.SettingsOf(call.Account, symbol).MarginMode == mode)
            {
                return BinanceError.NoNeedToChangeMarginType;
            }

            Answer<SymbolSettings> answer = venue.SetMarginMode(call.Account, symbol, mode, now);
            return answer.Refusal?.Reason switch
            {
                null => BinanceReply.Success("success"),
                RefusalReason.ModeLockedByPosition => BinanceError.MarginTypeLocked,
                RefusalReason.ModeLockedByOrder => BinanceError.MarginTypeLockedByOrder,
                _ => BinanceError.Of(answer.Refusal!),
            };
        });
    }

    private Task<BinanceReply> GetPositionModeAsync(BinanceCall call) => context.AskAsync((venue, _) => BinanceReply.Object(json =>
        json.WriteBoolean("dualSidePosition", venue.PositionModeOf(call.Account) == PositionMode.Hedge)));

    private async Task<BinanceReply> SetPositionModeAsync(BinanceCall call)
    {
        call.Parameters.MandatoryText("dualSidePosition");
        PositionMode mode = call.Parameters.Flag("dualSidePosition") ? PositionMode.Hedge : PositionMode.OneWay;
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync<BinanceReply>((venue, now) =>
            venue.PositionModeOf(call.Account) == mode ? BinanceError.NoNeedToChangePositionSide
            : venue.SetPositionMode(call.Account, mode, now) is { } refusal ? BinanceError.Of(refusal)
            : BinanceReply.Success("success"));
    }

    private Task<BinanceReply> FeeBurnAsync(BinanceCall call) =>
        context.AskAsync((_, _) => BinanceReply.Object(json => json.WriteBoolean("feeBurn", _burning.Contains(call.Account))));

    private async Task<BinanceReply> SetFeeBurnAsync(BinanceCall call)
    {
        call.Parameters.MandatoryText("feeBurn");
        bool isOn = call.Parameters.Flag("feeBurn");
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync((_, _) =>
        {
            _ = isOn ? _burning.Add(call.Account) : _burning.Remove(call.Account);
            return BinanceReply.Success("success");
        });
    }

    private BinanceReply MultiAssetsMargin() => BinanceReply.Object(json => json.WriteBoolean("multiAssetsMargin", context.Accounts.CountsOtherCoins));

    private Task<BinanceReply> AccountConfigAsync(BinanceCall call) => context.AskAsync((venue, _) => BinanceReply.Object(json =>
    {
        json.WriteNumber("feeTier", 0);
        json.WriteBoolean("canTrade", context.Accounts.MayTrade);
        json.WriteBoolean("canDeposit", true);
        json.WriteBoolean("canWithdraw", true);
        json.WriteBoolean("dualSidePosition", venue.PositionModeOf(call.Account) == PositionMode.Hedge);
        json.WriteNumber("updateTime", 0);
        json.WriteBoolean("multiAssetsMargin", context.Accounts.CountsOtherCoins);
        json.WriteNumber("tradeGroupId", -1);
    }));

    private async Task<BinanceReply> SymbolConfigAsync(BinanceCall call)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        IReadOnlyList<InstrumentSetup> wanted = one is null ? instruments.All : [one];
        return await context.AskAsync((venue, _) => BinanceReply.Array(wanted, (json, setup) =>
        {
            SymbolSettings settings = venue.SettingsOf(call.Account, setup.Instrument.Id.Symbol);
            json.WriteString("symbol", setup.Instrument.NativeSymbol);
            json.WriteString("marginType", settings.MarginMode == MarginMode.Isolated ? "ISOLATED" : "CROSSED");
            json.WriteString("isAutoAddMargin", "false");
            json.WriteNumber("leverage", settings.Leverage);
            json.WriteString("maxNotionalValue", WireNumber.Format(BinanceBrackets.LargestNotional(setup)));
        }));
    }
}
