using System.Globalization;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Okx;

/// <summary>An order as the client wrote it, read. Pure.</summary>
/// <param name="ClientOrderId">As sent; empty when none was.</param>
/// <param name="Error">Why it cannot be placed; then contract and request are null.</param>
/// <param name="MarginMode">The order's <c>tdMode</c>.</param>
internal sealed record OkxParsedOrder(string ClientOrderId, OkxError? Error, OkxContract? Contract, OrderRequest? Request, MarginMode MarginMode)
{
    private const int ClientOrderIdMax = 32;

    public static OkxParsedOrder Read(JsonElement item, OkxContracts contracts)
    {
        string clientId = OkxRequest.Field(item, "clOrdId") ?? "";
        OkxError? error = Check(item, contracts, clientId, out OkxContract? contract, out OrderRequest? request);
        return error is null
            ? new OkxParsedOrder(clientId, null, contract, request, OkxModes.ReadMargin(OkxRequest.Field(item, "tdMode"))!.Value)
            : new OkxParsedOrder(clientId, error, null, null, default);
    }

    private static OkxError? Check(
        JsonElement item, OkxContracts contracts, string clientId, out OkxContract? contract, out OrderRequest? request)
    {
        request = null;
        contract = contracts.Find(OkxRequest.Field(item, "instId"));
        foreach (string name in (string[])["instId", "tdMode", "side", "ordType", "sz"])
        {
            if (OkxRequest.Field(item, name) is null)
            {
                return OkxErrors.ParameterEmpty(name);
            }
        }

        if (contract is null)
        {
            return OkxErrors.InstrumentUnknown;
        }

        if (clientId.Length > ClientOrderIdMax || !clientId.All(char.IsAsciiLetterOrDigit))
        {
            return OkxErrors.Parameter("clOrdId");
        }

        if (OkxModes.ReadMargin(OkxRequest.Field(item, "tdMode")) is null)
        {
            return OkxErrors.Parameter("tdMode");
        }

        if (OkxModes.ReadSide(OkxRequest.Field(item, "posSide")) is not { } positionSide)
        {
            return OkxErrors.Parameter("posSide");
        }

        if (ReadSide(OkxRequest.Field(item, "side")) is not { } side)
        {
            return OkxErrors.Parameter("side");
        }

        if (ReadKind(OkxRequest.Field(item, "ordType")) is not { } kind)
        {
            return OkxErrors.Parameter("ordType");
        }

        if (!WireNumber.TryParse(OkxRequest.Field(item, "sz"), out decimal size) || size <= 0m || size > decimal.MaxValue / 1_000_000m)
        {
            return OkxErrors.Parameter("sz");
        }

        decimal? price = null;
        if (kind.Type == OrderType.Limit)
        {
            if (OkxRequest.Field(item, "px") is not { } priceText)
            {
                return OkxErrors.ParameterEmpty("px");
            }

            if (!WireNumber.TryParse(priceText, out decimal value) || value <= 0m)
            {
                return OkxErrors.Parameter("px");
            }

            price = value;
        }

        if (OkxRequest.Field(item, "reduceOnly") is not (null or "true" or "false"))
        {
            return OkxErrors.Parameter("reduceOnly");
        }

        if (ReadSelfTrade(OkxRequest.Field(item, "stpMode")) is not { } selfTrade)
        {
            return OkxErrors.Parameter("stpMode");
        }

        request = new OrderRequest
        {
            Symbol = contract.Symbol,
            ClientOrderId = clientId.Length > 0 ? clientId : null,
            Side = side,
            Type = kind.Type,
            TimeInForce = kind.TimeInForce,
            Quantity = contract.ToBase(size),
            Price = price,
            PositionSide = positionSide,
            SelfTrade = selfTrade,

            // In long-short mode the venue does not look at it: the side of the position says what closes.
            ReduceOnly = positionSide == PositionSide.Net && OkxRequest.Field(item, "reduceOnly") == "true",
        };
        return null;
    }

    private static Side? ReadSide(string? text) => text switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => null,
    };

    /// <summary>
    /// Mandatory since 2024-03-14: what an order does not say is <c>cancel_maker</c>. Source: OKX to implement mandatory Self-Trade Prevention, read 2026-11-30.
    /// </summary>
    private static SelfTradeRule? ReadSelfTrade(string? text) => text switch
    {
        null or "cancel_maker" => SelfTradeRule.CancelMaker,
        "cancel_taker" => SelfTradeRule.CancelTaker,
        "cancel_both" => SelfTradeRule.CancelBoth,
        _ => null,
    };

    private static (OrderType Type, TimeInForce TimeInForce)? ReadKind(string? text) => text switch
    {
        "market" => (OrderType.Market, TimeInForce.Ioc),
        "limit" => (OrderType.Limit, TimeInForce.Gtc),
        "post_only" => (OrderType.Limit, TimeInForce.PostOnly),
        "fok" => (OrderType.Limit, TimeInForce.Fok),
        "ioc" => (OrderType.Limit, TimeInForce.Ioc),
        _ => null,
    };
}

/// <summary>How a client names an order: <c>ordId</c> wins over <c>clOrdId</c> when both are given.</summary>
internal readonly record struct OkxOrderName(string OrderId, string ClientOrderId)
{
    public bool IsEmpty => OrderId.Length == 0 && ClientOrderId.Length == 0;

    /// <summary>Null when the number cannot be one of ours.</summary>
    public OrderKey? Key => OrderId.Length == 0
        ? OrderKey.Of(ClientOrderId)
        : long.TryParse(OrderId, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? OrderKey.Of(id) : null;
}
