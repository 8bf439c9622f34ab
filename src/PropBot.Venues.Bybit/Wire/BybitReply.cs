namespace PropBot.Venues.Bybit.Wire;

/// <summary>The envelope of every REST answer: <c>retCode</c> 0 is success.</summary>
/// <param name="Time">Server time, ms.</param>
internal sealed record BybitReply<T>(int RetCode, string? RetMsg, T? Result, long Time);

/// <summary>A page of a list; an empty cursor is the last page.</summary>
internal sealed record BybitPage<T>(T[]? List, string? NextPageCursor);

/// <summary>The answer to a place or cancel request. Only an acknowledgement: what became of the order, the order topic says.</summary>
internal sealed record BybitOrderAck(string? OrderId, string? OrderLinkId);

/// <summary>The answer to cancel-all: the orders that will be cancelled.</summary>
/// <param name="Success"><c>1</c>, or <c>0</c> when it failed.</param>
internal sealed record BybitCancelledAll(BybitOrderAck[]? List, string? Success);

/// <summary>An answer whose result has nothing that is needed.</summary>
internal sealed record BybitNothing;
