namespace PropBot.Simulator.Okx;

/// <summary>
/// A code of OKX with its text. Source: OKX API v5 guide, "Error Code", REST API and WebSocket, in the edition of July 2026, read 2026-11-22.
/// </summary>
internal readonly record struct OkxError(string Code, string Message);

/// <summary>The codes this venue gives; what a client must understand to trade with it.</summary>
internal static class OkxErrors
{
    // General.
    public static readonly OkxError BodyEmpty = new("50000", "Body for POST request cannot be empty.");
    public static readonly OkxError ContentType = new("50006", "Invalid Content-Type. Please use \"application/JSON\".");

    // Not in the guide.
    public static readonly OkxError NotFound = new("404", "Not Found");

    public static readonly OkxError JsonBroken = new("50002", "JSON syntax error");
    public static readonly OkxError TooFrequent = new("50011", "Too Many Requests");
    public static readonly OkxError RateLimitReached =
        new("50011", "Rate limit reached. Please refer to API documentation and throttle requests accordingly.");
    public static readonly OkxError AccountOrdersTooFrequent = new("50061", "You've reached the maximum order rate limit for this account.");
    public static readonly OkxError Offline = new("50001", "Service temporarily unavailable. Please try again later.");
    public static readonly OkxError SystemBusy = new("50026", "System error. Try again later");
    public static readonly OkxError RequestMethod = new("50115", "Invalid request method.");

    // Signing.
    public static readonly OkxError TimestampExpired = new("50102", "Timestamp request expired.");
    public static readonly OkxError KeyEmpty = new("50103", "Request header \"OK-ACCESS-KEY\" cannot be empty.");
    public static readonly OkxError PassphraseEmpty = new("50104", "Request header \"OK-ACCESS-PASSPHRASE\" cannot be empty.");
    public static readonly OkxError PassphraseWrong = new("50105", "Request header \"OK-ACCESS-PASSPHRASE\" incorrect.");
    public static readonly OkxError SignEmpty = new("50106", "Request header \"OK-ACCESS-SIGN\" cannot be empty.");
    public static readonly OkxError TimestampEmpty = new("50107", "Request header \"OK-ACCESS-TIMESTAMP\" cannot be empty.");
    public static readonly OkxError KeyInvalid = new("50111", "Invalid OK-ACCESS-KEY.");
    public static readonly OkxError KeyMayNot = new("50120", "This API key doesn't have permission to use this function");
    public static readonly OkxError TimestampInvalid = new("50112", "Invalid OK-ACCESS-TIMESTAMP.");
    public static readonly OkxError SignInvalid = new("50113", "Invalid signature.");

    // Orders.
    public static readonly OkxError InstrumentUnknown = new("51001", "Instrument ID, Instrument ID code or Spread ID doesn't exist.");
    public static readonly OkxError EitherOrderId = new("51003", "Either client order ID or order ID is required.");
    public static readonly OkxError PriceOutOfRange = new("51006", "Order price is not within the price limit.");
    public static readonly OkxError InsufficientMargin = new("51008", "Order failed. Insufficient USDT margin in account");
    public static readonly OkxError AccountMode = new("51010", "Request unsupported under current account mode");
    public static readonly OkxError DuplicateClientOrderId = new("51016", "Client order ID already exists.");
    public static readonly OkxError BelowMinimum = new("51020", "Your order should meet or exceed the minimum order amount.");
    public static readonly OkxError InstrumentSuspended = new("51022", "Contract suspended.");
    public static readonly OkxError InstrumentEnding = new("51028", "Contract under delivery.");
    public static readonly OkxError PositionUnknown = new("51023", "Position doesn't exist.");
    public static readonly OkxError MarketAboveMaximum = new("51202", "Market order amount exceeds the maximum amount.");
    public static readonly OkxError LimitAboveMaximum =
        new("51101", "Order failed, the sz of the current order can’t be more than the maximum (contracts).");
    public static readonly OkxError TooManyOrders =
        new("51102", "Order failed, the number of pending orders for this instId can’t be more than the limit (orders)");
    public static readonly OkxError EitherOrderIdToCancel = new("51407", "Either order ID or client order ID is required.");
    public static readonly OkxError LotMultiple = new("51121", "Order quantity must be a multiple of the lot size.");
    public static readonly OkxError BatchTooLarge = new("51111", "Maximum 20 orders can be placed in bulk.");
    public static readonly OkxError CloseExceedsPosition =
        new("51112", "Close order size exceeds available size for this position.");
    public static readonly OkxError ReduceOnlyWithoutPosition =
        new("51169", "Order failed because you don't have any positions in this direction for this contract to reduce or close.");
    public static readonly OkxError NoOpposingOrders = new("51109", "No available offers.");

    // 51401 and 51402 say more, for spreads only.
    public static readonly OkxError CancelUnknown =
        new("51400", "Order cancellation failed as the order has been filled, canceled or does not exist.");
    public static readonly OkxError AmendEmpty = new("51500", "You must enter a price, quantity, or TP/SL");
    public static readonly OkxError AmendNeedsMargin = new("51502", "Order failed. Insufficient USDT margin in account");

    // The guide's 51503 for an order that does not exist is of spreads; which code others get is not said, so they get this one.
    public static readonly OkxError AmendUnknown = new("51503", "Your order has already been filled or canceled.");
    public static readonly OkxError AmendWouldTake =
        new("51511", "Modification failed as the order price did not meet the requirement for Post Only.");
    public static readonly OkxError OrderUnknown = new("51603", "Order does not exist.");

    // The guide's list has "Operation failed."; these words come from no document.
    public static readonly OkxError AllFailed = new("1", "All operations failed");

    public static readonly OkxError PartlyFailed = new("2", "Bulk operation partially succeeded.");

    // Account.
    public static readonly OkxError PositionsOrOrdersOpen =
        new("59000", "Settings failed. Close any open positions or orders before modifying settings.");
    public static readonly OkxError LeverageTooHigh = new("59102", "Leverage exceeds the maximum limit. Please lower the leverage.");
    public static readonly OkxError LeverageNeedsMargin =
        new("59103", "Account margin is insufficient and leverage is too low. Please increase the leverage.");

    public static readonly OkxError MarginNotEnough = new("59301", "Margin adjustment failed for exceeding the max limit.");

    // WebSocket.
    public static readonly OkxError WsTimestampInvalid = new("60004", "Invalid timestamp");
    public static readonly OkxError WsKeyInvalid = new("60005", "Invalid apiKey");
    public static readonly OkxError WsTimestampExpired = new("60006", "Timestamp request expired");
    public static readonly OkxError WsSignInvalid = new("60007", "Invalid sign");
    public static readonly OkxError WsNotLoggedIn = new("60011", "Please log in");
    public static readonly OkxError WsArguments = new("60013", "Invalid args");
    public static readonly OkxError WsTooFrequent = new("60014", "Requests too frequent");
    public static readonly OkxError WsPassphraseWrong = new("60024", "Wrong passphrase");

    /// <summary>Parameter {0} error.</summary>
    public static OkxError Parameter(string name) => new("51000", $"Parameter {name} error");

    /// <summary>Parameter {0} can not be empty.</summary>
    public static OkxError ParameterEmpty(string name) => new("50014", $"Parameter {name} can not be empty.");

    public static OkxError WsRequest(string request) => new("60012", $"Invalid request: {request}");

    public static OkxError WsChannel(string argument) =>
        new("60018", $"Wrong URL or channel:{argument} doesn't exist. Please use the correct URL, channel and parameters referring to API document.");
}
