using Microsoft.AspNetCore.Http;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>
/// An error body <c>{"code":…,"msg":…}</c> with its HTTP status. Codes and texts: developers.binance.com, USDⓈ-M Futures, Error
/// Code, read 2026-11-22.
/// </summary>
internal sealed record BinanceError(int Code, string Message, int Status = StatusCodes.Status400BadRequest)
{
    public static readonly BinanceError Unknown = new(-1000, "An unknown error occurred while processing the request.", 500);
    public static readonly BinanceError Stopping = new(-1016, "This service is no longer available.", 503);
    public static readonly BinanceError Unsupported = new(-1020, "This operation is not supported.");
    public static readonly BinanceError OutsideReceiveWindow = new(-1021, "Timestamp for this request is outside of the recvWindow.");
    public static readonly BinanceError TooEarly = new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");
    public static readonly BinanceError BadSignature = new(-1022, "Signature for this request is not valid.");
    public static readonly BinanceError BadPrecision = new(-1111, "Precision is over the maximum defined for this asset.");
    public static readonly BinanceError BadTimeInForce = new(-1115, "Invalid timeInForce.");
    public static readonly BinanceError BadOrderType = new(-1116, "Invalid orderType.");
    public static readonly BinanceError BadSide = new(-1117, "Invalid side.");
    public static readonly BinanceError BadSymbol = new(-1121, "Invalid symbol.");
    public static readonly BinanceError BadInterval = new(-1120, "Invalid interval.");
    public static readonly BinanceError BadListenKey = new(-1125, "This listenKey does not exist.");
    public static readonly BinanceError ReceiveWindowTooLong = new(-1131, "recvWindow must be less than 60000");
    public static readonly BinanceError CancelRejected = new(-2011, "Unknown order sent.");
    public static readonly BinanceError NoSuchOrder = new(-2013, "Order does not exist.");
    public static readonly BinanceError BadKeyFormat = new(-2014, "API-key format invalid.", 401);
    public static readonly BinanceError BadKey = new(-2015, "Invalid API-key, IP, or permissions for action.", 401);
    public static readonly BinanceError MarginInsufficient = new(-2019, "Margin is insufficient.");
    public static readonly BinanceError ReduceOnlyRejected = new(-2022, "ReduceOnly Order is rejected.");
    public static readonly BinanceError TooManyOpenOrders = new(-2025, "Reach max open order limit.");
    public static readonly BinanceError QuantityNotPositive = new(-4003, "Quantity less than or equal to zero.");
    public static readonly BinanceError QuantityTooSmall = new(-4004, "Quantity less than min quantity.");
    public static readonly BinanceError QuantityTooLarge = new(-4005, "Quantity greater than max quantity.");
    public static readonly BinanceError PriceNotOnTick = new(-4014, "Price not increased by tick size.");
    public static readonly BinanceError ClientIdTooLong = new(-4015, "Client order id length should be less than 36 chars.");
    public static readonly BinanceError QuantityNotOnStep = new(-4023, "Qty not increased by step size.");
    public static readonly BinanceError MarginTypeLockedByOrder = new(-4047, "Margin type cannot be changed if there exists open orders.");
    public static readonly BinanceError MarginOfIsolatedOnly = new(-4049, "Add margin only support for isolated position.");
    public static readonly BinanceError CrossBalanceInsufficient = new(-4050, "Cross balance insufficient.");
    public static readonly BinanceError IsolatedBalanceInsufficient = new(-4051, "Isolated balance insufficient.");
    public static readonly BinanceError MarginOfNoPosition = new(-4054, "Cannot add position margin: position is 0.");
    public static readonly BinanceError AmountNotPositive = new(-4055, "Amount must be positive.");
    public static readonly BinanceError NoNeedToChangeMarginType = new(-4046, "No need to change margin type.");
    public static readonly BinanceError MarginTypeLocked = new(-4048, "Margin type cannot be changed if there exists position.");
    public static readonly BinanceError NoNeedToChangePositionSide = new(-4059, "No need to change position side.");
    public static readonly BinanceError PositionSideMismatch = new(-4061, "Order's position side does not match user's setting.");
    public static readonly BinanceError PositionSideLockedByOrder = new(-4067, "Position side cannot be changed if there exists open orders.");
    public static readonly BinanceError PositionSideLocked = new(-4068, "Position side cannot be changed if there exists position.");
    public static readonly BinanceError BadBatchSize = new(-4082, "Invalid number of batch place orders.");
    public static readonly BinanceError MarketBeyondBand = new(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.");
    public static readonly BinanceError OpeningNotAllowed = new(-4140, "Invalid symbol status for opening position.");
    public static readonly BinanceError IsolatedLeverageLocked = new(
        -4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions.");

    public static readonly BinanceError AmendmentNotPermitted = new(-5024, "Symbol is not in trading status. Order amendment is not permitted.");
    public static readonly BinanceError LimitOrdersOnly = new(-5025, "Only limit order is supported.");
    public static readonly BinanceError NothingToModify = new(-5027, "No need to modify the order.");
    public static readonly BinanceError IntervalTooLong = new(-4166, "Search window is restricted to recent 7 days only.");
    public static readonly BinanceError DuplicateClientId = new(-4116, "ClientOrderId is duplicated.");
    public static readonly BinanceError UseAlgoOrders = new(
        -4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");

    public static readonly BinanceError SymbolClosed = new(-4141, "Symbol is closed.");
    public static readonly BinanceError FillOrKillRejected = new(
        -5021, "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history");

    public static readonly BinanceError PostOnlyRejected = new(
        -5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history");

    public static BinanceError NoSuchPath(string path, string method) =>
        new(-5000, $"Path {path}, Method {method} is invalid", StatusCodes.Status404NotFound);

    public static BinanceError TooManyRequests(long limit) => new(
        -1003,
        $"Too many requests; current limit of IP is {limit} requests per minute. Please use the websocket for live updates to avoid polling the API.",
        StatusCodes.Status429TooManyRequests);

    public static BinanceError TooManyOrders(long limit, string interval) =>
        new(-1015, $"Too many new orders; current limit is {limit} orders per {interval}.", StatusCodes.Status429TooManyRequests);

    public static BinanceError Mandatory(string parameter) =>
        new(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static BinanceError IllegalCharacters(string parameter, string legal) =>
        new(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{legal}'.");

    public static BinanceError NotRequired(string parameter) => new(-1106, $"Parameter '{parameter}' sent when not required.");

    public static BinanceError InvalidValue(string parameter) => new(-1130, $"Data sent for parameter '{parameter}' is not valid.");

    public static BinanceError BadLeverage(decimal? leverage) =>
        new(-4028, $"Leverage {WireNumber.Format(leverage ?? 0m)} is not valid");

    /// <summary>What Binance says when the simulated venue says no to an order or a setting.</summary>
    public static BinanceError Of(Refusal refusal, Side? side = null) => refusal.Reason switch
    {
        RefusalReason.UnknownAccount => BadKey,
        RefusalReason.UnknownInstrument => BadSymbol,
        RefusalReason.InstrumentNotTrading or RefusalReason.NoMarket => SymbolClosed,
        RefusalReason.DuplicateClientOrderId => DuplicateClientId,
        RefusalReason.InvalidQuantity => QuantityNotPositive,
        RefusalReason.InvalidPrice => new BinanceError(-4001, "Price less than 0."),
        RefusalReason.PriceNotOnTick => PriceNotOnTick,
        RefusalReason.QuantityNotOnLot => QuantityNotOnStep,
        RefusalReason.BelowMinQuantity => QuantityTooSmall,
        RefusalReason.AboveMaxQuantity => QuantityTooLarge,
        RefusalReason.BelowMinNotional => new BinanceError(
            -4164, $"Order's notional must be no smaller than {WireNumber.Format(refusal.Limit ?? 0m)} (unless you choose reduce only)."),
        RefusalReason.PriceOutOfBand => side == Side.Sell
            ? new BinanceError(-4024, $"Limit price can't be lower than {WireNumber.Format(refusal.Limit ?? 0m)}.")
            : new BinanceError(-4016, $"Limit price can't be higher than {WireNumber.Format(refusal.Limit ?? 0m)}."),
        RefusalReason.InsufficientMargin => MarginInsufficient,
        RefusalReason.ReduceOnlyWouldIncrease or RefusalReason.ClosesMoreThanHeld => ReduceOnlyRejected,
        RefusalReason.MarketBeyondBand => MarketBeyondBand,
        RefusalReason.PositionSideMismatch => PositionSideMismatch,
        RefusalReason.ReduceOnlyInstrument => OpeningNotAllowed,
        RefusalReason.NothingToAmend => NothingToModify,
        RefusalReason.BelowFilledQuantity => QuantityNotPositive,
        RefusalReason.LeverageLockedByIsolatedPosition => IsolatedLeverageLocked,
        RefusalReason.ModeLockedByOrder => PositionSideLockedByOrder,
        RefusalReason.WouldTakeLiquidity => PostOnlyRejected,
        RefusalReason.TooManyOpenOrders => TooManyOpenOrders,
        RefusalReason.UnknownOrder or RefusalReason.OrderAlreadyClosed => CancelRejected,
        RefusalReason.LeverageOutOfRange => BadLeverage(refusal.Actual),
        RefusalReason.UnsupportedMode => Unsupported,
        RefusalReason.ModeLockedByPosition => PositionSideLocked,
        _ => Unknown,
    };
}
