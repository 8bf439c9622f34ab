namespace PropBot.Venues.Binance.Wire;

/// <summary>An order as place, query and open orders answer it, the parts that are used.</summary>
/// <param name="UpdateTime">Unix milliseconds.</param>
internal sealed record BinanceOrder(
    string Symbol,
    long OrderId,
    string ClientOrderId,
    string Status,
    decimal ExecutedQty,
    decimal AvgPrice,
    long UpdateTime);

/// <summary>What a cancel answers, the part that is used.</summary>
internal sealed record BinanceCancel(long OrderId);

/// <summary>One line of <c>GET /fapi/v1/userTrades</c>.</summary>
/// <param name="Commission">Positive is paid, negative is a rebate.</param>
internal sealed record BinanceUserTrade(
    string Symbol,
    long Id,
    long OrderId,
    string Side,
    decimal Price,
    decimal Qty,
    decimal Commission,
    string CommissionAsset,
    bool Maker,
    long Time);

/// <summary>An error's body.</summary>
internal sealed record BinanceError(int Code, string? Msg = null);
