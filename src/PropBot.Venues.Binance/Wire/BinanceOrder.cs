namespace PropBot.Venues.Binance.Wire;

/// <summary>An order as place, amend, query, open orders, history and forced orders answer it, the parts that are used.</summary>
/// <param name="UpdateTime">Unix milliseconds.</param>
/// <param name="Price">0 for market orders.</param>
/// <param name="PositionSide"><c>BOTH</c> in one-way mode.</param>
/// <param name="Time">When it was made, Unix milliseconds; place and amend do not tell it.</param>
internal sealed record BinanceOrder(
    string Symbol,
    long OrderId,
    string ClientOrderId,
    string Status,
    decimal ExecutedQty,
    decimal AvgPrice,
    long UpdateTime,
    string? Side = null,
    decimal? OrigQty = null,
    decimal? Price = null,
    string? PositionSide = null,
    long Time = 0);

/// <summary>What a cancel answers, the part that is used.</summary>
internal sealed record BinanceCancel(long OrderId);

/// <summary>What <c>DELETE /fapi/v1/allOpenOrders</c> answers: 200 when it is done.</summary>
internal sealed record BinanceCancelAll(int Code);

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
    long Time,
    string? PositionSide = null);

/// <summary>An error's body.</summary>
internal sealed record BinanceError(int Code, string? Msg = null);
