namespace PropBot.Venues.Okx.Wire;

/// <summary>The envelope of every REST answer: code <c>0</c> is success, <c>1</c> means that <c>sCode</c> of the items says why not.</summary>
internal sealed record OkxReply<T>(string? Code, string? Msg, T[]? Data);

/// <summary>The answer to a place or cancel request, per order. Both this code and the envelope's have to be <c>0</c>.</summary>
internal sealed record OkxOrderAck(string? OrdId, string? ClOrdId, string? SCode, string? SMsg);

/// <summary>Server time, ms.</summary>
internal sealed record OkxTime(string? Ts);
