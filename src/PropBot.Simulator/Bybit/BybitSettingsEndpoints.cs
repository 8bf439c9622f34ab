using System.Globalization;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Bybit;

/// <summary>
/// Leverage, position mode and margin mode. A unified account has one margin mode for everything; the position mode is the account's here,
/// where the venue has it by symbol or coin.
/// </summary>
internal sealed class BybitSettingsEndpoints(VenueContext context, BybitContracts contracts)
{
    private const string OneWayMode = "0";
    private const string HedgeMode = "3";

    public void AddTo(BybitRoutes routes)
    {
        routes.AddPrivate("POST", "/v5/position/set-leverage", SetLeverageAsync);
        routes.AddPrivate("POST", "/v5/position/switch-mode", SwitchModeAsync);
        routes.AddPrivate("POST", "/v5/position/switch-isolated", SwitchIsolatedAsync);
        routes.AddPrivate("POST", "/v5/position/add-margin", AddMarginAsync);
        routes.AddPrivate("POST", "/v5/account/set-margin-mode", SetMarginModeAsync);
    }

    private Task<BybitReply> SetLeverageAsync(BybitRequest request)
    {
        if (request["category"] != BybitStatements.Linear)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.CategoryInvalid));
        }

        if (contracts.Find(request["symbol"]) is not { } contract)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        // Both sides are one here. Fractions of leverage exist at the venue; here it is whole.
        if (ReadLeverage(request["buyLeverage"]) is not { } leverage || ReadLeverage(request["sellLeverage"]) != leverage)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.Parameter("buy leverage invalid")));
        }

        return context.TradeAsync((venue, now) =>
        {
            if (venue.SettingsOf(request.Account, contract.Symbol).Leverage == leverage)
            {
                return BybitReply.Refused(BybitErrors.LeverageNotModified);
            }

            Answer<SymbolSettings> answer = venue.SetLeverage(request.Account, contract.Symbol, leverage, now);
            return answer.IsAccepted ? BybitReply.Done() : BybitReply.Refused(BybitRefusals.OfSetting(answer.Refusal));
        });
    }

    private static int? ReadLeverage(string? text) =>
        WireNumber.TryParse(text, out decimal value) && value == decimal.Truncate(value) && value is > 0m and < 1_000m
            ? int.Parse(WireNumber.Format(value), CultureInfo.InvariantCulture)
            : null;

    private Task<BybitReply> SwitchModeAsync(BybitRequest request)
    {
        if (request["category"] != BybitStatements.Linear)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.CategoryInvalid));
        }

        if (request["mode"] is not (OneWayMode or HedgeMode))
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.Parameter("mode invalid")));
        }

        PositionMode mode = request["mode"] == OneWayMode ? PositionMode.OneWay : PositionMode.Hedge;
        return context.TradeAsync((venue, now) =>
        {
            if (venue.PositionModeOf(request.Account) == mode)
            {
                return BybitReply.Refused(BybitErrors.PositionModeNotModified);
            }

            return venue.SetPositionMode(request.Account, mode, now) is { } refusal
                ? BybitReply.Refused(BybitRefusals.OfSetting(refusal))
                : BybitReply.Done();
        });
    }

    /// <summary>Unified accounts set the margin mode for the whole account.</summary>
    private Task<BybitReply> SwitchIsolatedAsync(BybitRequest request) => Task.FromResult(BybitReply.Refused(BybitErrors.IsolatedForbidden));

    private Task<BybitReply> SetMarginModeAsync(BybitRequest request)
    {
        if (BybitModes.ReadMargin(request["setMarginMode"]) is not { } mode)
        {
            return Task.FromResult(Failed("3400000", $"{request["setMarginMode"]} is not available; REGULAR_MARGIN and ISOLATED_MARGIN are"));
        }

        return context.TradeAsync((venue, now) =>
        {
            // All or nothing: what one instrument refuses, none gets.
            MarginMode before = venue.SettingsOf(request.Account, contracts.All[0].Symbol).MarginMode;
            foreach (BybitContract contract in contracts.All)
            {
                Answer<SymbolSettings> answer = venue.SetMarginMode(request.Account, contract.Symbol, mode, now);
                if (!answer.IsAccepted)
                {
                    foreach (BybitContract changed in contracts.All.TakeWhile(one => one != contract))
                    {
                        venue.SetMarginMode(request.Account, changed.Symbol, before, now);
                    }

                    return Failed("3400001", answer.Refusal.Message);
                }
            }

            return BybitReply.Ok(new { reasons = Array.Empty<object>() });
        });
    }

    private static BybitReply Failed(string reasonCode, string reasonMsg) =>
        new(BybitErrors.SetMarginModeFailed, new { reasons = new[] { new { reasonCode, reasonMsg } } });

    private Task<BybitReply> AddMarginAsync(BybitRequest request)
    {
        if (request["category"] != BybitStatements.Linear)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.CategoryInvalid));
        }

        if (contracts.Find(request["symbol"]) is not { } contract)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.SymbolUnknown));
        }

        if (BybitModes.ReadSide(request["positionIdx"]) is not { } side)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.PositionIndexMismatch));
        }

        // Positive adds, negative takes out.
        if (!WireNumber.TryParse(request["margin"], out decimal margin) || margin == 0m)
        {
            return Task.FromResult(BybitReply.Refused(BybitErrors.Parameter("margin invalid")));
        }

        return context.TradeAsync((venue, now) =>
        {
            Answer<SimulatedPosition> moved = venue.MoveIsolatedMargin(request.Account, contract.Symbol, side, margin, now);
            return moved.IsAccepted
                ? BybitReply.Ok(new { category = BybitStatements.Linear, symbol = contract.Name, positionIdx = BybitModes.Index(side) })
                : BybitReply.Refused(moved.Refusal.Reason == RefusalReason.InsufficientMargin ? BybitErrors.LeverageNeedsMargin : BybitErrors.IsolatedForbidden);
        });
    }
}
