namespace PropBot.Simulator.Bybit;

/// <summary>
/// A code of Bybit with its text. Source of the codes: Bybit API v5 docs, "Error Codes", read 2026-11-22. That page describes a code and is not
/// what an answer says: where they differ, the text is the one that clients of others look for, and comes from no document.
/// </summary>
internal readonly record struct BybitError(int Code, string Message);

/// <summary>The codes this venue gives; what a client must understand to trade with it.</summary>
internal static class BybitErrors
{
    // General.
    public static readonly BybitError KeyInvalid = new(10003, "API key is invalid.");
    public static readonly BybitError KeyMayNot = new(10005, "Permission denied, please check your API key permissions.");
    public static readonly BybitError TooFrequent = new(10006, "Too many visits!");
    public static readonly BybitError ServerError = new(10016, "Server error.");
    public static readonly BybitError PathUnknown = new(10017, "Route not found.");

    public static readonly BybitError CategoryInvalid = new(10001, "params error: category is invalid");
    public static readonly BybitError SymbolUnknown = new(10001, "params error: symbol invalid");
    public static readonly BybitError ScopeMissing = new(10001, "Missing some parameters that must be filled in, symbol or settleCoin");

    public static readonly BybitError PositionIndexMismatch = new(10001, "position idx not match position mode");

    // Orders.
    public static readonly BybitError OrderUnknown = new(110001, "order not exists or too late to cancel");
    public static readonly BybitError PriceOutOfRange = new(110003, "Order price exceeds the allowable range.");
    public static readonly BybitError InsufficientBalance = new(110007, "ab not enough for new order");
    public static readonly BybitError ReduceOnlyUnsatisfied = new(110017, "current position is zero, cannot fix reduce-only order qty");
    public static readonly BybitError DuplicateOrderLinkId = new(110072, "OrderLinkedID is duplicate");
    public static readonly BybitError BelowMinimumNotional = new(110094, "Order does not meet minimum order value");
    public static readonly BybitError NothingAmended = new(10001, "The order remains unchanged as the parameters entered match the existing ones.");
    public static readonly BybitError TooManyOrders = new(110020, "Not allowed to have more than 500 active orders.");
    public static readonly BybitError SymbolSuspended = new(110066, "Trading is currently not allowed.");
    public static readonly BybitError SymbolEnding = new(30228, "No new positions during delisting");

    // Account.
    public static readonly BybitError PositionOpen = new(110024, "Existing positions; position mode cannot be switched.");
    public static readonly BybitError PositionModeNotModified = new(110025, "Position mode is not modified");
    public static readonly BybitError MarginModeNotModified = new(110026, "Cross/isolated margin mode is not modified");
    public static readonly BybitError OrdersOpen = new(110028, "Open orders exist, so you cannot change position mode");
    public static readonly BybitError HedgeModeUnavailable = new(110029, "This symbol does not support hedge mode.");
    public static readonly BybitError LeverageNotModified = new(110043, "leverage not modified");
    public static readonly BybitError LeverageInvalid = new(110013, "cannot set leverage due to risk limit");
    public static readonly BybitError LeverageNeedsMargin = new(110044, "Available margin is insufficient.");
    public static readonly BybitError IsolatedForbidden = new(100028, "The API cannot be accessed by unified account users.");
    public static readonly BybitError SetMarginModeFailed = new(3400045, "Set margin mode failed");

    /// <summary>Request parameter error; the text names the parameter.</summary>
    public static BybitError Parameter(string message) => new(10001, $"params error: {message}");

    public static BybitError TimeWindow(long requestMs, long serverMs, long recvWindowMs) => new(
        10002,
        "invalid request, please check your server timestamp or recv_window param. "
        + $"req_timestamp[{requestMs}],server_timestamp[{serverMs}],recv_window[{recvWindowMs}]");

    public static BybitError SignInvalid(string origin) =>
        new(10004, $"error sign! origin_string[{origin}]");
}
