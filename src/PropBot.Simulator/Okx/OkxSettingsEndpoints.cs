using System.Globalization;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.Okx.Wire;

namespace PropBot.Simulator.Okx;

/// <summary>
/// Position mode, leverage and the margin of isolated positions. The simulation has one margin mode and one leverage per instrument; the
/// venue has them per mode and side, and the last word counts here.
/// </summary>
internal sealed class OkxSettingsEndpoints(VenueContext context, OkxContracts contracts)
{
    public void AddTo(OkxRoutes routes)
    {
        routes.AddPrivate("GET", "/api/v5/account/leverage-info", LeverageAsync);
        routes.AddPrivate("POST", "/api/v5/account/set-leverage", SetLeverageAsync);
        routes.AddPrivate("POST", "/api/v5/account/set-position-mode", SetPositionModeAsync);
        routes.AddPrivate("POST", "/api/v5/account/position/margin-balance", MoveMarginAsync);
    }

    private Task<OkxReply> LeverageAsync(OkxRequest request)
    {
        if (request["mgnMode"] is not { } mode)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("mgnMode"), 400));
        }

        if (OkxModes.ReadMargin(mode) is not { } margin)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("mgnMode")));
        }

        string[] names = request["instId"]?.Split(',') ?? [];
        OkxContract?[] chosen = [.. names.Select(contracts.Find)];
        if (chosen.Contains(null))
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        return context.AskAsync((venue, _) => OkxReply.Ok(
        [
            .. from contract in chosen
               from side in SidesOf(venue.PositionModeOf(request.Account), margin)
               select new OkxLeverage(
                   contract.InstId, mode, OkxModes.Text(side), OkxText.Number(venue.SettingsOf(request.Account, contract.Symbol).Leverage)),
        ]));
    }

    /// <summary>Isolated positions of long-short mode have a leverage for each side; everything else has one.</summary>
    private static PositionSide[] SidesOf(PositionMode positions, MarginMode margin) =>
        (positions, margin) == (PositionMode.Hedge, MarginMode.Isolated) ? [PositionSide.Long, PositionSide.Short] : [PositionSide.Net];

    private Task<OkxReply> SetLeverageAsync(OkxRequest request)
    {
        JsonElement body = request.Body;
        if (OkxRequest.Field(body, "mgnMode") is not { } mode)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.ParameterEmpty("mgnMode"), 400));
        }

        if (OkxModes.ReadMargin(mode) is not { } margin)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("mgnMode")));
        }

        if (contracts.Find(OkxRequest.Field(body, "instId")) is not { } contract)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        // Fractions of leverage exist at the venue; here it is whole.
        if (!int.TryParse(OkxRequest.Field(body, "lever"), NumberStyles.None, CultureInfo.InvariantCulture, out int leverage))
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("lever")));
        }

        if (OkxModes.ReadSide(OkxRequest.Field(body, "posSide")) is not { } side)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("posSide")));
        }

        return context.TradeAsync((venue, now) =>
        {
            bool needsSide = (venue.PositionModeOf(request.Account), margin) == (PositionMode.Hedge, MarginMode.Isolated);
            if (needsSide && side == PositionSide.Net)
            {
                return OkxReply.Refused(OkxErrors.Parameter("posSide"));
            }

            Answer<SymbolSettings> answer = venue.SetLeverage(request.Account, contract.Symbol, leverage, now);
            return answer.IsAccepted
                ? OkxReply.Ok(new OkxLeverage(contract.InstId, mode, OkxModes.Text(needsSide ? side : PositionSide.Net), OkxText.Number(answer.Value.Leverage)))
                : OkxReply.Refused(OkxRefusals.OfSetting(answer.Refusal));
        });
    }

    private Task<OkxReply> SetPositionModeAsync(OkxRequest request)
    {
        string? text = OkxRequest.Field(request.Body, "posMode");
        if (text is not (OkxModes.NetMode or OkxModes.HedgeMode))
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("posMode")));
        }

        PositionMode mode = text == OkxModes.NetMode ? PositionMode.OneWay : PositionMode.Hedge;
        return context.TradeAsync((venue, now) => venue.SetPositionMode(request.Account, mode, now) is { } refusal
            ? OkxReply.Refused(OkxRefusals.OfSetting(refusal))
            : OkxReply.Ok(new { posMode = text }));
    }

    private Task<OkxReply> MoveMarginAsync(OkxRequest request)
    {
        JsonElement body = request.Body;
        string? type = OkxRequest.Field(body, "type");
        if (contracts.Find(OkxRequest.Field(body, "instId")) is not { } contract)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.InstrumentUnknown));
        }

        if (type is not ("add" or "reduce") || OkxModes.ReadSide(OkxRequest.Field(body, "posSide")) is not { } side)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter(type is "add" or "reduce" ? "posSide" : "type")));
        }

        if (!WireNumber.TryParse(OkxRequest.Field(body, "amt"), out decimal amount) || amount <= 0m)
        {
            return Task.FromResult(OkxReply.Refused(OkxErrors.Parameter("amt")));
        }

        return context.TradeAsync((venue, now) =>
        {
            Answer<SimulatedPosition> moved = venue.MoveIsolatedMargin(
                request.Account, contract.Symbol, side, type == "add" ? amount : -amount, now);
            return moved.IsAccepted
                ? OkxReply.Ok(new
                {
                    amt = OkxText.Number(amount),
                    ccy = contract.Instrument.SettleAsset.Code,
                    instId = contract.InstId,
                    leverage = OkxText.Number(venue.SettingsOf(request.Account, contract.Symbol).Leverage),
                    posSide = OkxModes.Text(side),
                    type,
                })
                : OkxReply.Refused(moved.Refusal.Reason == RefusalReason.InsufficientMargin ? OkxErrors.MarginNotEnough : OkxErrors.PositionUnknown);
        });
    }
}
