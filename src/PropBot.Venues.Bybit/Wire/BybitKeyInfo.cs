using System.Text.Json.Serialization;

namespace PropBot.Venues.Bybit.Wire;

/// <summary><c>GET /v5/user/query-api</c>, the parts that are used.</summary>
/// <param name="ReadOnly">0 reads and writes, 1 reads only.</param>
/// <param name="ExpiredAt">ISO 8601; 1970 where the key has no end, as one that is bound to addresses.</param>
internal sealed record BybitKeyInfo(int? ReadOnly, BybitPermissions? Permissions, string? ExpiredAt);

/// <param name="ContractTrade"><c>Order</c>, <c>Position</c>; empty where the key has nothing to do with contracts.</param>
internal sealed record BybitPermissions([property: JsonPropertyName("ContractTrade")] string[]? ContractTrade);
