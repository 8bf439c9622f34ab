using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Bybit;

/// <summary>An order or the name of one as the client wrote it, read. Pure.</summary>
internal static class BybitOrderParsing
{
    private const int LinkIdMax = 36;

    /// <returns>The order, or why it cannot be placed.</returns>
    public static (OrderRequest? Order, BybitError? Error) Read(BybitRequest request, BybitContracts contracts)
    {
        if (request["category"] != BybitStatements.Linear)
        {
            return (null, BybitErrors.CategoryInvalid);
        }

        if (contracts.Find(request["symbol"]) is not { } contract)
        {
            return (null, BybitErrors.SymbolUnknown);
        }

        if (ReadSide(request["side"]) is not { } side)
        {
            return (null, new BybitError(10001, "Side invalid"));
        }

        if (ReadType(request["orderType"]) is not { } type)
        {
            return (null, new BybitError(10001, "OrderType invalid"));
        }

        if (!WireNumber.TryParse(request["qty"], out decimal quantity) || quantity <= 0m)
        {
            return (null, new BybitError(10001, "Qty invalid"));
        }

        decimal? price = null;
        if (type == OrderType.Limit)
        {
            if (!WireNumber.TryParse(request["price"], out decimal limit) || limit <= 0m)
            {
                return (null, new BybitError(10001, "Price invalid"));
            }

            price = limit;
        }

        if (ReadTimeInForce(request["timeInForce"], type) is not { } timeInForce)
        {
            return (null, new BybitError(10001, "TimeInForce invalid"));
        }

        string linkId = request["orderLinkId"] ?? "";
        if (linkId.Length > LinkIdMax || !linkId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return (null, BybitErrors.Parameter("OrderLinkId invalid"));
        }

        if (BybitModes.ReadSide(request["positionIdx"]) is not { } positionSide)
        {
            return (null, BybitErrors.PositionIndexMismatch);
        }

        if (request["reduceOnly"] is not (null or "true" or "false"))
        {
            return (null, BybitErrors.Parameter("ReduceOnly invalid"));
        }

        if (ReadSelfTrade(request["smpType"]) is not { } selfTrade)
        {
            return (null, BybitErrors.Parameter("SmpType invalid"));
        }

        return (new OrderRequest
        {
            Symbol = contract.Symbol,
            ClientOrderId = linkId.Length > 0 ? linkId : null,
            Side = side,
            Type = type,
            TimeInForce = timeInForce,
            Quantity = quantity,
            Price = price,
            PositionSide = positionSide,
            ReduceOnly = request["reduceOnly"] == "true",
            SelfTrade = selfTrade,
        }, null);
    }

    /// <summary>By <c>orderId</c>, which wins, or by <c>orderLinkId</c>; null when neither can be an order of this venue.</summary>
    public static OrderKey? ReadKey(BybitRequest request)
    {
        if (request["orderId"] is { } id)
        {
            return BybitIds.ReadOrder(id) is { } number ? OrderKey.Of(number) : null;
        }

        return request["orderLinkId"] is { } linkId ? OrderKey.Of(linkId) : null;
    }

    /// <summary>The order that a command names, which must say its symbol too.</summary>
    public static (BybitContract? Contract, OrderKey? Key, BybitError? Error) ReadNamed(BybitRequest request, BybitContracts contracts) =>
        FindContract(request, contracts, out BybitContract? contract) is { } error ? (null, null, error)
            : !NamesOrder(request) ? (null, null, BybitErrors.Parameter("OrderId or orderLinkId is required"))
            : ReadKey(request) is { } key ? (contract, key, null)
            : (null, null, BybitErrors.OrderUnknown);

    /// <summary>A symbol that must be there.</summary>
    public static BybitError? FindContract(BybitRequest request, BybitContracts contracts, out BybitContract? contract)
    {
        contract = contracts.Find(request["symbol"]);
        return request["category"] != BybitStatements.Linear ? BybitErrors.CategoryInvalid : contract is null ? BybitErrors.SymbolUnknown : null;
    }

    /// <returns>The new quantity and price, null where they stay; or why it cannot be amended.</returns>
    public static (decimal? Quantity, decimal? Price, BybitError? Error) ReadAmendment(BybitRequest request)
    {
        decimal? quantity = null;
        decimal? price = null;
        if (request["qty"] is { } quantityText)
        {
            if (!WireNumber.TryParse(quantityText, out decimal wanted) || wanted <= 0m)
            {
                return (null, null, new BybitError(10001, "Qty invalid"));
            }

            quantity = wanted;
        }

        if (request["price"] is { } priceText)
        {
            if (!WireNumber.TryParse(priceText, out decimal wanted) || wanted <= 0m)
            {
                return (null, null, new BybitError(10001, "Price invalid"));
            }

            price = wanted;
        }

        return quantity is null && price is null ? (null, null, BybitErrors.NothingAmended) : (quantity, price, null);
    }

    public static bool NamesOrder(BybitRequest request) => (request["orderId"] ?? request["orderLinkId"]) is not null;

    private static Side? ReadSide(string? text) => text switch
    {
        "Buy" => Side.Buy,
        "Sell" => Side.Sell,
        _ => null,
    };

    private static OrderType? ReadType(string? text) => text switch
    {
        "Market" => OrderType.Market,
        "Limit" => OrderType.Limit,
        _ => null,
    };

    /// <summary>An order that does not ask for it trades with its own account. Source: Bybit v5, Self Match Prevention, read 2026-11-30.</summary>
    private static SelfTradeRule? ReadSelfTrade(string? text) => text switch
    {
        null or "None" => SelfTradeRule.Trade,
        "CancelMaker" => SelfTradeRule.CancelMaker,
        "CancelTaker" => SelfTradeRule.CancelTaker,
        "CancelBoth" => SelfTradeRule.CancelBoth,
        _ => null,
    };

    private static TimeInForce? ReadTimeInForce(string? text, OrderType type) => (text, type) switch
    {
        (null or "IOC" or "GTC" or "FOK", OrderType.Market) => TimeInForce.Ioc,
        (null or "GTC", _) => TimeInForce.Gtc,
        ("IOC", _) => TimeInForce.Ioc,
        ("FOK", _) => TimeInForce.Fok,
        ("PostOnly", OrderType.Limit) => TimeInForce.PostOnly,
        _ => null,
    };
}
